-- SPDX-License-Identifier: MIT
-- What a setting does from when, and who changed it last; a limit of the cash that a till may owe.
--
-- Whoever waits behind a lock that is waited for waits as well: so it is asked for, not waited for.
set local lock_timeout = '200ms';
do $$
begin
    for v_try in 1 .. 150 loop
        begin
            lock table hippo.setting in access exclusive mode;
            return;
        exception when lock_not_available then
            perform pg_sleep(0.2);
        end;
    end loop;
    raise exception 'another transaction, a backup perhaps, holds a table for more than 30 s: nothing was changed, migrate again later';
end
$$;

alter table hippo.setting
    add column applies text not null default 'now' constraint setting_applies check (applies in ('now', 'round')),
    add column updated_by integer constraint setting_updated_by references hippo.app_user;
comment on column hippo.setting.applies is 'From when a change holds: now, or from the next round that opens.';
comment on column hippo.setting.updated_by is 'Who changed it last; null: as the house came, or as its first start found it.';

insert into hippo.setting (name, kind, value, minimum, maximum, description) values
    ('till_credit_max', 'integer', '1000000000000000', 1, 1000000000000000,
     'most cash that a till may hold and still sell: what it owes the house; its largest value: no limit');
update hippo.setting set applies = 'round'
where name like 'market\_%'
    or name in ('betting_ms', 'lock_ms', 'film_ms', 'finish_ms', 'stake_min', 'stake_max', 'stake_step', 'lines_max',
                'ticket_stake_max', 'ticket_prize_max', 'till_exposure_max', 'round_exposure_max', 'exposure_step',
                'ticket_days', 'cash_unit', 'turnover_day_max', 'till_credit_max');

insert into hippo.limit_kind (kind, rank, setting) values ('credit', 8, 'till_credit_max');
comment on column hippo.till_book.stakes_max is
    'What the stakes on the round may come to before a sale asks what the day and the till''s credit allow; null: no limit.';
