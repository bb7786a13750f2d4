-- SPDX-License-Identifier: MIT
-- Purpose: what a ticket keeps of its validation code. STABLE, as convert_to is: else it would not become part of the
--          statement that calls it.
-- Parameters: p_number of the ticket; p_code as it is printed
-- Returns: bytea, 32 bytes
create or replace function hippo.ticket_code_hash(p_number text, p_code text) returns bytea
language sql stable parallel safe
as $$
    select sha256(convert_to(p_number || p_code, 'UTF8'))
$$;
