-- SPDX-License-Identifier: MIT
-- Sealed days: what a closed business day came to, written once, each seal chained to the one before. Proofs, balances and
-- reports of later days begin there instead of at the first sale. A house that has a history is sealed day by day, oldest
-- first, by its scheduler; until then its reports and proofs look at all of what is not sealed yet.
--
-- Two indexes are made here on tables that no sale writes: claims and till sessions.
set local lock_timeout = '5s';

create table hippo.round_day (
    round_id bigint constraint round_day_pk primary key,
    day date not null
);
create index round_day_by_day on hippo.round_day (day, round_id);
comment on table hippo.round_day is
    'The business day that a round is of: that of its opening, written with it. A table beside hippo.round, so that a house that has a million of them gets it without a lock on any.';
insert into hippo.round_day (round_id, day)
select r.round_id, (r.opened_at at time zone z.value)::date from hippo.round r, hippo.setting z where z.name = 'time_zone';

create table hippo.seal (
    day date constraint seal_pk primary key,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    first_round_id bigint not null,
    last_round_id bigint not null,
    entries bigint not null,
    content bytea not null constraint seal_content check (octet_length(content) = 32),
    hash bytea not null constraint seal_hash check (octet_length(hash) = 32),
    entry bigint not null,
    sealed_at timestamptz not null,
    constraint seal_order check (starts_at <= ends_at and first_round_id <= last_round_id + 1)
);
create unique index seal_by_round on hippo.seal (last_round_id, day);
comment on table hippo.seal is 'The business days that are closed for ever. There is one for each day from the first on, without a gap.';
comment on column hippo.seal.starts_at is 'The end of the day before; -infinity for the first. What the setting day_ends_hour says now is for days to come.';
comment on column hippo.seal.first_round_id is
    'One more than the last round of the days before; last_round_id is less than this when no round opened on the day.';
comment on column hippo.seal.entries is 'How many entries of the journal are of this day, in all chains.';
comment on column hippo.seal.content is 'SHA-256 of hippo.seal_text: the day''s chains, balances and totals.';
comment on column hippo.seal.hash is 'SHA-256 of the hash of the day before, the line hippo.seal_line, and the content.';
comment on column hippo.seal.entry is 'The entry of the house''s journal that has the hash, too: whoever changes a seal has to change the chains after it.';

create table hippo.seal_chain (
    day date not null,
    scope integer not null,
    after_seq bigint not null,
    last_seq bigint not null constraint seal_chain_run check (last_seq > after_seq),
    hash bytea not null constraint seal_chain_hash check (octet_length(hash) = 32),
    constraint seal_chain_pk primary key (day, scope)
);
create unique index seal_chain_head on hippo.seal_chain (scope, last_seq);
comment on table hippo.seal_chain is
    'Which entries of a chain of the journal are of a day: those after after_seq, up to last_seq, whose hash this is. A chain that did not grow has no row. An entry is of the day in whose seal it is, whatever its time says: what comes late is of a later day.';

create table hippo.seal_account (
    account hippo.account not null,
    id bigint not null,
    day date not null,
    postings bigint not null,
    balance bigint not null,
    constraint seal_account_pk primary key (account, id, day)
);
create index seal_account_by_day on hippo.seal_account (day);
comment on table hippo.seal_account is
    'Balances at the end of a day, and how many postings made them since the first: of the accounts that moved on it. An account that rested has the balance of its latest row.';

create table hippo.seal_till (
    day date not null,
    till_id integer not null,
    user_id integer not null,
    postings bigint not null,
    sales_count bigint not null,
    sales bigint not null,
    voids_count bigint not null,
    voids bigint not null,
    payments_count bigint not null,
    payments bigint not null,
    refunds_count bigint not null,
    refunds bigint not null,
    cash_in bigint not null,
    cash_out bigint not null,
    variance bigint not null,
    copies bigint not null,
    failed_scans bigint not null,
    constraint seal_till_pk primary key (day, till_id, user_id)
);
comment on table hippo.seal_till is 'What each user did at each till on a day, counted from the journal. User 0 is nobody: what the house wrote itself.';

create table hippo.seal_market (
    day date not null,
    card_template_id bigint not null,
    market text collate "C" not null,
    lines bigint not null,
    stakes bigint not null,
    prizes bigint not null,
    expected numeric not null,
    constraint seal_market_pk primary key (day, card_template_id, market)
);
comment on table hippo.seal_market is 'What was staked and won in each market of each card, in the day''s settled rounds.';
comment on column hippo.seal_market.expected is 'What its lines would have won on average: the sum of their prizes, each by its chance.';

create table hippo.seal_shop (
    day date not null,
    shop_id integer not null,
    tickets bigint not null,
    stakes bigint not null,
    winning_tickets bigint not null,
    prizes bigint not null,
    constraint seal_shop_pk primary key (day, shop_id)
);
comment on table hippo.seal_shop is 'Tickets of the day''s settled rounds by the shop that sold them.';

alter table hippo.proof_run add column proven_day date, add column proven_days integer not null default 0;
comment on column hippo.proof_run.proven_day is
    'The sealed day that this night''s proof has proved anew last; the next night goes on after it. proven_days is how many it has proved.';

create index claim_by_round on hippo.claim (round_id);
create index till_session_by_entry on hippo.till_session (till_id, opened_seq);

insert into hippo.setting (name, kind, value, minimum, maximum, description) values
    ('day_ends_hour', 'integer', '0', 0, 12, 'hour of the night at which a business day ends: 0 at midnight');

-- What they looked at was everything; now they are told which days.
drop function if exists hippo.proof_tickets();
drop function if exists hippo.proof_ledger();
drop function if exists hippo.proof_tills();
drop function if exists hippo.proof_corrections();
drop function if exists hippo.proof_journal();
