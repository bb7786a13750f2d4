-- SPDX-License-Identifier: MIT
-- Purpose: what the tickets of some rounds come to, as far as a user may see them.
-- Parameters: p_user; p_rounds, not all; p_shop_id, p_till_id, p_cashier_id as hippo.ticket_scope; the others as hippo.ticket_fits
-- Returns: json {tickets, stake, prizes, unpaid}; null when so many would have to be looked at that it takes too long: reports add up those.
--          Whose own till is open counts blind: the number of tickets only
create or replace function hippo.ticket_stats(
    p_user hippo.app_user, p_rounds int8range, p_shop_id bigint, p_till_id bigint, p_cashier_id bigint, p_state hippo.ticket_state,
    p_stake_from bigint, p_stake_to bigint, p_prize_from bigint, p_prize_to bigint, p_code text) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
-- As for hippo.ticket_window.
set plan_cache_mode = force_custom_plan
set enable_bitmapscan = off
set enable_seqscan = off
as $$
declare
    c_most constant integer := 10000;
    v_from bigint := lower(p_rounds);
    v_to bigint := upper(p_rounds);
    v_since timestamptz := coalesce((select opened_at from hippo.round where round_id = v_from), '-infinity');
    v_until timestamptz := coalesce((select closes_at from hippo.round where round_id = v_to - 1), 'infinity');
    v_is_whole boolean := p_user.role in ('admin', 'auditor') and num_nonnulls(p_shop_id, p_till_id, p_cashier_id) = 0;
    v_is_blind boolean := exists (select from hippo.till_session s
                                  where s.user_id = p_user.user_id and hippo.session_is_blind_to(p_user, s));
begin
    return (
        with seen as (
            (select t as ticket from hippo.ticket t
             where v_is_whole and t.round_id >= v_from and t.round_id < v_to limit c_most + 1)
          union all
            (select t as ticket
             from hippo.ticket_scope(p_user, p_shop_id, p_till_id, p_cashier_id) k
             join hippo.till_session s on s.till_id = k.till_id
             join hippo.ticket t on t.ticket_id > k.ticket_base + s.opened_seq
                 and t.ticket_id < k.ticket_base + coalesce(s.closed_seq, 1000000000)
             where not v_is_whole and s.user_id = coalesce(k.user_id, s.user_id)
                 and s.opened_at <= v_until and coalesce(s.closed_at, 'infinity') >= v_since
                 and t.round_id >= v_from and t.round_id < v_to limit c_most + 1)
        ), sums as (
            select count(*) as looked_at, count(*) filter (where f.fits) as tickets, sum((n.ticket).stake) filter (where f.fits) as stake,
                   sum((n.ticket).prize) filter (where f.fits) as prizes, sum(c.amount) filter (where f.fits) as unpaid
            from seen n
            cross join lateral (select hippo.ticket_fits(
                n.ticket, p_state, p_stake_from, p_stake_to, p_prize_from, p_prize_to, p_code)) f (fits)
            left join hippo.claim c on c.ticket_id = (n.ticket).ticket_id
        )
        select json_build_object('tickets', s.tickets, 'stake', case when not v_is_blind then coalesce(s.stake, 0) end,
                                 'prizes', case when not v_is_blind then coalesce(s.prizes, 0) end,
                                 'unpaid', case when not v_is_blind then coalesce(s.unpaid, 0) end)
        from sums s where s.looked_at <= c_most);
end
$$;
