-- SPDX-License-Identifier: MIT
-- Signed exports of a period: who asked for which, its file until it is forgotten, and the public keys that files are signed with.

create table hippo.signing_key (
    public_key bytea constraint signing_key_pk primary key constraint signing_key_length check (octet_length(public_key) = 32),
    key_fingerprint bytea not null,
    published_at timestamptz not null
);
comment on table hippo.signing_key is
    'Ed25519 keys that exports are or were signed with. Each follows from a scheduler''s key and changes with it; none is ever taken back.';
comment on column hippo.signing_key.key_fingerprint is 'Of the scheduler''s key that it follows from, as in hippo.session.';

create table hippo.export (
    export_id integer generated always as identity constraint export_pk primary key,
    from_day date not null,
    to_day date not null constraint export_days check (to_day >= from_day),
    user_id integer not null constraint export_user references hippo.app_user,
    asked_at timestamptz not null,
    tries integer not null default 0,
    public_key bytea constraint export_key references hippo.signing_key,
    parts integer,
    lines bigint,
    rounds bigint,
    tickets bigint,
    entries bigint,
    bytes bigint,
    hash bytea constraint export_hash check (octet_length(hash) = 32),
    signature bytea constraint export_signature check (octet_length(signature) = 64),
    signed_at timestamptz,
    forgotten_at timestamptz,
    constraint export_signed check (
        (signed_at is null) = (hash is null) and (signed_at is null) = (signature is null)
        and (signed_at is null or num_nulls(public_key, parts, lines, rounds, tickets, entries, bytes) = 0))
);
comment on table hippo.export is
    'Signed exports. What a file''s last line says stays here when the file itself is forgotten: whoever kept it can compare.';
comment on column hippo.export.tries is 'How often a scheduler has begun with it.';
comment on column hippo.export.public_key is 'With which it is signed; it stands in the file''s first line.';
comment on column hippo.export.lines is 'Without the last one, which has the signature; parts and bytes are of the whole file.';
comment on column hippo.export.hash is 'SHA-256 of all bytes of the file before its last line.';
comment on column hippo.export.signature is 'Ed25519 of `hippo/export` and the hash.';

create table hippo.export_part (
    export_id integer not null constraint export_part_export references hippo.export,
    part integer not null constraint export_part_number check (part >= 1),
    text text not null,
    constraint export_part_pk primary key (export_id, part)
);
comment on table hippo.export_part is 'The files of exports, some hundred lines a part, so that nobody has to hold a whole file.';
