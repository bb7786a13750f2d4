-- SPDX-License-Identifier: MIT
-- Receipts whose paper nobody confirmed: of the open session, until somebody saw them; whoever may see the till; no act of the books.
begin;
select plan(24);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() as round \gset

create function pg_temp.papers(p_user text, p_till bigint default null) returns text language sql as $$
    select coalesce(string_agg(concat_ws(' ', i ->> 'number', i ->> 'kind', i ->> 'action', i ->> 'amount'), ', ' order by place), 'none')
    from json_array_elements(api.till_papers(pg_temp.token(p_user), p_till) -> 'items') with ordinality as t (i, place)
$$;
create function pg_temp.confirm(p_user text, p_papers json, p_till bigint default null) returns text language sql as $$
    select api.till_papers_confirm(pg_temp.token(p_user), p_till, p_papers) ->> 'confirmed'
$$;
create function pg_temp.paper(p_number text, p_kind text) returns json language sql as $$
    select json_build_array(json_build_object('number', p_number, 'kind', p_kind))
$$;

select is(pg_temp.papers('anna'), 'none', 'before the first sale there is none');
select pg_temp.sell('anna', '{win 6}', '{2500}') ->> 'number' as one,
       pg_temp.sell('anna', '{win 7,win 8}', '{2500,5000}') ->> 'number' as two,
       pg_temp.sell('bert', '{win 6}', '{2500}') ->> 'number' as other \gset
select is(pg_temp.papers('anna'), format('%s ticket sale 7500, %s ticket sale 2500', :'two', :'one'), 'what was sold, newest first');
select is(pg_temp.confirm('anna', pg_temp.paper(:'one', 'slip')), '0', 'nothing was paid for it yet');
select is(pg_temp.confirm('anna', pg_temp.paper(:'one', 'ticket')), '1', 'one was seen');
select is(pg_temp.confirm('anna', pg_temp.paper(:'one', 'ticket')), '0', 'said again, it is as it was');
select is(pg_temp.confirm('anna', pg_temp.paper(:'other', 'ticket')), '0', 'another till''s paper is nothing');
select is(pg_temp.confirm('anna', pg_temp.paper('01-010001-0', 'ticket')), '0', 'nor is a number that nobody has');
select is(pg_temp.papers('anna'), :'two' || ' ticket sale 7500', 'the other one is left');
select is(pg_temp.papers('bert'), :'other' || ' ticket sale 2500', 'the till beside has its own');
select is((select concat_ws(' ', u.username, seen_at = hippo.clock()) from hippo.paper_seen join hippo.app_user u using (user_id)), 'anna t', 'who saw it, and when');

select pg_temp.void('anna', :'two') \g /dev/null
select is(pg_temp.papers('anna'), format('%s slip void 7500, %s ticket sale 7500', :'two', :'two'), 'an annulment has a slip of its own');
select array_agg(pg_temp.sell('anna', array['win ' || runner], '{2500}') ->> 'number') as all from unnest('{6,7,8,9,10,54}'::integer[]) runner \gset
select pg_temp.confirm('anna', (select json_agg(json_build_object('number', n, 'kind', 'ticket')) from unnest(:'all'::text[]) n)) as seen \gset
select is(:'seen'::text, '6', 'many at once');
select pg_temp.run_out(:round) \g /dev/null
select n as won from unnest(:'all'::text[]) n where pg_temp.state(n) = 'won' \gset
select pg_temp.pay('anna', :'won') ->> 'prize' as prize \gset
select is(pg_temp.papers('anna'), format('%s slip pay %s, %s slip void 7500, %s ticket sale 7500', :'won', :'prize', :'two', :'two'), 'a payment, too');
select is(pg_temp.confirm('anna', (select json_agg(p) from (values (:'won', 'slip'), (:'two', 'slip'), (:'two', 'ticket')) as p (number, kind))), '3',
    'slips and tickets in one list');
select is(pg_temp.papers('anna'), 'none', 'all were seen');

select is(pg_temp.papers('sam', 2), :'other' || ' ticket sale 2500', 'a supervisor looks at a till of the shop');
select is(pg_temp.refusal(format('select api.till_papers(%L, %s)', pg_temp.token(who), till)), 'HP403 forbidden', format('%s at till %s', who, till))
from (values ('sid', 1), ('anna', 2), ('olga', 1)) as w (who, till);
select is(pg_temp.refusal(format('select api.till_papers_confirm(%L, 2, ''[]'')', pg_temp.token('anna'))), 'HP403 forbidden', 'nor does she confirm there');
select is((select string_agg(distinct pg_temp.refusal(format('select api.till_papers_confirm(%L, null, %L)', pg_temp.token('anna'), bad)), ', ')
           from (values (null), ('{}'), ('7'), ('[7]'), ('[{}]'), ('[{"number": null, "kind": "slip"}]'), ('[{"number": 1, "kind": "slip"}]'), ('[{"kind": "slip"}]'), ('[{"number": "1", "kind": "copy"}]'),
                        ((select json_agg(json_build_object('number', '1', 'kind', 'slip'))::text from generate_series(1, 101)))) as b (bad)),
    'HP400 bad_parameter', 'a list of something else is refused');

select pg_temp.close_till('bert', '{"100": 1025}') \g /dev/null
select is(pg_temp.papers('sam', 2), 'none', 'a closed till has none left to print');
select is((select count(*)::integer from hippo.journal where action like '%paper%'), 0, 'the books know nothing of it');
select is(pg_temp.proof(), '', 'and are right');
select * from finish();
rollback;
