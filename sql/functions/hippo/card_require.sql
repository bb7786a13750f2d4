-- SPDX-License-Identifier: MIT
-- Purpose: refuses a card that must not run under the settings in force.
-- Parameters: p_card_template_id, priced
-- Errors: HP409 card_undecided, card_return, card_unsellable, card_coin, with the card and the settings
create or replace function hippo.card_require(p_card_template_id bigint) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_fault record;
begin
    select * into v_fault from hippo.card_faults(p_card_template_id) limit 1;
    if found then
        perform hippo.refuse(409, v_fault.code, v_fault.fault,
            jsonb_build_object('cardId', p_card_template_id, 'settings', v_fault.settings));
    end if;
end
$$;
