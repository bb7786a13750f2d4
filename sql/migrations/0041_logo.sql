-- SPDX-License-Identifier: MIT
-- The picture at the head of the house's papers.

create table hippo.logo (
    is_only boolean constraint logo_pk primary key default true constraint logo_is_only check (is_only),
    width integer not null constraint logo_width check (width between 8 and 384 and width % 8 = 0),
    height integer not null constraint logo_height check (height between 8 and 192),
    bits bytea not null,
    constraint logo_bits check (octet_length(bits) = width / 8 * height)
);
comment on table hippo.logo is 'At most one row: what is printed above the house''s name.';
comment on column hippo.logo.bits is 'Row by row from the top, a bit a dot, the left one the highest of its byte; 1 is black.';
