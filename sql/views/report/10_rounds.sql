-- SPDX-License-Identifier: MIT
create or replace view report.rounds as
select
    r.round_id,
    d.day,
    s.name as session,
    r.chain_index,
    t.name as card,
    r.phase::text as phase,
    r.opened_at,
    r.locks_at,
    r.race_starts_at,
    r.race_ends_at,
    r.closes_at,
    r.settled_at,
    r.voided_at,
    r.void_reason,
    case when r.phase = 'settled' then r.runner_order[1] end as winner_number,
    w.name as winner_name,
    w.win_odds / 100.0 as winner_odds,
    case when r.phase = 'settled' then array_to_string(r.runner_order, '-') end as finish_order,
    round(extract(epoch from r.locked_at - r.locks_at) * 1000) as lock_late_ms,
    round(extract(epoch from r.raced_at - r.race_due_at) * 1000) as start_late_ms,
    round(extract(epoch from r.finished_at - r.race_ends_at) * 1000) as finish_late_ms,
    encode(r.commitment, 'hex') as commitment,
    encode(r.card_hash, 'hex') as card_hash,
    case when r.phase in ('settled', 'void') then encode(r.secret, 'hex') end as secret,
    array_to_string(m.markets, ' ') as markets,
    o.tickets,
    hippo.units(o.stakes, house.digits) as stakes,
    case when r.phase = 'settled' then hippo.units(o.prizes, house.digits) end as prizes,
    case when r.phase = 'settled' then hippo.units(o.stakes - o.prizes, house.digits) end as gross
from hippo.round r
left join hippo.round_day d on d.round_id = r.round_id
cross join hippo.house_terms house
left join hippo.round_terms m on m.round_id = r.round_id
left join hippo.round_totals o on o.round_id = r.round_id
join hippo.session s on s.session_id = r.session_id
join hippo.card_template t on t.card_template_id = r.card_template_id
left join hippo.round_runner w on r.phase = 'settled' and w.round_id = r.round_id and w.number = r.runner_order[1];

comment on view report.rounds is 'One row for each round, without gaps: when it ran, who won, what makes it checkable.';
comment on column report.rounds.round_id is 'Number of the round; the first is 10000001, each next one is one more.';
comment on column report.rounds.day is 'Day on which it opened, in the house''s time zone.';
comment on column report.rounds.session is 'Hash chain that its secret belongs to: day and count.';
comment on column report.rounds.chain_index is 'Place of its secret in the chain, from 1.';
comment on column report.rounds.card is 'Template that its card was made from.';
comment on column report.rounds.phase is 'betting, locked, racing, finished, settled or void.';
comment on column report.rounds.opened_at is 'When betting opened.';
comment on column report.rounds.locks_at is 'When betting closed, by the database''s clock.';
comment on column report.rounds.race_starts_at is 'When the race started (moved if the house was down at that moment).';
comment on column report.rounds.race_ends_at is 'When the film reached the finish line.';
comment on column report.rounds.closes_at is 'When the result left the screens.';
comment on column report.rounds.settled_at is 'When the result became final; null before, and for a void round.';
comment on column report.rounds.voided_at is 'When it was made void; null otherwise.';
comment on column report.rounds.void_reason is 'Why it was made void, or is about to be.';
comment on column report.rounds.winner_number is 'Number of the winner; null before the round is settled.';
comment on column report.rounds.winner_name is 'Name of the winner.';
comment on column report.rounds.winner_odds is 'Win odds of the winner: 5.50 pays 5.50 for 1.';
comment on column report.rounds.finish_order is 'All runners'' numbers, first to last.';
comment on column report.rounds.lock_late_ms is 'How late the lock was announced, in milliseconds; sales stop at locks_at all the same.';
comment on column report.rounds.start_late_ms is 'How late the race started, in milliseconds after what was promised at the opening.';
comment on column report.rounds.finish_late_ms is 'How late the result was published, in milliseconds.';
comment on column report.rounds.commitment is 'Hash that was public before the sale, hex.';
comment on column report.rounds.card_hash is 'SHA-256 of the card, hex.';
comment on column report.rounds.secret is 'The secret behind the commitment, hex; null until the round is settled or void.';
comment on column report.rounds.markets is 'Kinds of bets that it sold.';
comment on column report.rounds.tickets is 'Tickets that stood at its end; null before.';
comment on column report.rounds.stakes is 'Their stakes, in currency units; of a void round, what it gives back.';
comment on column report.rounds.prizes is 'What they won; null before the settlement, and for a void round.';
comment on column report.rounds.gross is 'Stakes less prizes.';
