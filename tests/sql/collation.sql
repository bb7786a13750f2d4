-- SPDX-License-Identifier: MIT
-- What the order of texts may not depend on: the cluster's locale. Compared with "C", the order of bytes.
begin;
select no_plan();

create function pg_temp.is_house(oid) returns boolean language sql
return (select nspname in ('hippo', 'scheduler', 'gateway', 'api', 'report') from pg_namespace where oid = $1);

select is_empty($$
    select i.indexrelid::regclass, k.place
    from pg_index i
    join pg_class c on c.oid = i.indrelid
    cross join lateral unnest(i.indcollation::oid[]) with ordinality k (collation_id, place)
    where pg_temp.is_house(c.relnamespace) and k.collation_id not in (0, '"C"'::regcollation)
$$, 'every text in a key or an index is compared byte by byte');

select is_empty($$
    select con.conrelid::regclass, a.attname
    from pg_constraint con
    join pg_attribute a on a.attrelid = con.conrelid and a.attnum = any (con.conkey)
    where con.contype = 'f' and pg_temp.is_house(con.connamespace) and a.attcollation not in (0, '"C"'::regcollation)
$$, 'and so is every text that points to one');

select is_empty($$
    select a.attrelid::regclass, a.attname
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    where c.relkind = 'v' and c.relnamespace = 'report'::regnamespace and a.attcollation not in (0, '"C"'::regcollation)
        and a.attname in ('ticket', 'account', 'kind', 'session', 'username', 'cashier', 'market', 'selection', 'action', 'card')
$$, 'what a report''s rows are sorted by has the same order everywhere');

select * from finish();
rollback;
