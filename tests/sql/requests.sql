-- SPDX-License-Identifier: MIT
-- What became of a request whose answer was lost: looked up by its key, or given up.
begin;
select plan(32);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() as round \gset

create function pg_temp.id(p_user text) returns integer language sql stable as $$
    select user_id from hippo.app_user where username = p_user
$$;
create function pg_temp.seen(p_user text, p_key text, p_owner text default null) returns jsonb language sql as $$
    select api.request_get(pg_temp.token(p_user), p_key, pg_temp.id(p_owner))::jsonb
$$;
create function pg_temp.burn(p_user text, p_key text, p_owner text default null) returns jsonb language sql as $$
    select api.request_burn(pg_temp.token(p_user), p_key, pg_temp.print('burn'), pg_temp.id(p_owner))::jsonb
$$;

-- Looked up --------------------------------------------------------------------------------------------------------

select is(pg_temp.seen('anna', 'never-sent'), null, 'the house says that it has not seen a key');
select pg_temp.sell('anna', '{win 6}', '{2500}', p_key => 'the-sale')::jsonb as sale \gset
select is(pg_temp.seen('anna', 'the-sale'), jsonb_build_object('key', 'the-sale', 'userId', pg_temp.id('anna'), 'state', 'answered',
    'action', 'sale', 'at', '2026-01-02T12:00:00.000Z', 'answer', :'sale'::jsonb), 'a sale is found by its key, with its code');
select is(pg_temp.seen('bert', 'the-sale'), null, 'keys count by user');
select is(pg_temp.seen('bert', 'the-sale', 'anna') -> 'answer' ->> 'number', :'sale'::jsonb ->> 'number',
    'another cashier of the shop finds it as its seller''s');
select is(pg_temp.seen('bert', 'the-sale', 'anna') -> 'answer' ? 'code', false, 'without its code');
select is(pg_temp.seen('sam', 'the-sale', 'anna') -> 'answer' ->> 'state', 'sold', 'so does a supervisor');
select is(pg_temp.refusal(format('select pg_temp.seen(%L, ''the-sale'', %L)', who, 'anna')), 'HP404 not_found',
    who || ' of another shop does not') from unnest('{carl,sid}'::text[]) who;
select is(pg_temp.refusal('select pg_temp.seen(''anna'', ''the-sale'', ''ada'')'), 'HP404 not_found', 'an admin is in no shop');
select is(pg_temp.refusal(format('select pg_temp.%s(''anna'', %L)', act, key), 'name'), 'HP400 bad_parameter name=key', act || ': ' || key)
from unnest('{seen,burn}'::text[]) act, (values ('short'), (repeat('x', 65)), ('with blank')) bad (key);
select pg_temp.void('anna', :'sale'::jsonb ->> 'number')::jsonb as void \gset
select key as void_key from hippo.journal where action = 'void' \gset
select is(pg_temp.seen('bert', :'void_key', 'anna') -> 'answer', :'void'::jsonb, 'an annulment is found, too');
select pg_temp.move('anna', 'deposit', 500) \g /dev/null
select key as move_key from hippo.journal where action = 'deposit' \gset
select is(pg_temp.seen('anna', :'move_key') - '{at}'::text[], jsonb_build_object('key', :'move_key', 'userId', pg_temp.id('anna'),
    'state', 'answered', 'action', 'deposit', 'answer', null), 'of a movement only that it was done');

-- Given up ---------------------------------------------------------------------------------------------------------

select is(pg_temp.burn('anna', 'the-sale') -> 'answer' , :'sale'::jsonb, 'what was done cannot be burnt, and is answered');
select is((select count(*) from hippo.journal where action = 'burn'), 0::bigint, 'and nothing is left of it');
select is(pg_temp.burn('anna', 'given-up') - '{at}'::text[], jsonb_build_object('key', 'given-up', 'userId', pg_temp.id('anna'),
    'state', 'burnt', 'action', 'burn', 'answer', null), 'what was not done is burnt');
select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'', p_key => ''given-up'')'), 'HP422 key_burnt',
    'a sale that comes later is refused');
select is(pg_temp.refusal(format('select api.till_movement(%L, ''given-up'', pg_temp.print(), null, ''deposit'', 500, null, null)',
    pg_temp.token('anna'))), 'HP422 key_burnt', 'and so is anything else');
select is((select count(*) from hippo.ticket), 1::bigint, 'no ticket');
select is(pg_temp.burn('anna', 'given-up'), pg_temp.seen('anna', 'given-up'), 'burnt again it is burnt');
select is((select array_agg((scope, subject, after ->> 'by', amount)::text) from hippo.journal where action = 'burn'),
    array[(1, null::text, hippo.user_json(pg_temp.id('anna'))::text, null::bigint)::text], 'once, in the journal of the till');
select is(pg_temp.sell('bert', '{win 6}', '{2500}', p_key => 'given-up') ->> 'state', 'sold', 'another user''s key is another one');

select is(pg_temp.burn('sam', 'left-open', 'anna') ->> 'state', 'burnt', 'who comes next gives up what was left open');
select is((scope, user_id, after -> 'by' ->> 'username')::text, format('(0,%s,sam)', pg_temp.id('anna')),
    'in the journal of the house without a till, as its owner''s key, with who did it') from hippo.journal where key = 'left-open';
select is(pg_temp.refusal('select pg_temp.sell(''anna'', ''{win 6}'', ''{2500}'', p_key => ''left-open'')'), 'HP422 key_burnt',
    'its owner is refused');
select is(pg_temp.refusal('select pg_temp.burn(''carl'', ''another-one'', ''anna'')'), 'HP404 not_found', 'nobody of another shop');
select is(pg_temp.refusal('select pg_temp.burn(''olga'', ''another-one'')'), 'HP403 forbidden', 'nobody who does not sell');
select is(pg_temp.proof(), '', 'the books hold');
select * from finish();
rollback;
