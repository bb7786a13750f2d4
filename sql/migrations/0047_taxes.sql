-- SPDX-License-Identifier: MIT
-- What is withheld from prizes for the state, by rates that hold from a day on, and what was handed over of it.

-- Asked for, not waited for, as in 0017: whoever waits behind a lock that is waited for waits as well.
set local lock_timeout = '200ms';
do $$
begin
    for v_try in 1 .. 150 loop
        begin
            lock table hippo.payment in access exclusive mode;
            return;
        exception when lock_not_available then
            perform pg_sleep(0.2);
        end;
    end loop;
    raise exception 'another transaction, a backup perhaps, holds a table for more than 30 s: nothing was changed, migrate again later';
end
$$;

alter type hippo.account add value 'tax';

create table hippo.tax_rate (
    tax_rate_id integer generated always as identity constraint tax_rate_pk primary key,
    from_day date not null,
    rate integer not null constraint tax_rate_rate check (rate between 0 and 9999),
    above bigint not null constraint tax_rate_above check (above between 0 and 1000000000000000),
    set_by integer not null constraint tax_rate_setter references hippo.app_user,
    set_at timestamptz not null
);
create index tax_rate_by_day on hippo.tax_rate (from_day, tax_rate_id);
comment on table hippo.tax_rate is
    'What is withheld from prizes, written once: a new rate holds from its first day on, never for a day that has begun. The rate of a prize is that of the day on which its round opened.';
comment on column hippo.tax_rate.rate is 'Hundredths of a percent of the whole prize; less than all of it, for a payment hands out something.';
comment on column hippo.tax_rate.above is 'A ticket''s prize up to this is paid whole, in minor units.';

-- What is there already is no less than what the new rule asks for: it is checked in the next migration, beside the sales.
alter table hippo.payment
    add column withheld bigint not null default 0,
    drop constraint payment_rounding,
    add constraint payment_rounding check (withheld >= 0 and withheld < amount and cash >= amount - withheld) not valid;
comment on column hippo.payment.withheld is 'What of the amount was kept for the state.';
comment on column hippo.payment.cash is
    'What left the till: the amount without what was withheld, a prize rounded up to the smallest coin (setting cash_unit).';

create table hippo.seal_tax (
    day date not null,
    shop_id integer not null,
    tickets bigint not null,
    prizes bigint not null,
    withheld bigint not null,
    handed_over bigint not null,
    constraint seal_tax_pk primary key (day, shop_id)
);
comment on table hippo.seal_tax is 'What each shop withheld from prizes on the day, and what was handed over to the state for it.';
