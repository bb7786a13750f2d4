-- SPDX-License-Identifier: MIT
-- Purpose: the part of report.proof about tickets: their lines, their prizes, their states.
-- Parameters: p_after, p_until as in hippo.window_chain
-- Returns: one row for each violation
create or replace function hippo.proof_tickets(p_after date, p_until date)
returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
    with w as (
        select * from hippo.window_rounds(p_after, p_until)
    ), sold as materialized (
        select * from hippo.window_tickets(p_after, p_until)
    ), touched as materialized (
        -- With those that were sold before, and paid or fell to the house since.
        select * from sold
        union all
        select t.* from (select distinct ticket_id from hippo.window_entries(p_after, p_until) where action in ('pay', 'refund', 'expiry')) j
        join hippo.ticket t on t.ticket_id = j.ticket_id
        cross join w where t.round_id <= w.after_round or t.round_id > w.last_round
    ), totals as (
        select t.* from hippo.round_totals t, w where t.round_id > w.after_round and t.round_id <= w.last_round
    ), claimed as (
        select c.* from hippo.claim c, w where c.round_id > w.after_round and c.round_id <= w.last_round
        union
        select c.* from touched k join hippo.claim c on c.ticket_id = k.ticket_id
    )
    select 'a ticket''s lines are on its card, and pay what their odds say', t.ticket_id::text,
           format('%s %s %s', t.price_ids, t.stakes, t.prizes)
    from sold t
    where t.stake is distinct from (select sum(s) from unnest(t.stakes) s)
        or cardinality(t.price_ids) is distinct from cardinality(t.stakes)
        or cardinality(t.price_ids) is distinct from cardinality(t.prizes)
        -- All lines at once: joined for each ticket by itself they take eight times as long.
        or t.ticket_id in (
            select l.ticket_id
            from (select ticket_id, round_id, unnest(price_ids) as price_id, unnest(stakes) as stake, unnest(prizes) as prize
                  from sold) l
            left join hippo.round r on r.round_id = l.round_id
            left join hippo.round_terms m on m.round_id = l.round_id
            left join hippo.price p on p.price_id = l.price_id
            where (p.card_template_id = r.card_template_id and p.market = any (m.markets) and l.stake > 0
                and l.prize = l.stake * p.odds / 100) is not true)
  union all
    select 'a ticket was sold while its round took bets', t.ticket_id::text, t.sold_at::text
    from sold t join hippo.round r on r.round_id = t.round_id
    where t.sold_at < r.opened_at or t.sold_at >= r.locks_at or t.state = 'voided' and t.closed_at >= r.locks_at
  union all
    select 'a ticket''s state goes with its round''s phase', t.ticket_id::text, format('%s, %s', t.state, r.phase)
    from sold t left join hippo.round r on r.round_id = t.round_id
    where t.state <> 'voided' and case
        when r.phase = 'settled' then t.state not in ('lost', 'won', 'paid', 'expired') or t.prize is null
        when r.phase = 'void' then t.state not in ('refundable', 'refunded', 'expired') or t.prize is not null
        else t.state is distinct from 'sold' or r.phase is null end
  union all
    select 'the winning selections are those of the order', w.round_id::text, w.winning_prices::text
    from totals w join hippo.round r on r.round_id = w.round_id
    where r.phase = 'settled' and w.winning_prices is distinct from hippo.round_winning(r)
  union all
    select 'a settled ticket won what its winning lines pay', t.ticket_id::text, t.prize::text
    from sold t join hippo.round_totals w on w.round_id = t.round_id
    where t.prize is not null
        and (t.prize <> (select coalesce(sum(u.prize), 0) from unnest(t.price_ids, t.prizes) as u (price_id, prize)
                         where u.price_id = any (w.winning_prices))
             or (t.prize > 0) <> (t.state <> 'lost'))
  union all
    select 'the published totals are the tickets''', w.round_id::text, format('%s tickets, %s, %s', w.tickets, w.stakes, w.prizes)
    from totals w
    left join (select round_id, count(*) as tickets, sum(stake) as stakes, coalesce(sum(prize), 0) as prizes,
                      count(*) filter (where prize > 0) as winning
               from sold where state <> 'voided' group by round_id) t on t.round_id = w.round_id
    where (w.tickets, w.stakes, w.prizes, w.winning_tickets)
        is distinct from (coalesce(t.tickets, 0), coalesce(t.stakes, 0), coalesce(t.prizes, 0), coalesce(t.winning, 0))
  union all
    select 'what the house owes has a claim, and nothing else has', coalesce(t.ticket_id, c.ticket_id)::text, t.state::text
    from (select * from touched where state in ('won', 'refundable')) t
    full join claimed c on c.ticket_id = t.ticket_id
    where c.amount is distinct from coalesce(t.prize, t.stake)
  union all
    select 'what was paid has one payment, and nothing else has', coalesce(t.ticket_id, p.ticket_id)::text, t.state::text
    from (select * from touched where state in ('paid', 'refunded')) t
    full join (select p.* from touched k join hippo.payment p on p.ticket_id = k.ticket_id) p on p.ticket_id = t.ticket_id
    left join hippo.till_session s on s.till_session_id = p.till_session_id
    left join hippo.journal j on j.scope = t.closed_scope and j.seq = t.closed_seq
    left join hippo.journal r on r.scope = j.scope and r.seq = j.seq + 1 and r.ticket_id = j.ticket_id and r.action = 'rounding'
    where p.amount is distinct from coalesce(t.prize, t.stake)
        or (p.paid_at, p.user_id, p.note, s.till_id, p.cash - (p.amount - p.withheld), j.seq between s.opened_seq and coalesce(s.closed_seq, j.seq))
            is distinct from (j.at, j.user_id, j.reason, j.scope, coalesce(r.amount, 0), true)
  union all
    select 'a prize is paid in the coins of its round, and a refund is what was taken', p.ticket_id::text,
           format('%s for %s', p.cash, p.amount)
    from touched t join hippo.payment p on p.ticket_id = t.ticket_id join hippo.round_terms m on m.round_id = t.round_id
    where p.cash <> case when t.prize is null then p.amount
                         else (p.amount - p.withheld + m.cash_unit - 1) / m.cash_unit * m.cash_unit end
        and m.cash_unit is not null -- an older release rounded by the setting, and refunds too
  union all
    select 'of a prize is withheld what the rate of its round''s day says, and of a refund nothing', p.ticket_id::text,
           format('%s of %s', p.withheld, p.amount)
    from touched t join hippo.payment p on p.ticket_id = t.ticket_id
    where p.withheld <> case when t.prize is null then 0 else hippo.tax_withheld(t.round_id, t.prize) end
$$;
