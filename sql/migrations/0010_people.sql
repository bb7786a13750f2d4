-- SPDX-License-Identifier: MIT
-- People and places: shops, their tills, the users who work there, and how they sign in.

create table hippo.shop (
    shop_id integer constraint shop_pk primary key constraint shop_number check (shop_id between 1 and 999),
    name text not null constraint shop_name check (name = btrim(name) and length(name) between 1 and 60),
    header text[] not null default '{}' constraint shop_header check (cardinality(header) <= 4),
    closed_at timestamptz,
    created_at timestamptz not null
);
comment on table hippo.shop is 'A place where tickets are sold. Its number is the first part of its tickets'' numbers.';
comment on column hippo.shop.header is 'Lines at the head of a printed ticket.';
comment on column hippo.shop.closed_at is 'Since when it is out of use; null: in use.';

create table hippo.till (
    till_id integer generated always as identity constraint till_pk primary key,
    shop_id integer not null constraint till_shop references hippo.shop,
    number integer not null constraint till_number check (number between 1 and 99),
    name text not null constraint till_name check (name = btrim(name) and length(name) between 1 and 60),
    closed_at timestamptz,
    created_at timestamptz not null,
    constraint till_number_in_shop unique (shop_id, number)
);
comment on table hippo.till is 'A point of sale.';
comment on column hippo.till.number is 'Within its shop; the second part of its tickets'' numbers.';
comment on column hippo.till.closed_at is 'Since when it is out of use; null: in use. Not to be mixed up with a session''s end.';

create type hippo.role as enum ('cashier', 'supervisor', 'admin', 'auditor');

create table hippo.app_user (
    user_id integer generated always as identity constraint app_user_pk primary key,
    username text not null constraint app_user_username unique
        constraint app_user_username_form check (username ~ '^[a-z0-9][a-z0-9._-]{1,31}$'),
    display_name text not null constraint app_user_display_name
        check (display_name = btrim(display_name) and length(display_name) between 1 and 60),
    role hippo.role not null,
    shop_id integer constraint app_user_shop references hippo.shop,
    password_hash text not null constraint app_user_password check (password_hash like '$argon2id$%'),
    blocked_at timestamptz,
    created_at timestamptz not null,
    constraint app_user_place check ((role in ('cashier', 'supervisor')) = (shop_id is not null))
);
comment on table hippo.app_user is 'Who may sign in. Never deleted: what they did stays theirs.';

create table hippo.sign_in (
    token_hash bytea constraint sign_in_pk primary key constraint sign_in_token check (octet_length(token_hash) = 32),
    user_id integer not null constraint sign_in_user references hippo.app_user,
    address text not null,
    agent text,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index sign_in_by_user on hippo.sign_in (user_id);
comment on table hippo.sign_in is
    'Sessions of users: the SHA-256 of the token that the client holds. Blocking a user, or changing its role, deletes them.';

create table hippo.throttle (
    subject text constraint throttle_pk primary key,
    failures integer not null default 0 constraint throttle_failures check (failures >= 0),
    failed_at timestamptz not null,
    retry_at timestamptz not null,
    trusted_until timestamptz
);
comment on table hippo.throttle is
    'Failed attempts by subject (an address, a user, both, a scanner), and until when the next one has to wait.';
comment on column hippo.throttle.trusted_until is
    'The user signed in from this address before: attacks from elsewhere do not slow this pair down.';

insert into hippo.setting (name, kind, value, minimum, maximum, description) values
    ('session_hours', 'integer', '12', 1, 168, 'how long a user stays signed in');
