-- SPDX-License-Identifier: MIT
-- What agents and supervisors get of what their tills sell.

create table hippo.commission_rate (
    commission_rate_id integer generated always as identity constraint commission_rate_pk primary key,
    kind text collate "C" not null constraint commission_rate_kind check (kind in ('agent', 'supervisor')),
    shop_id integer constraint commission_rate_shop references hippo.shop,
    user_id integer constraint commission_rate_user references hippo.app_user,
    from_day date not null,
    rate integer constraint commission_rate_rate check (rate between 0 and 10000),
    basis text collate "C" not null constraint commission_rate_basis check (basis in ('sales', 'net')),
    set_by integer not null constraint commission_rate_setter references hippo.app_user,
    set_at timestamptz not null,
    constraint commission_rate_whose check (num_nonnulls(shop_id, user_id) <= 1 and (kind = 'agent' or user_id is null))
);
create index commission_rate_by_whose on hippo.commission_rate (kind, user_id, shop_id, from_day);
comment on table hippo.commission_rate is
    'Rates of commissions, written once: a new one holds from its first day on, never for a day that has begun. The rate of a sale is that of the day on which its round opened.';
comment on column hippo.commission_rate.kind is
    'agent: whoever sells, by the own rate (user_id), or else the shop''s (shop_id), or else the house''s (neither). supervisor: the shop''s, or else the house''s.';
comment on column hippo.commission_rate.rate is 'Hundredths of a percent; null: none any more, the next wider one counts again.';
comment on column hippo.commission_rate.basis is
    'sales: of the stakes. net: of stakes less prizes of the day at the till, and nothing when prizes are more.';

-- Their new forms take a shop, which they do without when it is not given: the api of the release before goes on.
drop function if exists api.report(bytea, text, date, date, integer);
drop function if exists api.report_lines(bytea, text, date, date);
drop function if exists hippo.report_rows(text, date, date, integer, integer);
drop function if exists hippo.runner_rows(date, date);
