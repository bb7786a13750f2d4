-- SPDX-License-Identifier: MIT
-- Purpose: writes into a till's row what its sales on the round obey beside the round's own terms: the limits of its shop, of
--          itself and of the cashier there. When a till enters a round, and when a cashier opens it in the middle of one.
--          Where the day's turnover or the till's cash has a limit, or the shop does not sell, the next sale asks.
-- Parameters: p_till_id, its row held
create or replace function hippo.till_limit(p_till_id integer) returns void
language sql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
    update hippo.till_book b
    set stake_max = least(m.stake_max, hippo.limit_own('stake', b.till_id, b.user_id)),
        ticket_stake_max = least(m.ticket_stake_max, hippo.limit_own('ticket', b.till_id, b.user_id)),
        lines_max = case when s.paused_at is null and hippo.shop_opens_at(s.shop_id, hippo.clock()) <= hippo.clock()
                         then m.lines_max else 0 end,
        stakes_max = case when exists (select from hippo.limit_list('turnoverDay', b.till_id, b.user_id))
                            or exists (select from hippo.limit_list('credit', b.till_id, b.user_id)) then b.stakes end
    from hippo.round_terms m, hippo.till t, hippo.shop s
    where b.till_id = p_till_id and m.round_id = b.round_id and t.till_id = b.till_id and s.shop_id = t.shop_id
$$;
