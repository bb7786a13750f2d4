-- SPDX-License-Identifier: MIT
create or replace view report.days as
select
    day,
    count(*) as rounds,
    count(*) filter (where phase = 'settled') as settled,
    count(*) filter (where phase = 'void') as voided,
    min(round_id) as first_round,
    max(round_id) as last_round,
    min(opened_at) as first_opened_at,
    max(settled_at) as last_settled_at,
    count(*) filter (where greatest(lock_late_ms, start_late_ms, finish_late_ms) >= 1000) as late,
    max(greatest(lock_late_ms, start_late_ms, finish_late_ms)) as worst_late_ms,
    coalesce(sum(tickets) filter (where phase = 'settled'), 0) as tickets,
    coalesce(sum(stakes) filter (where phase = 'settled'), 0) as stakes,
    coalesce(sum(prizes), 0) as prizes,
    coalesce(sum(gross), 0) as gross,
    coalesce(sum(stakes) filter (where phase = 'void'), 0) as refunds
from report.rounds
group by day;

comment on view report.days is 'One row for each day of the house, in its own time zone.';
comment on column report.days.day is 'The day.';
comment on column report.days.rounds is 'Rounds opened.';
comment on column report.days.settled is 'Of them settled.';
comment on column report.days.voided is 'Of them void.';
comment on column report.days.first_round is 'Number of the first round.';
comment on column report.days.last_round is 'Number of the last round.';
comment on column report.days.first_opened_at is 'When the first round opened.';
comment on column report.days.last_settled_at is 'When the last settled round was settled.';
comment on column report.days.late is 'Rounds of which a phase came a second late or more.';
comment on column report.days.worst_late_ms is 'The latest phase of the day, in milliseconds.';
comment on column report.days.tickets is 'Tickets of its settled rounds.';
comment on column report.days.stakes is 'Their stakes, in currency units.';
comment on column report.days.prizes is 'What they won.';
comment on column report.days.gross is 'Stakes less prizes.';
comment on column report.days.refunds is 'Stakes of its void rounds, to be given back.';
