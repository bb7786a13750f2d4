-- SPDX-License-Identifier: MIT
-- Purpose: only cards that had their two persons come onto the list, whoever writes it.
-- Errors: HP409 card_undecided
create or replace function hippo.card_schedule_guard() returns trigger
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if exists (select from hippo.card_template
               where card_template_id = new.card_template_id
                   and proposed_by is not null and (decided_by is null or is_rejected)) then
        perform hippo.refuse(409, 'card_undecided', format('card %s is not approved', new.card_template_id),
                             jsonb_build_object('cardId', new.card_template_id));
    end if;
    return new;
end
$$;

create or replace trigger card_schedule_guard before insert or update on hippo.card_schedule
    for each row execute function hippo.card_schedule_guard();
