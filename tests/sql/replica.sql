-- SPDX-License-Identifier: MIT
-- What a report says of where its figures come from, and what a replica must be told before it may answer. What a real standby
-- answers is seen in tests/e2e/replica.test.mjs.
begin;
select plan(11);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() as round \gset

select is(j - '{position,at}'::text[], jsonb_build_object('person', u.user_id || ' auditor', 'schema', api.schema_version()), 'the terms name person and schema')
from hippo.app_user u, to_jsonb(api.replica_terms(pg_temp.token('olga'))) j where u.username = 'olga';
select is(api.replica_terms(pg_temp.token('sue')) ->> 'person', format('%s supervisor %s', user_id, shop_id), 'of a supervisor the shop, too')
from hippo.app_user where username = 'sue';
select ok((api.replica_terms(pg_temp.token('olga')) ->> 'position')::pg_lsn <= pg_current_wal_flush_lsn(), 'the position is what is on disk');
select is(pg_temp.refusal(format('select api.replica_terms(%L)', pg_temp.token('bert'))) ~ '^HP403', true, 'a cashier reads no reports');
create function pg_temp.standing(p_user text, p_change jsonb default '{}') returns text language plpgsql as $$
declare
    v_why text;
begin
    return api.replica_standing(pg_temp.token(p_user), (to_jsonb(api.replica_terms(pg_temp.token(p_user))) || p_change)::json, 60000);
exception when sqlstate '55000' then
    get stacked diagnostics v_why = pg_exception_detail;
    return v_why;
end
$$;
select is(pg_temp.standing('olga'), 'standby', 'a primary is no replica, even with the right terms');

create function pg_temp.figures(p_as_of timestamptz, p_because text) returns jsonb language sql as $$
    select jsonb_build_array(j -> 'asOf', j -> 'source', j -> 'because')
    from api.report_from(pg_temp.token('olga'), 'days', '2026-01-01', '2026-01-31', 10, null, p_as_of, p_because) j
$$;
select is(api.report(pg_temp.token('olga'), 'days', '2026-01-01', '2026-01-31', 10) ->> 'source', 'main', 'who was told nothing is the main database');
select is(api.report(pg_temp.token('olga'), 'days', '2026-01-01', '2026-01-31', 10) ->> 'asOf', hippo.rfc3339(hippo.clock()), 'whose figures are of now');
select is(pg_temp.figures('2026-01-02T12:00:00Z', null), '["2026-01-02T12:00:00.000Z", "replica", null]', 'a replica''s age is told');
select is(pg_temp.figures(null, 'lag') - 0, '["main", "lag"]', 'and why it was not asked');
create function pg_temp.last_line(p_as_of timestamptz, p_because text) returns text language sql as $$
    select line ->> 0 from api.report_lines_from(pg_temp.token('olga'), 'days', '2026-01-01', '2026-01-31', null, p_as_of, p_because)
        with ordinality as l (line, n) order by n desc limit 1
$$;
select matches(pg_temp.last_line('2026-01-02T12:00:00Z', null), ' by the replica, as of 2026-01-02T12:00:00.000Z, version ', 'a file tells its age');
select matches(pg_temp.last_line(null, 'away'), ' by the main database, not the replica \(away\), version ', 'and why the replica was not asked');
select * from finish();
rollback;
