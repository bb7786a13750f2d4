-- SPDX-License-Identifier: MIT
-- Exposure is lent where it is used; limits of a shop, a till and a user beside the house's; shops pause and have hours.
--
-- Whoever waits behind a lock that is waited for waits as well: so it is asked for, not waited for. All columns are null or
-- constant at first: no table is rewritten.
set local lock_timeout = '200ms';
do $$
begin
    for v_try in 1 .. 150 loop
        begin
            lock table hippo.round_terms, hippo.till_book, hippo.shop in access exclusive mode;
            return;
        exception when lock_not_available then
            perform pg_sleep(0.2);
        end;
    end loop;
    raise exception 'another transaction, a backup perhaps, holds a table for more than 30 s: nothing was changed, migrate again later';
end
$$;

-- Exposure ---------------------------------------------------------------------------------------------------------

alter table hippo.round_terms add column tills integer[], alter column till_top drop not null;
comment on column hippo.round_terms.slice is
    'What each till that was open when the round opened may expose without asking: an equal share of a tenth of the cap.';
comment on column hippo.round_terms.tills is
    'The tills that were open when the round opened: a slice waits for each. Null in rounds of older releases.';
comment on column hippo.round_terms.till_top is
    'Of rounds that older releases opened: tills up to this number had an equal share of half the cap. Null since then.';
comment on column hippo.round_lent.lent is
    'The slices of the tills in the round, and those that wait for tills that have not sold yet. The rest of the cap is free.';
update hippo.setting set description = 'most of the round''s cap that a till asks for at a time, beyond what it needs'
where name = 'exposure_step';

-- Limits -----------------------------------------------------------------------------------------------------------

insert into hippo.setting (name, kind, value, minimum, maximum, description) values
    ('turnover_day_max', 'integer', '1000000000000000', 1, 1000000000000000,
     'most that a shop sells in a day; its largest value: no limit'),
    ('payout_max', 'integer', '1000000000000000', 1, 1000000000000000,
     'largest payment of a ticket; its largest value: no limit'),
    ('payout_day_max', 'integer', '1000000000000000', 1, 1000000000000000,
     'most that a shop pays for tickets in a day; its largest value: no limit'),
    ('cash_out_max', 'integer', '1000000000000000', 1, 1000000000000000,
     'largest cash-out or withdrawal; its largest value: no limit'),
    ('cash_out_day_max', 'integer', '1000000000000000', 1, 1000000000000000,
     'most that leaves a shop by cash-outs and withdrawals in a day; its largest value: no limit');

create table hippo.limit_kind (
    kind text collate "C" constraint limit_kind_pk primary key,
    rank integer not null constraint limit_kind_rank unique,
    setting text collate "C" not null constraint limit_kind_setting references hippo.setting (name)
);
comment on table hippo.limit_kind is 'What can be limited for a shop, a till and a user, and the house''s own limit of it.';
insert into hippo.limit_kind (kind, rank, setting) values
    ('stake', 1, 'stake_max'),
    ('ticket', 2, 'ticket_stake_max'),
    ('turnoverDay', 3, 'turnover_day_max'),
    ('payout', 4, 'payout_max'),
    ('payoutDay', 5, 'payout_day_max'),
    ('cashOut', 6, 'cash_out_max'),
    ('cashOutDay', 7, 'cash_out_day_max');

create table hippo.money_limit (
    scope text collate "C" not null constraint money_limit_scope check (scope in ('shop', 'till', 'user')),
    id integer not null,
    kind text collate "C" not null constraint money_limit_kind references hippo.limit_kind,
    amount hippo.amount not null,
    constraint money_limit_pk primary key (scope, id, kind)
);
comment on table hippo.money_limit is
    'Limits of one shop, till or user (id), in minor units. Of these and the house''s the narrowest holds.';

create table hippo.turnover (
    day date not null,
    till_id integer not null constraint turnover_till references hippo.till,
    user_id integer not null constraint turnover_user references hippo.app_user,
    stakes bigint not null,
    constraint turnover_pk primary key (day, till_id, user_id)
);
create index turnover_by_user on hippo.turnover (day, user_id);
comment on table hippo.turnover is
    'What a user sold at a till on a day, less what was voided: of the rounds that the till has left, and of closed sessions.';
comment on column hippo.turnover.day is 'The day of the house on which the rounds opened.';

alter table hippo.till_book
    add column stakes_max bigint,
    add column stakes_booked bigint not null default 0;
comment on column hippo.till_book.stakes_max is
    'What the stakes on the round may come to before a sale asks what is left of the day''s turnover; null: no limit.';
comment on column hippo.till_book.stakes_booked is 'So much of the stakes on the round is in hippo.turnover already.';
comment on column hippo.till_book.lines_max is
    'Lines of a ticket; 0 when the shop did not sell as the till entered the round, or was paused since: a sale then asks.';

drop function if exists api.shop_update(bytea, text, bytea, bigint, text, text[], boolean);
drop function if exists api.till_update(bytea, text, bytea, bigint, text, boolean);
drop function if exists api.user_update(bytea, text, bytea, bigint, text, text, bigint, boolean, text);

-- Hours ------------------------------------------------------------------------------------------------------------

alter table hippo.shop
    add column paused_at timestamptz,
    add column pause_reason text,
    add constraint shop_pause check ((paused_at is null) = (pause_reason is null)) not valid;
comment on column hippo.shop.paused_at is 'Since when it sells nothing; null when it sells. It pays all the time.';

create table hippo.shop_hours (
    shop_id integer not null constraint shop_hours_shop references hippo.shop,
    weekday integer not null constraint shop_hours_weekday check (weekday between 1 and 7),
    opens time not null,
    closes time not null,
    constraint shop_hours_pk primary key (shop_id, weekday, opens)
);
comment on table hippo.shop_hours is
    'When a shop sells, in the house''s time zone. A shop without a row here sells at any time.';
comment on column hippo.shop_hours.weekday is 'On which it opens: 1 is Monday.';
comment on column hippo.shop_hours.closes is 'On the next day when it is not after `opens`.';
