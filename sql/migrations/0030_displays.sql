-- SPDX-License-Identifier: MIT
-- Customers' displays, messages to tills, and what tills are told by the next pulse.

create table hippo.display (
    display_id integer generated always as identity constraint display_pk primary key,
    till_id integer not null constraint display_till references hippo.till,
    token_hash bytea not null constraint display_token_hash unique
        constraint display_token check (octet_length(token_hash) = 32),
    created_at timestamptz not null,
    created_by integer not null constraint display_created_by references hippo.app_user,
    revoked_at timestamptz,
    revoked_by integer constraint display_revoked_by references hippo.app_user,
    constraint display_revoked check ((revoked_at is null) = (revoked_by is null))
);
create index display_by_till on hippo.display (till_id) where revoked_at is null;
comment on table hippo.display is
    'Screens that show customers what a till types. Each has a token: it opens the channel `display:<id>` and nothing else.';
comment on column hippo.display.token_hash is 'The SHA-256 of the token that the display holds.';
comment on column hippo.display.revoked_at is 'Since when its token is worthless; null: in force.';

create table hippo.message (
    message_id integer generated always as identity constraint message_pk primary key,
    shop_id integer constraint message_shop references hippo.shop,
    till_id integer constraint message_till references hippo.till,
    text text not null constraint message_text check (length(text) between 1 and 300),
    created_at timestamptz not null,
    created_by integer not null constraint message_created_by references hippo.app_user,
    ends_at timestamptz not null constraint message_ends check (ends_at > created_at),
    constraint message_to check (shop_id is null or till_id is null)
);
create index message_by_end on hippo.message (ends_at);
comment on table hippo.message is 'What the back office tells the tills: one, those of a shop, or all of them.';
comment on column hippo.message.ends_at is 'Until when it is shown to whoever has not read it.';

create table hippo.message_reading (
    message_id integer constraint message_reading_message references hippo.message,
    user_id integer constraint message_reading_user references hippo.app_user,
    till_id integer not null constraint message_reading_till references hippo.till,
    read_at timestamptz not null,
    constraint message_reading_pk primary key (message_id, user_id)
);
comment on table hippo.message_reading is 'Who said that a message was read, at which till, and when.';

create table hippo.till_news (
    till_news_id bigint generated always as identity constraint till_news_pk primary key,
    till_id integer not null constraint till_news_till references hippo.till,
    event text not null,
    fields json not null
);
comment on table hippo.till_news is
    'Events that wait to be told on the tills'' channels by the next pulse: only the leader publishes there.';
