// SPDX-License-Identifier: MIT
// Many tickets at once, of rounds that were played: rows only, that no journal knows. For what must not get slower with them.

/** So many lost tickets more at a till, over the settled rounds since it sold last. It must not sell after them. */
export async function addTickets(house, { tillId, sessionId, count, stake = 2500 }) {
  await house.query(`
  with played as (
    select round_id, opened_at, (row_number() over (order by round_id))::integer as place, count(*) over () as rounds,
           (select price_id from hippo.price p where p.card_template_id = r.card_template_id limit 1) as price_id
    from hippo.round r where phase = 'settled' and round_id >= (select max(round_id) from hippo.ticket where till_session_id = $2::integer)
  )
  insert into hippo.ticket (ticket_id, round_id, till_session_id, state, sold_at, stake, prize, price_ids, stakes, prizes, code_hash)
  select b.ticket_base + b.seq + n, p.round_id, $2::integer, 'lost', greatest(p.opened_at, s.opened_at), $4::bigint, 0, array[p.price_id], array[$4::bigint],
         array[2 * $4::bigint], '\\x00'
  from generate_series(1, $3::integer) n
  join played p on p.place = 1 + (n - 1) * p.rounds / $3::integer
  join hippo.till_book b on b.till_id = $1::integer
  join hippo.till_session s on s.till_session_id = $2::integer
  on conflict do nothing`, [tillId, sessionId, count, stake]);
  await house.query("analyze hippo.ticket"); // as autovacuum does after a while
}
