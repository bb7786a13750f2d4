-- SPDX-License-Identifier: MIT
-- Purpose: everything that stands on a printed ticket, or on the slip of its payment.
-- Parameters: p_ticket a row; p_copy 0 for the original, else the number of the duplicate, null for a slip, which has no code;
--             p_shop_id whose header it has, null for the shop that sold it
-- Returns: json, see the keys
create or replace function hippo.ticket_print_json(p_ticket hippo.ticket, p_copy integer, p_shop_id integer default null)
returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select hippo.json_join(hippo.ticket_full_json(p_ticket), hippo.json_join(json_build_object(
            'house', hippo.setting_text('house_name'), 'header', h.header,
            'currency', hippo.setting_text('currency'), 'currencyDigits', hippo.setting_integer('currency_digits'),
            'timeZone', z.zone, 'soldAtLocal', to_char(p_ticket.sold_at at time zone z.zone, 'YYYY-MM-DD HH24:MI:SS'),
            'utcOffset', hippo.utc_offset(p_ticket.sold_at, z.zone),
            'raceTimeLocal', to_char(r.race_starts_at at time zone z.zone, 'YYYY-MM-DD HH24:MI:SS'),
            'raceTime', hippo.rfc3339(r.race_starts_at), 'beacon', null,
            'closedAtLocal', to_char(p_ticket.closed_at at time zone z.zone, 'YYYY-MM-DD HH24:MI:SS'),
            'paidAtLocal', (
                select to_char(p.paid_at at time zone z.zone, 'YYYY-MM-DD HH24:MI:SS')
                from hippo.payment p where p.ticket_id = p_ticket.ticket_id),
            'result', case when r.phase = 'settled' then (
                select json_build_object('order', r.runner_order, 'winner', json_build_object('number', rr.number, 'name', rr.name))
                from hippo.round_runner rr where rr.round_id = r.round_id and rr.number = r.runner_order[1]) end,
            'validDays', (select ticket_days from hippo.round_terms where round_id = r.round_id), 'rulesUrl', hippo.setting_text('rules_url'),
            'notice', hippo.setting_text('ticket_notice'),
            'names', (
                select json_agg(json_build_object('line', u.line, 'marketName', m.name, 'runners', (
                    select coalesce(json_agg(json_build_object('number', rr.number, 'name', rr.name) order by k.place), '[]')
                    from string_to_table(p.selection, '-') with ordinality as k (number, place)
                    join hippo.round_runner rr on rr.round_id = p_ticket.round_id and rr.number::text = k.number)) order by u.line)
                from unnest(p_ticket.price_ids) with ordinality as u (price_id, line)
                join hippo.price p on p.price_id = u.price_id join hippo.market m on m.market = p.market)),
            case when p_copy is null then '{}' else json_build_object('copy', p_copy, 'code', c.code) end))
        from hippo.round r, hippo.till_session s
        join hippo.till_book b on b.till_id = s.till_id
        join hippo.till t on t.till_id = s.till_id
        join hippo.shop h on h.shop_id = coalesce(p_shop_id, t.shop_id),
        lateral (select hippo.ticket_code(p_ticket.ticket_id, hippo.ticket_secret(p_ticket.ticket_id, b.till_id, b.secret))) c (code),
        lateral (select hippo.setting_text('time_zone')) z (zone)
        where r.round_id = p_ticket.round_id and s.till_session_id = p_ticket.till_session_id);
end
$$;
