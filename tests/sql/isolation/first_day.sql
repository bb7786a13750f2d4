-- SPDX-License-Identifier: MIT
-- What is planned on the first day, when every table is empty, a connection may keep for weeks.
select plan(1);

-- The sale's look for its key, as the function has it, planned as a connection that sells all day plans it.
create function pg_temp.key_plan() returns text language plpgsql as $$
declare
    v_query text := (select replace(regexp_replace(prosrc, '^.*(select s\.user_id) into v_user_id([^;]*);.*$', '\1\2'),
        'p_token_hash', '$1')
                     from pg_proc where oid = 'api.ticket_sell'::regproc);
    v_line text;
    v_plan text := '';
begin
    execute 'prepare sale_key (bytea, text) as ' || replace(v_query, 'p_key', '$2');
    for v_line in execute 'explain (costs off) execute sale_key(''t'', ''k'')' loop
        v_plan := v_plan || v_line;
    end loop;
    return v_plan;
end
$$;
set plan_cache_mode = force_generic_plan;
set enable_seqscan = off;
set enable_bitmapscan = off;
select matches(pg_temp.key_plan(), 'Index Cond: \(\(user_id = s\.user_id\) AND \(key = \$2\)\)',
    'a sale looks for its key among those of its user');
select * from finish();
