-- SPDX-License-Identifier: MIT
-- Purpose: looks through the newest tickets for those that somebody looks for: through so many at most, however long the history. A whole
--          house's are read by their rounds; those of some tills each from its own end, session by session, as their numbers follow one
--          another there, and are merged.
-- Parameters: p_user who may see them; p_rounds of these only, null for all; p_shop_id, p_till_id, p_cashier_id as hippo.ticket_scope;
--             p_state, p_stake_from, p_stake_to, p_prize_from, p_prize_to, p_code as hippo.ticket_fits; p_before only older ones than this,
--             none for the newest; p_limit how many somebody wants, p_size how many may be looked at
-- Returns: a row for each ticket that fits, and for the last one that was looked at when there may be more behind it: is_last
create or replace function hippo.ticket_window(
    p_user hippo.app_user, p_rounds int8range, p_shop_id bigint, p_till_id bigint, p_cashier_id bigint, p_state hippo.ticket_state,
    p_stake_from bigint, p_stake_to bigint, p_prize_from bigint, p_prize_to bigint, p_code text, p_before hippo.ticket,
    p_limit integer, p_size integer) returns table (ticket_id bigint, round_id bigint, fits boolean, is_last boolean)
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
-- The plan depends on which filters there are; and how many tickets a session has the planner cannot know: it would fetch and sort all.
set plan_cache_mode = force_custom_plan
set enable_bitmapscan = off
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
    v_from bigint := coalesce(lower(p_rounds), 0);
    v_to bigint := least(coalesce(upper(p_rounds), 9223372036854775807), coalesce(p_before.round_id, 9223372036854775806) + 1);
    v_ticket bigint := coalesce(p_before.ticket_id, 9223372036854775807);
    v_before bigint := coalesce(p_before.round_id, 9223372036854775807);
    -- Sessions outside these times sold none of them.
    v_since timestamptz := coalesce((select opened_at from hippo.round r where r.round_id = lower(p_rounds)), '-infinity');
    v_until timestamptz := least((select closes_at from hippo.round r where r.round_id = upper(p_rounds) - 1), p_before.sold_at, 'infinity');
    v_size integer;
begin
    if p_user.role in ('admin', 'auditor') and num_nonnulls(p_shop_id, p_till_id, p_cashier_id) = 0 then
        return query
            select s.* from (
                select i.ticket_id, i.round_id,
                       hippo.ticket_fits(i, p_state, p_stake_from, p_stake_to, p_prize_from, p_prize_to, p_code) as fits,
                       row_number() over (order by i.round_id desc, i.ticket_id desc) = p_size as is_last
                from hippo.ticket i
                where i.round_id >= v_from and i.round_id < v_to and (i.round_id, i.ticket_id) < (v_before, v_ticket)
                order by i.round_id desc, i.ticket_id desc limit p_size) s
            where s.fits or s.is_last;
        return;
    end if;
    select greatest(p_limit, p_size / greatest(count(*), 1)) into v_size
    from hippo.ticket_scope(p_user, p_shop_id, p_till_id, p_cashier_id);
    return query
        with found as (
            -- The last one of each till says how far back it was looked at; of what is before that, only what fits is wanted.
            select f.ticket_id, f.round_id, f.fits, f.nth = v_size as is_last
            from hippo.ticket_scope(p_user, p_shop_id, p_till_id, p_cashier_id) k, lateral (
                select t.*, row_number() over (order by t.till_session_id desc, t.ticket_id desc) as nth
                from (
                    select i.* from hippo.till_session s, lateral (
                        select i.ticket_id, i.round_id, i.till_session_id,
                               hippo.ticket_fits(i, p_state, p_stake_from, p_stake_to, p_prize_from, p_prize_to, p_code) as fits
                        from hippo.ticket i
                        where i.ticket_id > k.ticket_base + s.opened_seq
                            and i.ticket_id < k.ticket_base + coalesce(s.closed_seq, 1000000000)
                            and i.round_id >= v_from and i.round_id < v_to and (i.round_id, i.ticket_id) < (v_before, v_ticket)
                        order by i.ticket_id desc limit v_size) i
                    where s.till_id = k.till_id and s.user_id = coalesce(k.user_id, s.user_id)
                        and s.opened_at <= v_until and coalesce(s.closed_at, 'infinity') >= v_since
                    order by s.till_session_id desc, i.ticket_id desc limit v_size) t) f
            where f.fits or f.nth = v_size
        ), bound as (
            -- What a till has behind its last one may be newer than what others still show.
            select f.round_id, f.ticket_id from found f where f.is_last order by f.round_id desc, f.ticket_id desc limit 1
        )
        select f.ticket_id, f.round_id, f.fits, f.is_last and f.ticket_id = b.ticket_id
        from found f left join bound b on true
        where b.ticket_id is null or (f.round_id, f.ticket_id) >= (b.round_id, b.ticket_id);
end
$$;
