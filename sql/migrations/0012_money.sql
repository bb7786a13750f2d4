-- SPDX-License-Identifier: MIT
-- Money: what a round's sales obey, till sessions, tickets, and the journal, which is ledger and audit in one.
--
-- A sale updates one row of its own till (till_book) and inserts two (journal, ticket). What it inserts has no foreign
-- key and no CHECK, on purpose: a key to a round or a till session would lock rows at every sale (a round's row by all
-- tills at once), and PostgreSQL parses and plans every CHECK of a table anew for every statement. The rows that they
-- name are never deleted, the sale takes a round's number from the round itself, domains and triggers keep what can go
-- wrong, and report.proof() looks at all of it.

create domain hippo.amount as bigint constraint amount_positive check (value > 0);
comment on domain hippo.amount is 'An amount of money that moves: minor units, more than nothing.';

-- Rounds -----------------------------------------------------------------------------------------------------------

create index round_by_opening on hippo.round (opened_at);

create table hippo.round_terms (
    round_id bigint constraint round_terms_pk primary key constraint round_terms_round references hippo.round,
    markets text[] collate "C" not null,
    runners integer not null,
    depth integer not null constraint round_terms_depth check (depth between 1 and 3),
    stake_min bigint not null,
    stake_max bigint not null,
    stake_step bigint not null,
    lines_max integer not null,
    ticket_stake_max bigint not null,
    ticket_prize_max bigint not null,
    till_exposure_max bigint not null,
    round_exposure_max bigint not null,
    exposure_step bigint not null,
    slice bigint not null,
    till_top integer not null
);
comment on table hippo.round_terms is
    'The settings that a round''s sales obey, as they were when it opened. Amounts in minor units.';
comment on column hippo.round_terms.depth is 'How many of the first places its markets look at.';
comment on column hippo.round_terms.slice is 'What each till may expose without asking: an equal share of half the round''s cap.';
comment on column hippo.round_terms.till_top is 'Tills up to this number have such a share; newer ones ask for all of theirs.';

create table hippo.round_lent (
    round_id bigint constraint round_lent_pk primary key constraint round_lent_round references hippo.round,
    lent bigint not null constraint round_lent_amount check (lent >= 0)
);
comment on table hippo.round_lent is
    'How much of a round''s exposure cap tills hold. A sale comes here only when its till''s slice is used up.';

create table hippo.round_void_vote (
    round_id bigint not null constraint round_void_vote_round references hippo.round,
    user_id integer not null constraint round_void_vote_user references hippo.app_user,
    reason text not null,
    voted_at timestamptz not null,
    constraint round_void_vote_pk primary key (round_id, user_id)
);
comment on table hippo.round_void_vote is 'Who wants a round void. After the lock it takes two.';

create table hippo.round_totals (
    round_id bigint constraint round_totals_pk primary key constraint round_totals_round references hippo.round,
    tickets bigint not null,
    stakes bigint not null,
    prizes bigint not null,
    winning_tickets bigint not null,
    winning_prices integer[] not null
);
comment on table hippo.round_totals is 'What a round''s settlement came to; for a void round, what it gave back.';
comment on column hippo.round_totals.winning_prices is 'The selections that won: price_id of each.';

-- Tills ------------------------------------------------------------------------------------------------------------

create type hippo.till_state as enum ('open', 'counted', 'closed');

create table hippo.till_session (
    till_session_id integer generated always as identity constraint till_session_pk primary key,
    till_id integer not null constraint till_session_till references hippo.till,
    user_id integer not null constraint till_session_user references hippo.app_user,
    state hippo.till_state not null default 'open',
    opened_at timestamptz not null,
    opened_seq bigint not null,
    float_minor bigint not null constraint till_session_float check (float_minor >= 0),
    counted_at timestamptz,
    counted_by integer constraint till_session_counter references hippo.app_user,
    counts json,
    counted_minor bigint constraint till_session_counted check (counted_minor >= 0),
    expected_minor bigint,
    closed_at timestamptz,
    closed_by integer constraint till_session_closer references hippo.app_user,
    closed_seq bigint,
    reason text,
    constraint till_session_count check (
        (state = 'open') = (counted_at is null) and (state = 'open') = (counted_by is null)
        and (state = 'open') = (counted_minor is null) and (state = 'open') = (expected_minor is null)),
    constraint till_session_close check (
        (state = 'closed') = (closed_at is not null) and (state = 'closed') = (closed_by is not null)
        and (state = 'closed') = (closed_seq is not null))
);
create unique index till_session_one_per_till on hippo.till_session (till_id) where state <> 'closed';
create unique index till_session_one_per_user on hippo.till_session (user_id) where state = 'open';
create index till_session_by_till on hippo.till_session (till_id, till_session_id);
comment on table hippo.till_session is
    'A cashier''s time at a till, from the float to the count. counted: waits for a supervisor, because the variance is over the tolerance.';
comment on column hippo.till_session.opened_seq is 'The till''s journal entry that opened it: its postings come from there on.';

create table hippo.till_book (
    till_id integer constraint till_book_pk primary key constraint till_book_till references hippo.till,
    ticket_base bigint not null,
    ticket_head text not null,
    ticket_check integer not null,
    secret bytea not null constraint till_book_secret check (octet_length(secret) = 32),
    till_session_id integer,
    user_id integer,
    round_id bigint,
    card_template_id bigint,
    card_hash bytea,
    commitment bytea,
    markets text[] collate "C",
    stake_min bigint,
    stake_max bigint,
    stake_step bigint,
    lines_max integer,
    ticket_stake_max bigint,
    ticket_prize_max bigint,
    slice bigint not null default 0,
    seq bigint not null default 0,
    hash bytea not null,
    bound bigint not null default 0,
    stakes bigint not null default 0
) with (fillfactor = 40, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
create unique index till_book_by_user on hippo.till_book (user_id);
comment on table hippo.till_book is
    'The one row that the requests of a till take in turn: who is there, what the round allows (copied when the till first sells in it), the head of the till''s journal, what it exposes on the round.';
comment on column hippo.till_book.ticket_base is 'Shop * 10^11 + till * 10^9: with the journal''s number it makes a ticket''s.';
comment on column hippo.till_book.ticket_head is
    'SS-TT, the beginning of its tickets'' numbers; ticket_check is what their check character has come to by then.';
comment on column hippo.till_book.secret is
    'Validation codes are 40 bits of SHA-256(secret, ticket): nobody can guess them, a repeated answer shows the same one, and no table has them.';
comment on column hippo.till_book.user_id is 'The cashier at the till; null when its session is counted or closed.';
comment on column hippo.till_book.slice is 'How much exposure on the round the till may have before it asks for more.';
comment on column hippo.till_book.bound is
    'At least what the till''s tickets on the round would win in the worst order; made exact when it would refuse a sale.';
comment on column hippo.till_book.stakes is 'Stakes of the till''s tickets on the round. Exposure is at most bound - stakes.';

-- Tickets ----------------------------------------------------------------------------------------------------------

create type hippo.ticket_state as enum ('sold', 'voided', 'lost', 'won', 'refundable', 'paid', 'refunded', 'expired');

create table hippo.ticket (
    ticket_id bigint constraint ticket_pk primary key,
    round_id bigint not null,
    till_session_id integer not null,
    state hippo.ticket_state not null default 'sold',
    copies integer not null default 0,
    sold_at timestamptz not null,
    closed_at timestamptz,
    closed_scope integer,
    closed_seq bigint,
    stake hippo.amount not null,
    prize bigint,
    price_ids integer[] not null,
    stakes bigint[] not null,
    prizes bigint[] not null,
    code_hash bytea not null
) with (fillfactor = 90);
create index ticket_by_round on hippo.ticket (round_id, till_session_id);
comment on table hippo.ticket is
    'Every ticket there ever was, its lines in three arrays of the same length: a ticket without its lines cannot be.';
comment on column hippo.ticket.ticket_id is
    'Shop * 10^11 + till * 10^9 + number in the till''s journal; hippo.ticket_number writes it as SS-NNNNNN-C.';
comment on column hippo.ticket.prizes is 'What each line pays if it wins: floor(stake * odds / 100), fixed at the sale.';
comment on column hippo.ticket.prize is 'What the ticket won; null until its round is settled, and when it is refunded.';
comment on column hippo.ticket.closed_at is
    'When it was voided, paid, refunded or expired; closed_scope and closed_seq are the journal''s entry of that.';
comment on column hippo.ticket.code_hash is 'SHA-256 of the number and the validation code.';

create table hippo.claim (
    ticket_id bigint constraint claim_pk primary key constraint claim_ticket references hippo.ticket,
    round_id bigint not null,
    amount hippo.amount not null,
    since timestamptz not null
);
create index claim_by_age on hippo.claim (since, ticket_id);
comment on table hippo.claim is
    'What the house owes to tickets that won or are to be refunded; a row goes when its ticket is paid or expires.';

create table hippo.payment (
    ticket_id bigint constraint payment_pk primary key constraint payment_ticket references hippo.ticket,
    till_session_id integer not null constraint payment_session references hippo.till_session,
    user_id integer not null constraint payment_user references hippo.app_user,
    paid_at timestamptz not null,
    amount hippo.amount not null,
    cash bigint not null,
    note text,
    constraint payment_rounding check (cash >= amount)
);
create index payment_by_session on hippo.payment (till_session_id, paid_at);
comment on table hippo.payment is 'When, where and by whom a ticket was paid or refunded: at most once, by its key.';
comment on column hippo.payment.cash is 'What left the till: the amount rounded up to the smallest coin (setting cash_unit).';

-- Journal ----------------------------------------------------------------------------------------------------------

create type hippo.account as enum (
    'till_cash', 'shop_safe', 'bank', 'sundry', 'open_bets', 'prizes_payable', 'refunds_payable', 'revenue', 'unclaimed',
    'rounding', 'variance');
comment on type hippo.account is
    'Kinds of accounts. An account is a kind and the number of its till, shop or round: till_cash 3, open_bets 10000017.';

create table hippo.journal (
    scope integer not null,
    seq bigint not null,
    at timestamptz not null,
    user_id integer,
    action text collate "C" not null,
    ticket_id bigint,
    subject text,
    debit hippo.account,
    debit_id bigint,
    credit hippo.account,
    credit_id bigint,
    amount hippo.amount,
    key text collate "C",
    fingerprint bytea,
    address text,
    before json,
    after json,
    reason text,
    hash bytea not null,
    constraint journal_pk primary key (scope, seq),
    constraint journal_request unique (user_id, key)
);
comment on table hippo.journal is
    'Every request that changed something and every posting, append-only, one hash chain for each till and one for the house. Double entry: an entry with an amount takes it from one account and gives it to another, so it is balanced by what it is.';
comment on column hippo.journal.scope is 'The till, or 0 for the house.';
comment on column hippo.journal.key is
    'Idempotency-Key of the request, by user; fingerprint is the SHA-256 of what it asked, after is what it was answered.';
comment on column hippo.journal.hash is 'SHA-256 of the hash before, hippo.journal_text of this entry, its time and its fingerprint.';

create table hippo.house_book (
    is_only boolean constraint house_book_pk primary key default true constraint house_book_is_only check (is_only),
    seq bigint not null default 0,
    hash bytea not null default sha256('house')
);
insert into hippo.house_book default values;
comment on table hippo.house_book is
    'Head of the house''s journal (scope 0). Held by whatever makes a till or stops the sales: a till cannot appear in between.';

create table hippo.proof_run (
    proof_run_id bigint generated always as identity constraint proof_run_pk primary key,
    day date not null constraint proof_run_day unique,
    started_at timestamptz not null,
    finished_at timestamptz,
    violations integer,
    first_violation text
);
comment on table hippo.proof_run is 'The nightly proofs: violations 0 means that every invariant held.';

create table hippo.pulse_till (
    till_id integer constraint pulse_till_pk primary key constraint pulse_till_till references hippo.till,
    seq bigint not null,
    till_session_id integer,
    sales_count bigint not null default 0,
    sales bigint not null default 0,
    voids_count bigint not null default 0,
    voids bigint not null default 0,
    payments_count bigint not null default 0,
    payments bigint not null default 0,
    refunds_count bigint not null default 0,
    refunds bigint not null default 0,
    cash bigint not null default 0
);
comment on table hippo.pulse_till is
    'Up to which entry of a till''s journal its channel of the stream has been told, and the totals of the session by then.';

create table hippo.pulse (
    is_only boolean constraint pulse_pk primary key default true constraint pulse_is_only check (is_only),
    house_seq bigint not null default 0,
    expired_at timestamptz not null default '-infinity'
);
insert into hippo.pulse default values;
comment on table hippo.pulse is 'What the scheduler''s pulse has done last.';

insert into hippo.stream (channel) values ('admin');

insert into hippo.setting (name, kind, value, minimum, maximum, description) values
    ('stake_min', 'integer', '2500', 1, 1000000000000, 'smallest stake of a line, in minor units'),
    ('stake_max', 'integer', '500000', 1, 1000000000000, 'largest stake of a line'),
    ('stake_step', 'integer', '500', 1, 1000000000, 'stakes are multiples of this'),
    ('lines_max', 'integer', '20', 1, 100, 'lines on one ticket'),
    ('ticket_stake_max', 'integer', '10000000', 1, 1000000000000, 'largest total stake of a ticket'),
    ('ticket_prize_max', 'integer', '50000000', 1, 1000000000000000, 'largest prize that a ticket may win'),
    ('till_exposure_max', 'integer', '200000000', 1, 1000000000000000, 'most that one till may expose on one round'),
    ('round_exposure_max', 'integer', '1000000000', 1, 1000000000000000, 'most that the house may expose on one round'),
    ('exposure_step', 'integer', '5000000', 1, 1000000000000000, 'how much of the round''s cap a till asks for at a time'),
    ('pay_supervisor_from', 'integer', '10000000', 1, 1000000000000000, 'payments from this amount on are a supervisor''s'),
    ('pay_anywhere', 'integer', '1', 0, 1, 'whether a ticket is paid in every shop (1) or only where it was sold (0)'),
    ('cash_unit', 'integer', '1', 1, 100000, 'smallest coin: cash is rounded up to it, for the player'),
    ('ticket_days', 'integer', '90', 1, 3650, 'days in which a prize can be claimed'),
    ('warn_days', 'integer', '7', 1, 365, 'days before the expiry from which a ticket is in the warning report'),
    ('void_limit', 'integer', '50', 0, 100000, 'tickets that a cashier may void in one till session'),
    ('till_tolerance', 'integer', '10000', 0, 1000000000, 'variance that a cashier may close with'),
    ('till_cash_max', 'integer', '20000000', 1, 1000000000000000, 'cash from which a till is told to drop some'),
    ('denominations', 'text', '100000 50000 25000 10000 5000 2500 1000 500 100 50 20 10 5 1', null, null,
     'notes and coins, in minor units, as they are counted at the close'),
    ('proof_hour', 'integer', '4', 0, 23, 'hour of the house''s day from which the nightly proof runs'),
    ('ticket_notice', 'text', '18+ · Jouez avec modération', null, null, 'what is printed at the foot of a ticket'),
    ('rules_url', 'text', '/rules', null, null, 'where players read the rules');
