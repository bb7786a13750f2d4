-- SPDX-License-Identifier: MIT
-- Purpose: what has left a shop, a till or a user's hands on this day of the house.
-- Parameters: p_kind payout (prizes and refunds) or cashOut (cash-outs and withdrawals); p_scope house and shop: the till's
--             shop, till: the till, user: the user at any till of the shop; p_till_id; p_user_id
-- Returns: bigint, minor units
create or replace function hippo.cash_spent(p_kind text, p_scope text, p_till_id integer, p_user_id integer)
returns bigint
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_day timestamptz := hippo.day_start();
    v_shop integer := (select shop_id from hippo.till where till_id = p_till_id);
begin
    if p_kind = 'payout' then
        return (
            select coalesce(sum(p.cash), 0)
            from hippo.till t
            join hippo.till_session s on s.till_id = t.till_id and coalesce(s.closed_at, v_day) >= v_day
            join hippo.payment p on p.till_session_id = s.till_session_id and p.paid_at >= v_day
            where t.shop_id = v_shop and (p_scope <> 'till' or t.till_id = p_till_id)
                and (p_scope <> 'user' or p.user_id = p_user_id));
    end if;
    return (
        select coalesce(sum(j.amount), 0)
        from hippo.till t
        join hippo.till_session s on s.till_id = t.till_id and coalesce(s.closed_at, v_day) >= v_day
        join hippo.journal j on j.scope = s.till_id and j.seq >= s.opened_seq and j.seq <= coalesce(s.closed_seq, j.seq)
        where t.shop_id = v_shop and j.at >= v_day and j.action in ('cash_out', 'withdrawal')
            and (p_scope <> 'till' or t.till_id = p_till_id) and (p_scope <> 'user' or j.user_id = p_user_id));
end
$$;
