-- SPDX-License-Identifier: MIT
-- Seals keep what the reports of sellers, safes, markets by round and fairness look back at, too. Days that were sealed without
-- that are sealed again: the house's journal keeps both hashes. Only reports wait, and not for long: no sale is about these tables.
set local lock_timeout = '5s';

drop trigger if exists seal_append_only_all on hippo.seal;
drop trigger if exists seal_chain_append_only_all on hippo.seal_chain;
drop trigger if exists seal_account_append_only_all on hippo.seal_account;
drop trigger if exists seal_till_append_only_all on hippo.seal_till;
truncate hippo.seal, hippo.seal_chain, hippo.seal_account, hippo.seal_till;
drop table hippo.seal_market, hippo.seal_shop cascade; -- with the views of the release before, which are made anew
drop view if exists hippo.market_figures, hippo.market_rounds, hippo.seller_days, hippo.shop_figures cascade;

create table hippo.seal_market (
    day date not null,
    round_id bigint not null,
    market text collate "C" not null,
    lines bigint not null,
    stakes bigint not null,
    prizes bigint not null,
    expected numeric not null,
    constraint seal_market_pk primary key (day, round_id, market)
);
comment on table hippo.seal_market is 'What was staked and won in each market of the day''s settled rounds.';
comment on column hippo.seal_market.expected is 'What its lines would have won on average: the sum of their prizes, each by its chance.';

create table hippo.seal_shop (
    day date not null,
    shop_id integer not null,
    rounds bigint not null,
    stakes bigint not null,
    prizes bigint not null,
    expected numeric not null,
    square numeric not null,
    constraint seal_shop_pk primary key (day, shop_id)
);
comment on table hippo.seal_shop is 'What the day''s settled rounds returned by shop; square as in hippo.shop_figures.';

create table hippo.seal_seller (
    day date not null,
    till_id integer not null,
    user_id integer not null,
    tickets bigint not null,
    winning_tickets bigint not null,
    stakes bigint not null,
    prizes bigint not null,
    constraint seal_seller_pk primary key (day, till_id, user_id)
);
comment on table hippo.seal_seller is 'Tickets of the day''s settled rounds by till and seller.';

create table hippo.seal_safe (
    day date not null,
    shop_id integer not null,
    to_tills bigint not null,
    from_tills bigint not null,
    to_bank bigint not null,
    from_bank bigint not null,
    corrections bigint not null,
    change bigint not null,
    constraint seal_safe_pk primary key (day, shop_id)
);
comment on table hippo.seal_safe is 'How each shop''s safe moved on the day.';
