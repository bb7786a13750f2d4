-- SPDX-License-Identifier: MIT
-- Markets: what a line can be on, the odds of every selection of a card, and who made the card.

create table hippo.market (
    market text collate "C" constraint market_pk primary key,
    rank integer not null constraint market_rank unique,
    picks integer not null,
    is_ordered boolean not null,
    min_runners integer not null,
    max_runners integer not null,
    name text not null
);
comment on table hippo.market is 'The kinds of bets, in the order in which a card lists them.';
comment on column hippo.market.picks is 'Runners that a selection names; 0 for odd_even.';

insert into hippo.market (market, rank, picks, is_ordered, min_runners, max_runners, name) values
    ('win', 1, 1, false, 2, 24, 'Simple gagnant'),
    ('place', 2, 1, false, 5, 24, 'Simple placé'),
    ('top3', 3, 1, false, 6, 24, 'Dans les 3 premiers'),
    ('exacta', 4, 2, true, 3, 24, 'Couplé ordre'),
    ('quinella', 5, 2, false, 3, 24, 'Couplé gagnant'),
    ('couple_place', 6, 2, false, 6, 24, 'Couplé placé'),
    ('trifecta', 7, 3, true, 4, 12, 'Trio ordre'),
    ('trio', 8, 3, false, 4, 16, 'Trio désordre'),
    ('duel', 9, 2, true, 3, 12, 'Duel'),
    ('odd_even', 10, 0, false, 2, 24, 'Gagnant pair ou impair');

insert into hippo.setting (name, kind, value, minimum, maximum, description)
select 'market_' || market, 'integer', case market when 'win' then '1' else '0' end, 0, 1,
       'whether the next round sells ' || market || ': 1 or 0'
from hippo.market;

alter table hippo.card_template
    add column target_ppm integer not null default 900000
        constraint card_template_target check (target_ppm between 500000 and 990000),
    add column proposed_by integer constraint card_template_proposer references hippo.app_user,
    add column decided_by integer constraint card_template_decider references hippo.app_user,
    add column decided_at timestamptz,
    add column is_rejected boolean not null default false,
    add column reason text,
    add constraint card_template_two_persons check (proposed_by is null or decided_by <> proposed_by),
    add constraint card_template_decision check ((decided_at is null) = (decided_by is null)),
    add constraint card_template_active check (not is_active or proposed_by is null or (decided_by is not null and not is_rejected));
comment on column hippo.card_template.target_ppm is
    'What the odds return to the players at most, in millionths; odds that were given with the card are not touched.';
comment on column hippo.card_template.proposed_by is 'Null for the card that the house came with.';

create table hippo.price (
    price_id integer generated always as identity constraint price_pk primary key,
    card_template_id bigint not null constraint price_template references hippo.card_template,
    market text collate "C" not null constraint price_market references hippo.market,
    selection text collate "C" not null,
    odds integer not null constraint price_odds check (odds between 101 and 10000000),
    chance numeric not null constraint price_chance check (chance > 0 and chance <= 1),
    depth integer not null constraint price_depth check (depth between 1 and 3),
    cells integer[] not null,
    label text collate "C" not null generated always as (market || ' ' || selection) stored,
    constraint price_label unique (card_template_id, label)
);
comment on table hippo.price is 'The odds of every selection of a card, made once; the card''s hash covers them.';
comment on column hippo.price.depth is 'How many of the first places decide it.';
comment on column hippo.price.cells is
    'The openings of the finish order on which it wins, as numbers from 0: ordered choices of `depth` runners in canonical order.';

-- card_text now also takes the markets; its old form goes.
drop function if exists hippo.card_text(bigint, text, integer, bytea, timestamptz, bigint);
