-- SPDX-License-Identifier: MIT
-- Purpose: the answer that a sale was given, again: from what of a ticket never changes, to the byte.
-- Parameters: p_ticket_id
-- Returns: json
create or replace function hippo.sale_json(p_ticket_id bigint) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select hippo.sale_answer(n.number, hippo.ticket_code(t.ticket_id, hippo.ticket_secret(t.ticket_id, b.till_id, b.secret)),
                                 t.round_id, t.sold_at, t.stake, l.lines, r.commitment, r.card_hash)::json
        from hippo.ticket t
        join hippo.till_session s on s.till_session_id = t.till_session_id
        join hippo.till_book b on b.till_id = s.till_id
        join hippo.round r on r.round_id = t.round_id,
        lateral hippo.ticket_number(t.ticket_id) n (number),
        lateral (
            select string_agg(hippo.sale_answer_line(u.line, p.market, p.selection, p.odds, u.stake, u.prize), ''
                              order by u.line) as lines
            from unnest(t.price_ids, t.stakes, t.prizes) with ordinality as u (price_id, stake, prize, line)
            join hippo.price p on p.price_id = u.price_id) l
        where t.ticket_id = p_ticket_id);
end
$$;
