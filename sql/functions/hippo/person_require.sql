-- SPDX-License-Identifier: MIT
-- Purpose: refuses a vote, or a matter of a user, that is not a person's of its own (hippo.person_counts).
-- Parameters: p_user who votes, or who asked; p_asked_at when the question arose
-- Errors: HP403 rights_too_new, with the user, and from when on (countsFrom) questions may be asked in which it counts: null
--         until it has chosen its own password
create or replace function hippo.person_require(p_user hippo.app_user, p_asked_at timestamptz) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_from text := hippo.person_from(p_user);
begin
    if hippo.person_counts(p_user, p_asked_at) then
        return;
    end if;
    perform hippo.refuse(403, 'rights_too_new',
        case when v_from is null
             then format('%s has a password that another person set: it takes two persons, so it has to choose its own first',
                         p_user.username)
             else format('this takes two persons, and %s counts as one of its own in what is asked from %s on',
                         p_user.username, v_from)
        end, jsonb_build_object('user', p_user.username, 'countsFrom', v_from));
end
$$;
