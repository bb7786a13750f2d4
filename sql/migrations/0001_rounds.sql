-- SPDX-License-Identifier: MIT
-- The foundation: settings, sessions and their hash chains, cards, rounds, the event stream.
-- `hippo` is private: daemons come through the doors `scheduler`, `gateway` and `api`, people through `report`.

create schema scheduler;
create schema gateway;
create schema api;
create schema report;
create extension pgcrypto schema hippo;

-- House ------------------------------------------------------------------------------------------------------------

create table hippo.setting (
    name text constraint setting_pk primary key,
    kind text not null constraint setting_kind check (kind in ('integer', 'text')),
    value text not null,
    minimum bigint,
    maximum bigint,
    description text not null,
    updated_at timestamptz not null default clock_timestamp(),
    constraint setting_bounds check (
        (kind = 'text' and minimum is null and maximum is null)
        or (kind = 'integer' and value ~ '^-?[0-9]{1,18}$' and value::bigint between minimum and maximum)
    )
);
comment on table hippo.setting is 'What an operator can change; a round takes its settings when it opens.';

insert into hippo.setting (name, kind, value, minimum, maximum, description) values
    ('betting_ms', 'integer', '60000', 300, 3600000, 'countdown before the race, in milliseconds'),
    ('lock_ms', 'integer', '5000', 0, 60000, 'the last part of the countdown, in which nothing is sold or voided'),
    ('film_ms', 'integer', '30000', 1000, 120000, 'length of the race, in milliseconds, a multiple of 100'),
    ('finish_ms', 'integer', '5000', 100, 600000, 'how long the result stays on screen before the next round'),
    ('stream_keep', 'integer', '100000', 2000, 10000000, 'events kept for clients that come back'),
    ('currency', 'text', 'HTG', null, null, 'ISO 4217 code of all amounts'),
    ('currency_digits', 'integer', '2', 0, 4, 'minor units of the currency: 2 means centimes'),
    ('time_zone', 'text', 'America/Port-au-Prince', null, null, 'zone in which the house counts its days'),
    ('house_name', 'text', 'Hippodrome', null, null, 'the name that players see');

create table hippo.house (
    is_only boolean constraint house_pk primary key default true constraint house_is_only check (is_only),
    initialised_at timestamptz,
    paused_at timestamptz,
    pause_reason text,
    constraint house_pause check ((paused_at is null) = (pause_reason is null))
);
comment on table hippo.house is 'One row: has the first start taken its settings, is the game paused.';
insert into hippo.house default values;

-- Fairness ---------------------------------------------------------------------------------------------------------

create table hippo.session (
    session_id bigint generated always as identity constraint session_pk primary key,
    name text not null constraint session_name unique,
    rounds integer not null constraint session_rounds check (rounds between 1 and 1000000),
    anchor bytea not null constraint session_anchor check (octet_length(anchor) = 32),
    sealed_secret bytea not null,
    key_fingerprint bytea not null,
    created_at timestamptz not null default clock_timestamp()
);
comment on table hippo.session is
    'A hash chain of round secrets. The anchor commits all of them; the last secret is kept sealed under a key that only the scheduler has.';

-- Cards ------------------------------------------------------------------------------------------------------------

create table hippo.card_template (
    card_template_id bigint generated always as identity constraint card_template_pk primary key,
    name text not null constraint card_template_name unique,
    is_active boolean not null default false,
    created_at timestamptz not null default clock_timestamp()
);
create unique index card_template_one_active on hippo.card_template ((true)) where is_active;
comment on table hippo.card_template is 'Runners and odds that rounds are opened with; exactly one is active.';

create table hippo.card_template_runner (
    card_template_id bigint not null constraint card_template_runner_template references hippo.card_template,
    number integer not null constraint card_template_runner_number check (number between 1 and 9999),
    name text not null constraint card_template_runner_name
        check (name is nfc normalized and name !~ '[[:cntrl:]]' and name = btrim(name) and length(name) between 1 and 40),
    weight bigint not null constraint card_template_runner_weight check (weight >= 1),
    win_odds integer not null constraint card_template_runner_odds check (win_odds between 101 and 10000000),
    color text not null constraint card_template_runner_color check (color ~ '^#[0-9a-f]{6}$'),
    constraint card_template_runner_pk primary key (card_template_id, number)
);
comment on column hippo.card_template_runner.win_odds is 'Hundredths: 550 pays 5.50 for 1.';

-- The compatible card: numbers and odds of the house that came before, own horses. Weights are lcm(odds) / odds,
-- lcm = 485 773 200, so every runner returns exactly 485773200 / 510822500 = 95.0963 %.
insert into hippo.card_template (name, is_active) values ('classic-6', true);
insert into hippo.card_template_runner (card_template_id, number, name, weight, win_odds, color)
select t.card_template_id, r.number, r.name, r.weight, r.win_odds, r.color
from hippo.card_template t,
    (values
        (6, 'Soley Leve', 883224, 550, '#e63946'),
        (7, 'Citadelle', 1033560, 470, '#1d7fd1'),
        (8, 'Ti Zeklè', 674685, 720, '#f4b41a'),
        (9, 'Papiyon', 837540, 580, '#2a9d5c'),
        (10, 'Lanbi', 599720, 810, '#8e44ad'),
        (54, 'Tonnerre', 1079496, 450, '#f27f1b')
    ) as r (number, name, weight, win_odds, color)
where t.name = 'classic-6';

-- Rounds -----------------------------------------------------------------------------------------------------------

create type hippo.phase as enum ('betting', 'locked', 'racing', 'finished', 'settled', 'void');

create table hippo.round (
    round_id bigint constraint round_pk primary key constraint round_id_range check (round_id > 10000000),
    session_id bigint not null constraint round_session references hippo.session,
    chain_index integer not null constraint round_chain_index check (chain_index >= 1),
    card_template_id bigint not null constraint round_template references hippo.card_template,
    phase hippo.phase not null default 'betting',
    commitment bytea not null constraint round_commitment check (octet_length(commitment) = 32),
    card_text text not null,
    card_hash bytea not null constraint round_card_hash check (octet_length(card_hash) = 32),
    beacon bytea not null default decode(repeat('00', 32), 'hex') constraint round_beacon check (octet_length(beacon) = 32),
    opened_at timestamptz not null,
    locks_at timestamptz not null,
    race_starts_at timestamptz not null,
    race_ends_at timestamptz not null,
    closes_at timestamptz not null,
    locked_at timestamptz,
    raced_at timestamptz,
    finished_at timestamptz,
    settled_at timestamptz,
    voided_at timestamptz,
    void_requested_at timestamptz,
    void_reason text,
    distance_mm bigint constraint round_distance check (distance_mm > 0),
    playout_ms integer constraint round_playout check (playout_ms >= 0),
    film_samples integer not null default 0 constraint round_film_samples check (film_samples >= 0),
    secret bytea constraint round_secret check (octet_length(secret) = 32),
    outcome_seed bytea constraint round_outcome_seed check (octet_length(outcome_seed) = 32),
    film_seed bytea constraint round_film_seed check (octet_length(film_seed) = 32),
    runner_order integer[],
    constraint round_chain unique (session_id, chain_index),
    constraint round_times check (
        opened_at <= locks_at and locks_at <= race_starts_at and race_starts_at < race_ends_at and race_ends_at <= closes_at),
    constraint round_result check (
        (phase in ('finished', 'settled', 'void')) = (secret is not null)
        and (secret is null) = (outcome_seed is null)
        and (secret is null) = (film_seed is null)
        and (secret is null) = (runner_order is null)),
    constraint round_void check ((phase = 'void') = (voided_at is not null)
        and (void_requested_at is null) = (void_reason is null)
        and (phase <> 'void' or void_reason is not null))
);
create unique index round_one_current on hippo.round ((true)) where phase not in ('settled', 'void');
comment on table hippo.round is
    'Every round there ever was, numbered without gaps. secret, seeds and order come with the result; before that only the commitment is known.';

create table hippo.round_runner (
    round_id bigint not null constraint round_runner_round references hippo.round,
    number integer not null,
    name text not null,
    weight bigint not null,
    win_odds integer not null,
    color text not null,
    win_chance numeric not null constraint round_runner_win_chance check (win_chance > 0 and win_chance < 1),
    place_chance numeric not null constraint round_runner_place_chance check (place_chance > 0 and place_chance <= 1),
    constraint round_runner_pk primary key (round_id, number)
);
comment on column hippo.round_runner.place_chance is
    'Exact chance to be among the placed: first 1 (under 5 runners), 2 (5 to 7), 3 (8 and more).';

-- Stream -----------------------------------------------------------------------------------------------------------

create table hippo.stream (
    channel text constraint stream_pk primary key,
    epoch text not null default encode(hippo.gen_random_bytes(6), 'hex'),
    top bigint not null default 0 constraint stream_top check (top >= 0)
);
comment on table hippo.stream is
    'Position of each channel. A publisher holds the row''s lock to its commit: offsets are gapless and commit in order.';
insert into hippo.stream (channel) values ('race');

create table hippo.stream_event (
    channel text not null constraint stream_event_stream references hippo.stream,
    "offset" bigint not null constraint stream_event_offset check ("offset" >= 1),
    event text not null,
    round_id bigint constraint stream_event_round references hippo.round,
    data json not null,
    created_at timestamptz not null default clock_timestamp(),
    constraint stream_event_pk primary key (channel, "offset")
);
create index stream_event_by_round on hippo.stream_event (round_id, event);
comment on column hippo.stream_event.data is 'The event as every client gets it, to the byte.';
