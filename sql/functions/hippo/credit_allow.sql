-- SPDX-License-Identifier: MIT
-- Purpose: what the stakes of a till on its round may come to, by the credit that its shop, it and its cashier have: the cash
--          in it is what it owes the house. A payment or a drop makes room; cash that comes in other than by a sale makes the
--          next sale ask again (hippo.sales_ask).
-- Parameters: p_till in its round, its row held
-- Returns: bigint; null: there is no limit
create or replace function hippo.credit_allow(p_till hippo.till_book) returns bigint
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_limit bigint := (select min(amount) from hippo.limit_list('credit', p_till.till_id, p_till.user_id));
begin
    if v_limit is null then
        return null; -- the cash is not even looked at: that takes reading the session's journal
    end if;
    return p_till.stakes + v_limit - hippo.till_cash(p_till.till_session_id);
end
$$;
