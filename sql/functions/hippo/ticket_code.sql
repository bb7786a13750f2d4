-- SPDX-License-Identifier: MIT
-- Purpose: a ticket's validation code: 40 bits of SHA-256(the till's secret, the ticket) as 8 characters of Crockford's
--          base 32. A character of base 64 carries six bits; two of them stand for each of the 32, so five are left.
--          In SQL, to become part of the expression that calls it.
-- Parameters: p_ticket_id; p_secret of the till that sold it
-- Returns: text
create or replace function hippo.ticket_code(p_ticket_id bigint, p_secret bytea) returns text
language sql immutable parallel safe
as $$
    select upper(translate(left(encode(sha256(p_secret || int8send(p_ticket_id)), 'base64'), 8), 'ILOUilou+/', '0123456789'))
$$;
