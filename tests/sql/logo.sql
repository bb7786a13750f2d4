-- SPDX-License-Identifier: MIT
-- The picture at the head of the house's papers: an admin sets it, everybody may have it, and it is what it says that it is.
begin;
select plan(18);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.start(), pg_temp.people() \g /dev/null

create function pg_temp.set_logo(p_logo json, p_user text default 'ada') returns json language sql as $$
    select api.logo_update(pg_temp.token(p_user), pg_temp.key(), pg_temp.print(), p_logo, 'a new name')
$$;
create function pg_temp.try(p_logo text) returns text language sql as $$
    select pg_temp.refusal(format('select pg_temp.set_logo(%L)', p_logo), 'name')
$$;

select is(api.logo_get()::text, '{"logo" : null}', 'none at first');
select '{"width": 16, "height": 8, "bits": "/wD/AP8A/wD/AP8A/wD/AA=="}' as logo \gset
select is((pg_temp.set_logo(:'logo') -> 'logo')::jsonb, (:'logo')::jsonb, 'an admin sets one');
select is((api.logo_get() -> 'logo')::jsonb, (:'logo')::jsonb, 'everybody may have it');
select is((select bits from hippo.logo), decode(repeat('ff00', 8), 'hex'), 'a bit a dot');
select is((select (before #> '{logo}')::text || ' ' || (after #>> '{logo,width}') || ' ' || reason from hippo.journal where action = 'logo'),
    'null 16 a new name', 'on record');
select is(pg_temp.try(logo), 'HP400 bad_parameter name=' || name, what)
from (values
    ('[]', 'logo', 'no list'), ('"x"', 'logo', 'no text'), ('{"width": 8, "height": 8}', 'logo', 'all of it'),
    ('{"width": 8, "height": 8, "bits": "AAAAAAAAAAA=", "x": 1}', 'logo', 'and nothing else'),
    ('{"width": 12, "height": 8, "bits": "AAAAAAAAAAA="}', 'logo.width', 'whole bytes wide'),
    ('{"width": 392, "height": 8, "bits": ""}', 'logo.width', 'not wider than paper'),
    ('{"width": 8, "height": 7, "bits": "AAAAAAAAAA=="}', 'logo.height', 'not less than a row of letters'),
    ('{"width": 8, "height": 193, "bits": ""}', 'logo.height', 'not endless'),
    ('{"width": 8, "height": 8, "bits": "AAAA"}', 'logo.bits', 'as many bits as it says'),
    ('{"width": 8, "height": 8, "bits": "!"}', 'logo.bits', 'base64'),
    ('{"width": 8, "height": 8, "bits": null}', 'logo.bits', 'text')) t (logo, name, what);
select is(pg_temp.set_logo('null')::text, '{"logo" : null}', 'null takes it away');
select is((select count(*) from hippo.logo), 0::bigint, 'and nothing is left');

select * from finish();
rollback;
