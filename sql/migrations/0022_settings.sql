-- SPDX-License-Identifier: MIT
-- Cards rotate by a list, and a round keeps the coin in which its prizes are paid.

-- Whoever waits behind a lock that is waited for waits as well: so it is asked for, not waited for.
set local lock_timeout = '200ms';
do $$
begin
    for v_try in 1 .. 150 loop
        begin
            lock table hippo.card_template, hippo.house, hippo.round_terms in access exclusive mode;
            return;
        exception when lock_not_available then
            perform pg_sleep(0.2);
        end;
    end loop;
    raise exception 'another transaction, a backup perhaps, holds a table for more than 30 s: nothing was changed, migrate again later';
end
$$;

create table hippo.card_schedule (
    place integer constraint card_schedule_pk primary key constraint card_schedule_place check (place between 1 and 100),
    card_template_id bigint not null constraint card_schedule_card references hippo.card_template,
    rounds integer not null constraint card_schedule_rounds check (rounds between 1 and 100000)
);
comment on table hippo.card_schedule is
    'The cards that rounds open with: each place for so many rounds, then the next one, and after the last the first again.';

-- Odds that were given with a card were not bound by its target before. Such a target becomes what they return; a card that
-- returns more than any may has lost money at each round: the one that the house came with takes its place.
update hippo.card_template t set target_ppm = r.ppm
from (select card_template_id, ceil(max(weight * win_odds * 10000.0) / sum(weight)) as ppm
      from hippo.card_template_runner group by card_template_id) r
where r.card_template_id = t.card_template_id and t.proposed_by is not null and r.ppm > t.target_ppm and r.ppm <= 990000;
insert into hippo.card_schedule (place, card_template_id, rounds)
select 1, case when max(r.weight * r.win_odds * 10000.0) / sum(r.weight) <= 990000 then t.card_template_id
               else (select min(card_template_id) from hippo.card_template where proposed_by is null) end, 1
from hippo.card_template t join hippo.card_template_runner r using (card_template_id)
where t.is_active group by t.card_template_id;

alter table hippo.house add column cards_from bigint not null default 10000001;
comment on column hippo.house.cards_from is 'The round from which the list of cards counts: the first that it holds for.';

alter table hippo.card_template drop column is_active; -- and with it what it was checked for: now a guard on the list
comment on table hippo.card_template is 'Runners and odds that rounds are opened with, by hippo.card_schedule.';
comment on column hippo.card_template.target_ppm is
    'What each selection returns to the players at most, in millionths. Only the card that the house came with, which nobody proposed, has win odds of its own: they may return 990000, as any card may.';

alter table hippo.round_terms add column cash_unit bigint constraint round_terms_cash_unit check (cash_unit >= 1);
comment on column hippo.round_terms.cash_unit is
    'Prizes of the round are paid rounded up to this, which was proved not to lift a return over its card''s target; null: an older release opened it, and the setting decides.';

-- A coin that does not divide the stakes lost money at each payment. It is not kept.
do $$
declare
    v_entry hippo.journal;
begin
    update hippo.setting u set value = '1', updated_at = clock_timestamp()
    from hippo.setting s where u.name = 'cash_unit' and s.name = 'stake_step' and s.value::bigint % u.value::bigint <> 0;
    if found then
        v_entry.action := 'setting';
        v_entry.subject := 'cash_unit';
        v_entry.after := json_build_object('name', 'cash_unit', 'value', 1);
        v_entry.reason := 'migration 0022: stakes were not whole coins';
        perform hippo.journal_append(v_entry);
    end if;
end
$$;
update hippo.setting set description = 'smallest coin: prizes are paid rounded up to it, for the player; it divides stake_step'
where name = 'cash_unit';

-- Chances are whole numbers over one denominator now, whatever the weights; odds leave room for the coin.
drop function if exists hippo.card_scale(bigint[]);
drop function if exists hippo.odds_floor(numeric, numeric, integer);
drop function if exists hippo.settings_require();
drop function if exists hippo.round_terms_insert(bigint, text[]);
