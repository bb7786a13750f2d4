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
        select concat('{"number":"', n.number, '","code":"', hippo.ticket_code(t.ticket_id, b.secret), '","roundId":', t.round_id,
                      ',"state":"sold","soldAt":"', hippo.rfc3339(t.sold_at), '","stake":', t.stake, ',"lines":[', l.lines,
                      '],"commitment":"', encode(r.commitment, 'hex'), '","cardHash":"', encode(r.card_hash, 'hex'), '"}')::json
        from hippo.ticket t
        join hippo.till_session s on s.till_session_id = t.till_session_id
        join hippo.till_book b on b.till_id = s.till_id
        join hippo.round r on r.round_id = t.round_id,
        lateral hippo.ticket_number(t.ticket_id) n (number),
        lateral (
            select string_agg(concat('{"line":', u.line, ',"market":"', p.market, '","selection":"', p.selection, '","odds":',
                                     p.odds, ',"stake":', u.stake, ',"prize":', u.prize, '}'), ',' order by u.line) as lines
            from unnest(t.price_ids, t.stakes, t.prizes) with ordinality as u (price_id, stake, prize, line)
            join hippo.price p on p.price_id = u.price_id) l
        where t.ticket_id = p_ticket_id);
end
$$;
