-- SPDX-License-Identifier: MIT
-- Texts that people write: what nobody sees in them is refused, wherever they go.
begin;
select plan(34);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.furnish() as round \gset

-- Every function that takes a text of somebody: the statement, with the text as %L.
create temp table place (name text, statement text);
insert into place values
    ('name', 'select api.shop_create(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), 700, %L, null)'),
    ('header', 'select api.shop_create(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), 701, ''Delmas'', array[''Delmas'', %L])'),
    ('name', 'select api.shop_update(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), 1, %L, null, null)'),
    ('header', 'select api.shop_update(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), 1, null, array[%L], null)'),
    ('name', 'select api.till_create(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), 1, 70, %L)'),
    ('name', 'select api.till_update(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), 2, %L, null)'),
    ('displayName', 'select api.user_create(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), ''zoe'', %L, ''auditor'', null, pg_temp.hash())'),
    ('displayName', 'select api.user_update(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), (select user_id from hippo.app_user where username = ''bert''), %L, null, null, null, null)'),
    ('reason', 'select api.user_update(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), (select user_id from hippo.app_user where username = ''bert''), null, null, null, null, %L)'),
    ('value', 'select api.setting_update(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), ''house_name'', %L, ''a test'')'),
    ('reason', 'select api.setting_update(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), ''void_limit'', ''9'', %L)'),
    ('reason', 'select api.game_pause(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), %L)'),
    ('reason', 'select api.game_resume(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), %L)'),
    ('reason', format('select api.round_void(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), %s, %%L)', :round)),
    ('name', 'select api.card_propose(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), %L, 950000, ''[{"number":1,"name":"A","color":"#000000","odds":190},{"number":2,"name":"B","color":"#000000","odds":190}]'', null)'),
    ('reason', 'select api.card_propose(pg_temp.token(''ada''), pg_temp.key(), pg_temp.print(), ''two'', 950000, ''[{"number":1,"name":"A","color":"#000000","odds":190},{"number":2,"name":"B","color":"#000000","odds":190}]'', %L)');
insert into place select 'reason', format('select api.ticket_void(pg_temp.token(''anna''), pg_temp.key(), pg_temp.print(), null, %L, %L, %%L)',
    s ->> 'number', s ->> 'code') from pg_temp.sell('anna', '{win 6}', '{2500}') s;
insert into place values
    ('reference', 'select api.till_movement(pg_temp.token(''anna''), pg_temp.key(), pg_temp.print(), null, ''deposit'', 100, %L, null)'),
    ('description', 'select api.till_movement(pg_temp.token(''anna''), pg_temp.key(), pg_temp.print(), null, ''deposit'', 100, null, %L)'),
    ('reason', 'select api.till_close(pg_temp.token(''anna''), pg_temp.key(), pg_temp.print(), null, ''{}'', %L)');

select is(pg_temp.refusal(format(statement, U&'Caf\00E9 \202Egnp.exe'), 'name'), 'HP400 bad_characters name=' || name,
          format('turned around: %s of %s', name, substring(statement, 'api\.(\w+)')))
from place order by ctid;

-- Which characters.
select is(hippo.is_showable(U&'Ag\00E8nce \00AB Delmas\00A033 \00BB, 5\202F000 HTG \2013 Port\2011au\2011Prince'), true,
          'French typography has blanks of its own');
select is(hippo.is_showable(U&'\0410\043D\043D\0430 \05D0\05E0\05D4 \0639\0631\0628\064A \4E2D\6587 \+01F3C7'), true,
          'any script, and a jockey');
select is(hippo.is_showable(''), true, 'nothing has nothing in it');
select is(hippo.is_showable(null), null, 'nor has null');
select is(array(select c from unnest(array[U&'\0009', U&'\007F', U&'\0085', U&'\00AD', U&'\034F', U&'\061C', U&'\115F', U&'\180E',
    U&'\200B', U&'\200D', U&'\200E', U&'\200F', U&'\2028', U&'\2029', U&'\202A', U&'\202E', U&'\2060', U&'\2066', U&'\2069',
    U&'\2800', U&'\3164', U&'\E000', U&'\FE0F', U&'\FEFF', U&'\FFA0', U&'\FFFC', U&'\FFFD', U&'\+0E0041', U&'\+01D173',
    U&'\+10FFFD']) c where hippo.is_showable('x' || c || 'y')), '{}', 'none of these');

-- Blanks around a text are no part of it, and a text of blanks is none.
select is(hippo.text_require(U&'\00A0\3000 Anna\202F ', 60, 'name'), 'Anna', 'blanks of every width are cut off');
select is(pg_temp.refusal('select hippo.text_require(U&''\00A0\2003'', 60, ''name'')', 'name'), 'HP400 bad_parameter name=name',
          'a name of blanks');
select is(pg_temp.refusal('select hippo.text_require(null, 60, ''name'')'), 'HP400 bad_parameter', 'no name');
select is(hippo.text_require(U&'Ame\0301lie', 60, 'name'), U&'Am\00E9lie', 'composed');
select lives_ok($$ select hippo.remark_require(null, 9, 'note'), hippo.remark_require('', 9, 'note'),
                   hippo.remark_require(U&'5\00A0000', 9, 'note') $$, 'a remark may be left out, or have a hard blank');
select is(pg_temp.refusal('select hippo.remark_require(repeat(''x'', 10), 9, ''note'')'), 'HP400 bad_parameter', 'too long');

-- Who tries to sign in writes into the journal, too.
select is(api.login_finish(null, U&'an\202Ena', '10.9.9.2', false, sha256('t'), null)::text, null, 'a name that turns around');
select is(api.login_finish(null, 'mallory', '10.9.9.2', false, sha256('t'), null)::text, null, 'a name of nobody');
select is(array(select subject from hippo.journal where address = '10.9.9.2' order by seq), '{?,mallory}',
          'what cannot be shown is not written down');

select * from finish();
rollback;
