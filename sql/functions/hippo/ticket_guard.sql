-- SPDX-License-Identifier: MIT
-- Purpose: what may happen to a ticket, held by the table itself: the moves of the state table, and nothing else of it
--          changes but the count of its copies. Looked at in the trigger's own condition, so that settling fifty thousand
--          tickets calls no function.
-- Errors: HP409 always: the condition has found what must not be
create or replace function hippo.ticket_guard() returns trigger
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if tg_op = 'UPDATE' then
        raise exception 'ticket % cannot go from % to %, and what it sold is final', old.ticket_id, old.state, new.state
            using errcode = 'HP409';
    end if;
    raise exception 'tickets are never deleted' using errcode = 'HP409';
end
$$;

create or replace trigger ticket_guard before update on hippo.ticket
    for each row when (not (
        (old.ticket_id, old.round_id, old.till_session_id, old.sold_at, old.stake, old.price_ids, old.stakes, old.prizes,
         old.code_hash)
        is not distinct from
        (new.ticket_id, new.round_id, new.till_session_id, new.sold_at, new.stake, new.price_ids, new.stakes, new.prizes,
         new.code_hash)
        and new.copies >= old.copies
        and case
            when old.state = new.state then old.prize is not distinct from new.prize
            when old.state = 'sold' then new.state in ('voided', 'lost', 'won', 'refundable')
            when old.state = 'won' then new.state in ('paid', 'expired') and new.prize = old.prize
            when old.state = 'refundable' then new.state in ('refunded', 'expired') and new.prize is null
            else false
        end
        and (new.prize is null) = (new.state in ('sold', 'voided', 'refundable', 'refunded')
                                   or new.state = 'expired' and old.prize is null)))
    execute function hippo.ticket_guard();
create or replace trigger ticket_keep before delete on hippo.ticket
    for each row execute function hippo.ticket_guard();
create or replace trigger ticket_keep_all before truncate on hippo.ticket
    for each statement execute function hippo.ticket_guard();
