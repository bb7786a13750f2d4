-- SPDX-License-Identifier: MIT
-- Purpose: what the stakes of a till on its round may come to, by the day's turnover that is left to its shop, to itself and
--          to its cashier. What is left to a shop is lent to its tills, a part at a time, so that they need not meet at each
--          sale; what they do not use of it is free again in the next round.
-- Parameters: p_till in its round, its row held; p_stake that it wants to sell now
-- Returns: bigint; null: there is no limit. Less than its stakes and p_stake together: that is too much
create or replace function hippo.turnover_allow(p_till hippo.till_book, p_stake bigint) returns bigint
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_shop integer := (select shop_id from hippo.till where till_id = p_till.till_id);
    v_day date := (select hippo.house_day(opened_at) from hippo.round where round_id = p_till.round_id);
    v_own bigint;
    v_limit bigint;
    v_sold bigint;
    v_tills integer;
begin
    -- Only this till sells for itself and for its cashier: what is left to these two is all its own.
    select min(l.amount - (select coalesce(sum(t.stakes), 0) from hippo.turnover t
                           where t.day = v_day and case l.scope when 'till' then t.till_id = p_till.till_id
                                                                else t.user_id = p_till.user_id end))
               filter (where l.scope in ('till', 'user')) + p_till.stakes_booked,
           min(l.amount) filter (where l.scope in ('house', 'shop'))
    into v_own, v_limit
    from hippo.limit_list('turnoverDay', p_till.till_id, p_till.user_id) l;
    if v_limit is null then
        return v_own;
    end if;
    perform hippo.limit_lock(p_till.till_id);
    -- What the shop's tills have sold on this day, and what the others may sell on this round without asking.
    select coalesce(sum(t.stakes), 0) into v_sold
    from hippo.turnover t join hippo.till s on s.till_id = t.till_id where t.day = v_day and s.shop_id = v_shop;
    select v_sold + coalesce(sum(
               case when b.till_id <> p_till.till_id and b.round_id = p_till.round_id and b.user_id is not null
                    then greatest(b.stakes, b.stakes_max) else b.stakes end - b.stakes_booked), 0),
           count(b.user_id)
    into v_sold, v_tills
    from hippo.till s join hippo.till_book b on b.till_id = s.till_id join hippo.round r on r.round_id = b.round_id
    where s.shop_id = v_shop and hippo.house_day(r.opened_at) = v_day;
    v_limit := v_limit - v_sold; -- what is left
    return least(v_own, p_till.stakes + least(v_limit, greatest(p_stake, v_limit / (2 * greatest(v_tills, 1)))));
end
$$;
