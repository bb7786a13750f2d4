-- SPDX-License-Identifier: MIT
-- The gateway sends events without the spaces that PostgreSQL writes between the members of JSON.
set local lock_timeout = '5s';
comment on column hippo.stream_event.data is
    'The event as every client gets it, but for spaces between members, which the gateway leaves out.';
