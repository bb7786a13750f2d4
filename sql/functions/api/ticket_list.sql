-- SPDX-License-Identifier: MIT
-- Purpose: tickets, newest round first, a page at a time, with totals over all pages.
-- Parameters: p_token_hash; filters, each null for all: p_round_id, p_day of the house, p_state, p_till_id; p_before a ticket's number,
--             null for the newest; p_limit 1 to 100
-- Returns: json {items, next, stats}: stats {tickets, stake, prizes, unpaid} over the whole filter, given a round or a day; else null.
--          Whose own till is open counts blind: of the stats the number of tickets only
-- Errors: HP400; HP401
create or replace function api.ticket_list(
    p_token_hash bytea, p_round_id bigint, p_day date, p_state text, p_till_id bigint, p_before text, p_limit integer)
returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash);
    v_after hippo.ticket;
    v_rounds int8range := case when p_round_id is not null then int8range(p_round_id, nullif(p_round_id, 9223372036854775807) + 1)
                               else hippo.day_rounds(p_day) end;
    v_sessions integer[] := hippo.sessions_open_to(v_user, p_till_id);
    v_items json;
    v_last bigint;
    v_count integer;
    v_stats json;
    v_is_blind boolean := exists (select from hippo.till_session s
                                  where s.user_id = v_user.user_id and hippo.session_is_blind_to(v_user, s));
begin
    perform hippo.require(p_limit between 1 and 100, 'limit'),
            hippo.require(p_state is null or p_state = any (enum_range(null::hippo.ticket_state)::text[]), 'state');
    if isempty(v_rounds) then
        v_rounds := int8range(0, 1); -- an empty range has no bounds, and would keep nothing out
    end if;
    if p_before is not null then
        select * into v_after from hippo.ticket where ticket_id = hippo.ticket_id(p_before);
        perform hippo.require(found, 'before');
    end if;
    select coalesce(json_agg(hippo.ticket_full_json(page) order by page.round_id desc, page.ticket_id desc), '[]'),
           (array_agg(page.ticket_id order by page.round_id, page.ticket_id))[1], count(*)
    into v_items, v_last, v_count
    from (
        select t.* from hippo.ticket t
        where t.round_id >= coalesce(lower(v_rounds), 0) and t.round_id < coalesce(upper(v_rounds), 9223372036854775807)
            and (p_state is null or t.state = p_state::hippo.ticket_state)
            and (v_sessions is null or t.till_session_id = any (v_sessions))
            and (p_before is null or (t.round_id, t.ticket_id) < (v_after.round_id, v_after.ticket_id))
        order by t.round_id desc, t.ticket_id desc limit p_limit
    ) page;
    if v_rounds is not null then
        select json_build_object('tickets', count(*), 'stake', case when not v_is_blind then coalesce(sum(t.stake), 0) end,
               'prizes', case when not v_is_blind then coalesce(sum(t.prize), 0) end,
               'unpaid', case when not v_is_blind then coalesce(sum(c.amount), 0) end) into v_stats
        from hippo.ticket t
        left join hippo.claim c on c.ticket_id = t.ticket_id
        where t.round_id >= lower(v_rounds) and t.round_id < upper(v_rounds)
            and (p_state is null or t.state = p_state::hippo.ticket_state)
            and (v_sessions is null or t.till_session_id = any (v_sessions));
    end if;
    return json_build_object('items', v_items, 'next', case when v_count = p_limit then hippo.ticket_number(v_last) end,
                             'stats', v_stats);
end
$$;
