-- SPDX-License-Identifier: MIT
-- Purpose: a ticket's number as it is printed: SS-TTNNNN-C, shop, till in the shop, number in the till's journal (more
--          digits when it outgrows four). No two tills share a counter, so a sale waits for no other till.
--          The check character is ISO 7064 MOD 11-2, X for 10: it finds every single wrong digit and every exchange of
--          two neighbours with one character; MOD 97-10 takes two for that, and MOD 11,10 misses some exchanges.
-- Parameters: p_ticket_id
-- Returns: text; null for none
create or replace function hippo.ticket_number(p_ticket_id bigint) returns text
language plpgsql immutable strict parallel safe
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_till bigint := p_ticket_id / 1000000000;   -- shop and till
    v_serial bigint := p_ticket_id % 1000000000;
    v_digits text;
    v_check integer := 0;
begin
    -- Two digits at least for the shop, two for the till, four at least for the serial: 10000 keeps the leading zeros.
    v_digits := concat(case when v_till < 10000 then substr((10000 + v_till)::text, 2) else v_till::text end,
                       case when v_serial < 10000 then substr((10000 + v_serial)::text, 2) else v_serial::text end);
    for i in 1 .. length(v_digits) loop
        v_check := (v_check + substr(v_digits, i, 1)::integer) * 2 % 11;
    end loop;
    return overlay(v_digits placing '-' from case when v_till < 10000 then 3 else 4 end for 0)
        || '-' || substr('10X98765432', v_check + 1, 1);
end
$$;
