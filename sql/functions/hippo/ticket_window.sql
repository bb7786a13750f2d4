-- SPDX-License-Identifier: MIT
-- Purpose: the newest tickets that a list may have to look at, whatever it looks for: so many at most, however long the history. A whole
--          house's are read by their rounds; those of some tills each from its own end, session by session, as their numbers follow one
--          another there, and are merged.
-- Parameters: p_user who may see them; p_rounds of these only, null for all; p_shop_id, p_till_id, p_cashier_id as hippo.ticket_scope;
--             p_before only older ones than this, none for the newest; p_limit how many somebody wants, p_size how many may be looked at
-- Returns: the tickets, newest round first; is_last on the last of them when there may be more behind it
create or replace function hippo.ticket_window(
    p_user hippo.app_user, p_rounds int8range, p_shop_id bigint, p_till_id bigint, p_cashier_id bigint, p_before hippo.ticket,
    p_limit integer, p_size integer) returns table (ticket hippo.ticket, is_last boolean)
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
-- The plan depends on which filters there are; and how many tickets a session has the planner cannot know: it would fetch and sort all.
set plan_cache_mode = force_custom_plan
set enable_bitmapscan = off
set enable_seqscan = off
as $$
declare
    v_from bigint := coalesce(lower(p_rounds), 0);
    v_to bigint := least(coalesce(upper(p_rounds), 9223372036854775807), coalesce(p_before.round_id, 9223372036854775806) + 1);
    v_ticket bigint := coalesce(p_before.ticket_id, 9223372036854775807);
    v_before bigint := coalesce(p_before.round_id, 9223372036854775807);
    -- Sessions outside these times sold none of them.
    v_since timestamptz := coalesce((select opened_at from hippo.round where round_id = lower(p_rounds)), '-infinity');
    v_until timestamptz := least((select closes_at from hippo.round where round_id = upper(p_rounds) - 1), p_before.sold_at, 'infinity');
    v_size integer;
begin
    if p_user.role in ('admin', 'auditor') and num_nonnulls(p_shop_id, p_till_id, p_cashier_id) = 0 then
        return query
            select t, row_number() over (order by t.round_id desc, t.ticket_id desc) = p_size
            from hippo.ticket t
            where t.round_id >= v_from and t.round_id < v_to and (t.round_id, t.ticket_id) < (v_before, v_ticket)
            order by t.round_id desc, t.ticket_id desc limit p_size;
        return;
    end if;
    select greatest(p_limit, p_size / greatest(count(*), 1)) into v_size
    from hippo.ticket_scope(p_user, p_shop_id, p_till_id, p_cashier_id);
    return query
        with found as (
            select t.ticket, t.round_id, t.ticket_id,
                   row_number() over (partition by k.till_id order by t.round_id desc, t.ticket_id desc) = v_size as is_full
            from hippo.ticket_scope(p_user, p_shop_id, p_till_id, p_cashier_id) k, lateral (
                select t.* from hippo.till_session s, lateral (
                    select i as ticket, i.round_id, i.ticket_id from hippo.ticket i
                    where i.ticket_id > k.ticket_base + s.opened_seq
                        and i.ticket_id < k.ticket_base + coalesce(s.closed_seq, 1000000000)
                        and i.round_id >= v_from and i.round_id < v_to and (i.round_id, i.ticket_id) < (v_before, v_ticket)
                    order by i.ticket_id desc limit v_size) t
                where s.till_id = k.till_id and s.user_id = coalesce(k.user_id, s.user_id)
                    and s.opened_at <= v_until and coalesce(s.closed_at, 'infinity') >= v_since
                order by s.till_session_id desc, t.ticket_id desc limit v_size) t
        ), merged as (
            -- What a till has behind its last one may be newer than what others still show.
            select f.*, count(*) filter (where f.is_full) over (
                       order by f.round_id desc, f.ticket_id desc rows between unbounded preceding and 1 preceding) as ends
            from found f
        )
        select m.ticket, m.is_full from merged m where m.ends = 0
        order by m.round_id desc, m.ticket_id desc;
end
$$;
