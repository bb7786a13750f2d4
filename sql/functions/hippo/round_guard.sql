-- SPDX-License-Identifier: MIT
-- Purpose: the only moves a round can make, and what can never change again, held by the database itself.
--          betting → locked → racing → finished → settled; void from any of them before settled.
-- Errors: HP409 a move or a change that is not allowed
create or replace function hippo.round_guard() returns trigger
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if tg_op in ('DELETE', 'TRUNCATE') then
        raise exception 'rounds are never deleted' using errcode = 'HP409';
    end if;
    if (old.phase, new.phase) not in (
        ('betting', 'locked'), ('locked', 'racing'), ('racing', 'finished'), ('finished', 'settled'),
        ('betting', 'void'), ('locked', 'void'), ('racing', 'void'), ('finished', 'void'))
        and (old.phase <> new.phase or old.phase in ('settled', 'void')) then
        raise exception 'round % cannot go from % to %', old.round_id, old.phase, new.phase using errcode = 'HP409';
    end if;
    if (old.round_id, old.session_id, old.chain_index, old.card_template_id, old.commitment, old.card_text, old.card_hash,
        old.beacon, old.opened_at, old.locks_at, old.race_due_at)
        is distinct from
       (new.round_id, new.session_id, new.chain_index, new.card_template_id, new.commitment, new.card_text, new.card_hash,
        new.beacon, new.opened_at, new.locks_at, new.race_due_at) then
        raise exception 'the card of round % is final', old.round_id using errcode = 'HP409';
    end if;
    if old.secret is not null and (old.secret, old.outcome_seed, old.film_seed, old.runner_order)
        is distinct from (new.secret, new.outcome_seed, new.film_seed, new.runner_order) then
        raise exception 'the result of round % is final', old.round_id using errcode = 'HP409';
    end if;
    return new;
end
$$;

create or replace trigger round_guard before update or delete on hippo.round
    for each row execute function hippo.round_guard();
create or replace trigger round_guard_truncate before truncate on hippo.round
    for each statement execute function hippo.round_guard();
