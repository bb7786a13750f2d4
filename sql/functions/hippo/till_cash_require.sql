-- SPDX-License-Identifier: MIT
-- Purpose: cash can only leave a till that has it.
-- Parameters: p_till_session_id; p_amount that is to leave
-- Errors: HP409 till_cash; how much there is it does not say, for the count is blind
create or replace function hippo.till_cash_require(p_till_session_id integer, p_amount bigint) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if p_amount > hippo.till_cash(p_till_session_id) then
        perform hippo.refuse(409, 'till_cash', 'there is not so much cash in the till',
                             jsonb_build_object('amount', p_amount));
    end if;
end
$$;
