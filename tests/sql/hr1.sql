-- SPDX-License-Identifier: MIT
-- The database's own draw against the published vectors, and against malformed cards.
-- Run from the project's root, or pass the vector file: psql -v vectors=/path/hr1-vectors.csv
\if :{?vectors}
\else
\set vectors tests/fairness/hr1-vectors.csv
\endif
\set content `cat :'vectors'`
\set seed '\\xd393f5603a461cbd77194ebb81d771f3ea22b7140495a3ccb164da41da752a06'

begin;

create temp table vector as
select f[1] as id, decode(f[2], 'hex') as secret, f[3]::bigint as round, decode(f[4], 'hex') as card_hash,
    decode(f[5], 'hex') as beacon,
    (select array_agg(split_part(r, ':', 1)::integer order by n)
     from string_to_table(f[6], ',') with ordinality as t (r, n)) as numbers,
    (select array_agg(split_part(r, ':', 2)::bigint order by n)
     from string_to_table(f[6], ',') with ordinality as t (r, n)) as weights,
    f[7] as outcome_seed, f[8] as words, f[9] as rejects, f[10] as runner_order
from string_to_table(:'content', E'\n') as line,
    regexp_match(line, '^([^,]+),([^,]+),([^,]+),([^,]+),([^,]+),"([^"]+)",([^,]+),([^,]+),([^,]+),([^,]+)$') as f
where line <> '' and line not like 'id,secret,%';

select plan(83 + 1 + 2 + 3 + 20 + 9);

select is(count(*)::integer, 83, 'the vector file has its rows')
from vector where id is not null;

select is(
    concat_ws(' ', encode(s.seed, 'hex'), d.words, d.rejects, array_to_string(d.runner_order, '-')),
    concat_ws(' ', v.outcome_seed, v.words, v.rejects, v.runner_order), 'vector ' || v.id)
from vector v, hippo.hr1_outcome_seed(v.secret, v.round, v.card_hash, v.beacon) as s (seed),
    hippo.hr1_draw(s.seed, v.numbers, v.weights) as d;

select is(
    hippo.hr1_chain_step('\xa52ec84d284ecba3dda7e5dac6075281020b08d1d51075daf1c4cd583816dbe2'),
    '\xc973d68a8fc582fead30d6f7a73d9233742e1e125dc9eedf740a1fbc952ea0be'::bytea,
    'the secret of vector 0 gives its commitment');
select is(
    hippo.hr1_film_seed(:'seed'),
    '\xcc65d7c9f06b07dad3c018e3e2dee553cdf66fa3caf112c3c47f8a89116cc2fc'::bytea, 'the film seed of vector 0');

-- The widest cards that are valid.
select is((d).runner_order, '{1,2147483647}', 'a sum of 2^63-1 and the highest number are drawn')
from hippo.hr1_draw(:'seed', '{1,2147483647}', '{9223372036854775806,1}') as d;
select is(cardinality((d).runner_order), 24, '24 runners are drawn')
from hippo.hr1_draw(
    :'seed', array(select generate_series(1, 24)), array(select generate_series(1, 24)::bigint)) as d;
select is(
    (d).runner_order, (hippo.hr1_draw(:'seed', '{1,2,3}', '{5,6,7}')).runner_order,
    'an array counted from 0 is the same card')
from hippo.hr1_draw(:'seed', '[0:2]={1,2,3}', '[-7:-5]={5,6,7}') as d;

-- Malformed cards.
select throws_ok(
    format('select hippo.hr1_draw(%L, %L, %L)', seed, numbers, weights), 'HP400', null, name || ' is refused')
from (values
    ('no card', :'seed', null, null),
    ('no numbers', :'seed', null, '{1,1}'),
    ('no weights', :'seed', '{1,2}', null),
    ('an empty card', :'seed', '{}', '{}'),
    ('one runner', :'seed', '{1}', '{1}'),
    ('25 runners', :'seed', array(select generate_series(1, 25))::text, array_fill(1, array[25])::text),
    ('a weight too few', :'seed', '{1,2,3}', '{1,1}'),
    ('a weight too many', :'seed', '{1,2}', '{1,1,1}'),
    ('number 0', :'seed', '{0,1}', '{1,1}'),
    ('a negative number', :'seed', '{-1,1}', '{1,1}'),
    ('equal numbers', :'seed', '{5,5}', '{1,1}'),
    ('descending numbers', :'seed', '{4,6,5}', '{1,1,1}'),
    ('a null number', :'seed', '{1,null,3}', '{1,1,1}'),
    ('weight 0', :'seed', '{1,2,3}', '{1,0,1}'),
    ('a negative weight', :'seed', '{1,2,3}', '{5,-1,1}'),
    ('a null weight', :'seed', '{1,2,3}', '{1,1,null}'),
    ('a sum of 2^63', :'seed', '{1,2}', '{9223372036854775807,1}'),
    ('a table of numbers', :'seed', '{{1,2},{3,4}}', '{{1,1},{1,1}}'),
    ('a short seed', '\x00', '{1,2}', '{1,1}'),
    ('no seed', null, '{1,2}', '{1,1}')
) as card (name, seed, numbers, weights);

-- Other inputs.
\set zero 'decode(repeat(\'00\', 32), \'hex\')'
select throws_ok(format('select hippo.hr1_%s', call), 'HP400', null, name || ' is refused')
from (values
    ('no secret for the chain', 'chain_step(null)'),
    ('a short secret for the chain', 'chain_step(''\x00'')'),
    ('no seed for the film', 'film_seed(null)'),
    ('a long seed for the film', format('film_seed(%s || ''\x00'')', :'zero')),
    ('no secret', format('outcome_seed(null, 1, %1$s, %1$s)', :'zero')),
    ('no round', format('outcome_seed(%1$s, null, %1$s, %1$s)', :'zero')),
    ('a negative round', format('outcome_seed(%1$s, -1, %1$s, %1$s)', :'zero')),
    ('a short card hash', format('outcome_seed(%1$s, 1, ''\x00'', %1$s)', :'zero')),
    ('a short beacon', format('outcome_seed(%1$s, 1, %1$s, ''\x00'')', :'zero'))
) as bad (name, call);

select * from finish();
rollback;
