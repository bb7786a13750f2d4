-- SPDX-License-Identifier: MIT
-- Purpose: tickets, newest round first, a page at a time, with totals over all pages. However many tickets there are, a page looks
--          at some thousand of them: of what is rare it may be short, or empty, and go on.
-- Parameters: p_token_hash; filters, each null for all: p_round_id, p_day of the house, p_state, p_till_id; p_before a ticket's number,
--             null for the newest; p_limit 1 to 100; more filters: p_shop_id, p_cashier_id who sold it, p_stake_from, p_stake_to,
--             p_prize_from, p_prize_to of what it won, p_code its validation code, for admin and auditor
-- Returns: json {items, next, stats}: next is null on the last page alone; stats {tickets, stake, prizes, unpaid} over the whole filter,
--          given a round or a day that has not more tickets than can be added up at once; else null. Whose own till is open counts blind:
--          of the stats the number of tickets only
-- Errors: HP400; HP401; HP403 p_code
create or replace function api.ticket_list(
    p_token_hash bytea, p_round_id bigint, p_day date, p_state text, p_till_id bigint, p_before text, p_limit integer,
    p_shop_id bigint default null, p_cashier_id bigint default null, p_stake_from bigint default null, p_stake_to bigint default null,
    p_prize_from bigint default null, p_prize_to bigint default null, p_code text default null)
returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    c_window constant integer := 10000;
    v_user hippo.app_user := hippo.caller(p_token_hash);
    v_before hippo.ticket;
    v_rounds int8range := case when p_round_id is not null then int8range(p_round_id, nullif(p_round_id, 9223372036854775807) + 1)
                               else hippo.day_rounds(p_day) end;
    v_state hippo.ticket_state;
    v_code text := replace(hippo.typed_plain(p_code), '-', '');
    v_is_filtered boolean := num_nonnulls(p_state, p_stake_from, p_stake_to, p_prize_from, p_prize_to, p_code) > 0;
    v_page record;
    v_stats json;
begin
    perform hippo.require(p_limit between 1 and 100, 'limit'),
            hippo.require(p_state is null or p_state = any (enum_range(null::hippo.ticket_state)::text[]), 'state');
    if p_code is not null and v_user.role not in ('admin', 'auditor') then
        perform hippo.refuse(403, 'forbidden', 'a ticket''s code is not for looking it up');
    end if;
    v_state := p_state::hippo.ticket_state;
    if isempty(v_rounds) then
        v_rounds := int8range(0, 1); -- an empty range has no bounds, and would keep nothing out
    end if;
    if p_before is not null then
        select * into v_before from hippo.ticket where ticket_id = hippo.ticket_id(p_before);
        perform hippo.require(found, 'before');
    end if;
    with seen as materialized (
        select * from hippo.ticket_window(
            v_user, v_rounds, p_shop_id, p_till_id, p_cashier_id, v_state, p_stake_from, p_stake_to, p_prize_from, p_prize_to, v_code,
            v_before, p_limit, case when v_is_filtered then c_window else p_limit end)
    ), page as (
        select ticket_id, round_id from seen where fits order by round_id desc, ticket_id desc limit p_limit
    )
    select coalesce((select json_agg(hippo.ticket_full_json(t) order by t.round_id desc, t.ticket_id desc)
                     from page p join hippo.ticket t on t.ticket_id = p.ticket_id), '[]') as items,
           case when (select count(*) from page) = p_limit then (select ticket_id from page order by round_id, ticket_id limit 1)
                else (select ticket_id from seen where is_last) end as next
    into v_page;
    if v_rounds is not null then
        v_stats := hippo.ticket_stats(v_user, v_rounds, p_shop_id, p_till_id, p_cashier_id, v_state, p_stake_from, p_stake_to,
                                      p_prize_from, p_prize_to, v_code);
    end if;
    return json_build_object('items', v_page.items, 'next', hippo.ticket_number(v_page.next), 'stats', v_stats);
end
$$;
