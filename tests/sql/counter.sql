-- SPDX-License-Identifier: MIT
-- What the counter asks for beside selling: annulments over the limit and duplicates that a supervisor approves, a display that is
-- found by a short code, what is kept of papers, what is heard without a till, stakes that have a key, a day's history.
begin;
select plan(61);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() as round \gset

create function pg_temp.approve(p_asker text, p_by text, p_action text, p_subject text, p_amount bigint) returns text
language plpgsql as $$
declare
    v_begun json := api.login_begin(p_by, '10.0.0.1');
begin
    return api.approval_finish(pg_temp.token(p_asker), (v_begun ->> 'userId')::bigint, p_by, '10.0.0.1', true,
                               v_begun ->> 'hash', p_action, p_subject, p_amount) ->> 'approval';
end
$$;
create function pg_temp.voided(p_user text, p_number text, p_approval text default null) returns text language sql as $$
    select pg_temp.refusal(format('select api.ticket_void(pg_temp.token(%L), pg_temp.key(), pg_temp.print(), null, %L, %L, '
        '''a slip'', %L)', p_user, p_number, pg_temp.code(p_number), p_approval))
$$;
create function pg_temp.copied(p_user text, p_number text, p_approval text default null) returns text language sql as $$
    select pg_temp.refusal(format('select api.ticket_copy(pg_temp.token(%L), pg_temp.key(), pg_temp.print(), %L, %L)',
        p_user, p_number, p_approval))
$$;

-- An annulment over the limit ------------------------------------------------------------------------------------------

select pg_temp.set('void_limit', 1) \g /dev/null
select pg_temp.sell('anna', '{win 6}', '{2500}') ->> 'number' as first, pg_temp.sell('anna', '{win 6}', '{2500}') ->> 'number' as second,
       pg_temp.sell('anna', '{win 6}', '{5000}') ->> 'number' as third \gset
select is(pg_temp.voided('anna', :'first', pg_temp.approve('anna', 'sam', 'void', :'first', 2500)), 'done',
    'an approval that was not needed is no harm');
select is(pg_temp.voided('anna', :'second'), 'HP409 void_limit', 'a second one is more than the day allows');
select is(pg_temp.voided('anna', :'second', pg_temp.approve('anna', 'sam', 'void', :'third', 5000)), 'HP403 approval_invalid',
    'nor is it allowed by what was approved for another ticket');
select is(pg_temp.voided('anna', :'second', pg_temp.approve('anna', 'sam', 'void', :'second', 5000)), 'HP403 approval_invalid',
    'or for another amount');
select is(pg_temp.voided('anna', :'second', pg_temp.approve('anna', 'sam', 'copy', :'second', 2500)), 'HP403 approval_invalid',
    'or for another act');
select pg_temp.approve('anna', 'sam', 'void', :'second', 2500) as approval \gset
select is(pg_temp.voided('anna', :'second', :'approval'), 'done', 'a supervisor approves it at the cashier''s till');
select is((u.username, j.after #>> '{approvedBy,username}')::text, '(anna,sam)', 'and both names are in the till''s journal')
from hippo.journal j join hippo.app_user u using (user_id) where action = 'void' and ticket_id = hippo.ticket_id(:'second');
select is((select i #>> '{approvedBy,username}' from json_array_elements(
    api.till_movements(pg_temp.token('anna'), null, 'void', null, 1) -> 'items') i), 'sam', 'and in its history');
select is(pg_temp.voided('anna', :'third', :'approval'), 'HP403 approval_invalid', 'once');
select is(pg_temp.refusal(format('select pg_temp.approve(''anna'', %L, %L, ''x'', 1)', who, act)), 'HP403 ' || want, what)
from (values ('sid', 'void', 'needs_supervisor', 'another shop''s supervisor approves none'), ('ada', 'void', 'needs_supervisor',
    'nor an admin'), ('bert', 'copy', 'needs_supervisor', 'nor another cashier a duplicate'), ('anna', 'copy', 'same_person',
    'nor who asks')) as w (who, act, want, what);
-- A repeat is answered with what was done, the approval and all.
select pg_temp.approve('anna', 'sam', 'void', :'third', 5000) as approval \gset
select api.ticket_void(pg_temp.token('anna'), 'void-three', pg_temp.print(), null, :'third', pg_temp.code(:'third'), 'a slip', :'approval') as one \gset
select is(api.ticket_void(pg_temp.token('anna'), 'void-three', pg_temp.print(), null, :'third', pg_temp.code(:'third'), 'a slip', :'approval')::text,
    :'one', 'the same request again is the same answer');
select is(:'one'::json #>> '{approvedBy,username}', 'sam', 'which names who approved it');

-- A duplicate --------------------------------------------------------------------------------------------------------------

select pg_temp.sell('anna', '{win 6,win 7,win 8,win 9,win 10,win 54}', '{2500,2500,2500,2500,2500,2500}') ->> 'number' as won \gset
select pg_temp.sell('anna', '{win 6}', '{2500}') ->> 'number' as early \gset
select is(pg_temp.copied('bert', :'early'), 'HP404 not_found', 'of another cashier''s ticket there is none');
select is(pg_temp.copied('anna', :'early'), 'done', 'who sold it has one before the race, alone');
select pg_temp.run_out(:round) \g /dev/null
select prize from hippo.ticket where ticket_id = hippo.ticket_id(:'won') \gset
select is(pg_temp.copied('anna', :'won'), 'HP403 needs_supervisor', 'but not when money may come of it');
select is(pg_temp.copied('anna', :'won', pg_temp.approve('anna', 'sam', 'copy', :'won', 14999)), 'HP403 approval_invalid',
    'nor with an approval of another amount');
select is(pg_temp.copied('anna', :'won', pg_temp.approve('anna', 'sam', 'copy', :'won', :prize)), 'done', 'a supervisor approves it');
select is(pg_temp.copied('anna', :'won', pg_temp.approve('anna', 'sam', 'copy', :'won', 15000)), 'done',
    'or by its stake: she may have begun before there was a prize');
select is(array_agg((u.username, j.after ->> 'due', j.after #>> '{approvedBy,username}')::text), '{"(anna,true,sam)","(anna,true,sam)"}', 'which is on record')
from hippo.journal j join hippo.app_user u using (user_id) where action = 'copy' and ticket_id = hippo.ticket_id(:'won');
select is(pg_temp.refusal(format('select api.ticket_pay(pg_temp.token(''anna''), pg_temp.key(), pg_temp.print(), null, %L, %L, null)',
    :'won', pg_temp.code(:'won'))), 'HP403 own_copy', 'and who printed it does not pay it');
select is(pg_temp.refusal(format('select api.ticket_pay(pg_temp.token(''bert''), pg_temp.key(), pg_temp.print(), null, %L, %L, null)',
    :'won', pg_temp.code(:'won'))), 'done', 'another person does');
select scheduler.round_open() as round \gset
select pg_temp.sell('anna', '{win 6,win 7,win 8,win 9,win 10,win 54}', '{2500,2500,2500,2500,2500,2500}') ->> 'number' as won \gset
select pg_temp.run_out(:round) \g /dev/null
select prize from hippo.ticket where ticket_id = hippo.ticket_id(:'won') \gset
select pg_temp.approve('anna', 'sam', 'copy', :'won', :prize) as approval \gset
update hippo.app_user set rights_at = hippo.clock() where username = 'sam';
select is(pg_temp.copied('anna', :'won', :'approval'), 'HP403 rights_too_new', 'a supervisor whose account is newer than the sale approves none');

-- Would it be sold? --------------------------------------------------------------------------------------------------------

select pg_temp.set('till_exposure_max', 100000) \g /dev/null
select scheduler.round_open() as round \gset
create function pg_temp.quoted(p_user text, p_round bigint, p_selections text[], p_stakes bigint[], p_facts text default null) returns text
language sql as $$
    select pg_temp.refusal(format('select api.ticket_quote(pg_temp.token(%L), %s, null, %L, %L)', p_user, p_round, p_selections, p_stakes),
        variadic array_remove(array[p_facts], null))
$$;
create function pg_temp.footprint() returns text language sql as $$
    select concat_ws(' ', (select count(*) from hippo.ticket), (select count(*) from hippo.journal),
        (select sha256(convert_to(string_agg(b::text, '|' order by till_id), 'UTF8')) from hippo.till_book b))
$$;
select pg_temp.footprint() as before \gset
select is(pg_temp.quoted('anna', :round, '{win 6}', '{2500}'), 'done', 'a ticket that would be sold');
select is(pg_temp.footprint(), :'before', 'asking leaves nothing behind, though the till is not in the round yet');
select is(pg_temp.quoted('anna', :round, '{win 99}', '{2500}', 'line'), 'HP400 bad_selection line=1', 'a line that cannot be');
select is(pg_temp.quoted('anna', :round - 1, '{win 6}', '{2500}'), 'HP409 round_changed', 'another round');
select is(pg_temp.quoted('olga', :round, '{win 6}', '{2500}'), 'HP403 forbidden', 'an auditor does not sell');
select is(pg_temp.quoted('anna', :round, '{win 54}', '{500000}', 'line'), 'HP409 cap_till line=1', 'what the till may expose is said before it is sold');
select is(pg_temp.refusal(format('select pg_temp.sell(''anna'', ''{win 54}'', ''{500000}'')'), 'line'), 'HP409 cap_till line=1', 'as the sale would say it');
select is(pg_temp.footprint(), :'before', 'and nothing is left behind');

-- A display by its code ------------------------------------------------------------------------------------------------------

create function pg_temp.hash(p_token text) returns bytea language sql as $$ select sha256(convert_to(p_token, 'UTF8')) $$;
create function pg_temp.claim(p_code text, p_token text) returns text language sql as $$
    select api.display_claim(p_code, pg_temp.hash(p_token)) #>> '{till,name}'
$$;
create function pg_temp.opens(p_token text, p_display integer) returns boolean language sql as $$
    select gateway.channel_authorise(pg_temp.hash(p_token), 'display:' || p_display)
$$;
select is(api.display_create(pg_temp.token('anna'), null, pg_temp.hash('window')) ->> 'code', null, 'a window needs no code');
select api.display_create(pg_temp.token('anna'), null, pg_temp.hash('qr'), true) as made \gset
select :'made'::json ->> 'code' as code, (:'made'::json ->> 'displayId')::integer as display \gset
select matches(:'code'::text, '^[0-9]{8}$', 'a tablet has one of eight digits');
select is((select count(*) from hippo.journal j where position(:'code' in row_to_json(j)::text) > 0)
    + (select count(*) from hippo.display d where position(:'code' in row_to_json(d)::text) > 0), 0::bigint, 'which the books do not have');
select is(pg_temp.opens('qr', :display), true, 'the token is good meanwhile');
select is(pg_temp.claim('00000000', 'guessed'), null, 'another code is none');
select is(pg_temp.refusal(format('select pg_temp.claim(%L, ''x'')', wrong)), 'HP400 bad_parameter', format('%L cannot be one', wrong))
from (values (''), (null), ('1234567')) w (wrong);
select is(pg_temp.claim(:'code', 'typed'), 'Caisse 1', 'a screen gets the display by it');
select is((pg_temp.opens('typed', :display), pg_temp.opens('qr', :display))::text, '(t,f)', 'with a token of its own, and the other one is worthless');
select is(pg_temp.claim(:'code', 'again'), null, 'it is good once');
select api.display_create(pg_temp.token('anna'), null, pg_temp.hash('late'), true) ->> 'code' as code \gset
select pg_temp.at(pg_temp.now_ms() + 300000) \g /dev/null
select is(pg_temp.claim(:'code', 'typed late'), null, 'for five minutes');
select api.display_create(pg_temp.token('anna'), null, pg_temp.hash('gone'), true) as made \gset
select is((select count(*) from hippo.display where code_hash is not null), 1::bigint, 'and what is over is forgotten');
select api.display_revoke(pg_temp.token('anna'), pg_temp.key(), pg_temp.print(), (:'made'::json ->> 'displayId')::bigint) \g /dev/null
select is(pg_temp.claim(:'made'::json ->> 'code', 'too late'), null, 'a display that was revoked is not to be had');

-- Stakes that have a key -----------------------------------------------------------------------------------------------------

select is(api.config() ->> 'quickStakes', '[2500,5000,10000,25000,50000,100000,250000,500000]', 'what the counter has a key for');
select is(pg_temp.refusal(format('select api.setting_update(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), ''quick_stakes'', %L, null)', value)),
    want, format('%L: %s', value, want))
from (values ('2000 10000', 'done'), ('2000, 10000', 'HP400 bad_parameter'), ('2000 2000', 'HP400 bad_parameter'),
    ('1 2 3 4 5 6 7 8 9 10', 'HP400 bad_parameter'), ('0', 'HP400 bad_parameter')) v (value, want);

-- Without a till -------------------------------------------------------------------------------------------------------------

select (select shop_id from hippo.app_user where username = 'anna') as shop,
       (select shop_id from hippo.app_user where username = 'carl') as other_shop \gset
select is(api.me(pg_temp.token('anna')) ->> 'news', null, 'who has a till hears it there');
select api.message_create(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), null, null, 'to all', 60),
       api.message_create(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), :shop, null, 'to the shop', 60),
       api.message_create(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), :other_shop, null, 'to the other shop', 60),
       api.message_create(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), null, 1, 'to a till', 60) \g /dev/null
select is((select string_agg(m ->> 'text', ', ' order by n) from json_array_elements(api.me(pg_temp.token('sam')) #> '{news,messages}')
    with ordinality u (m, n)), 'to all, to the shop', 'a supervisor without one hears what is said to her shop, and to all');
select api.shop_pause(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), :shop, 'a flood') \g /dev/null
select is(api.me(pg_temp.token('sam')) #>> '{news,shop,paused,reason}', 'a flood', 'and that it does not sell');
select is(api.me(pg_temp.token('ada')) ->> 'news', null, 'who has no shop hears nothing');
select api.shop_resume(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), :shop, 'dry again') \g /dev/null

-- A day's history ------------------------------------------------------------------------------------------------------------

create function pg_temp.moved(p_day date) returns bigint language sql as $$
    select json_array_length(api.till_movements(pg_temp.token('anna'), null, null, null, 100, null, p_day) -> 'items')
$$;
select hippo.house_day(hippo.clock()) as today \gset
select is((pg_temp.moved(:'today') = pg_temp.moved(null), pg_temp.moved(:'today'::date - 1), pg_temp.moved(:'today'::date + 1))::text,
    '(t,0,0)', 'a till''s movements of one day of the house');

-- Papers ---------------------------------------------------------------------------------------------------------------------

select api.till_papers_confirm(pg_temp.token('anna'), null, json_build_array(json_build_object('number', :'early', 'kind', 'ticket'))) \g /dev/null
select is((select count(*) from hippo.paper_seen), 1::bigint, 'what was seen is kept while the till is open');
select pg_temp.close_till('anna', '{"1000": 1}', 'robbed') \g /dev/null
select is((select count(*) from hippo.paper_seen), 0::bigint, 'and no longer');
select is(api.till_papers_confirm(pg_temp.token('sam'), 1, json_build_array(json_build_object('number', :'early', 'kind', 'ticket')))
    ->> 'confirmed', '0', 'nor is it written down after that');
select * from finish();
rollback;
