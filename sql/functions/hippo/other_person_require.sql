-- SPDX-License-Identifier: MIT
-- Purpose: in a matter of a till: is this really another person than the one whose matter it is? Not the same user; nobody
--          who has made, reset or unblocked the other's account since the matter began; and the own rights are older than the
--          question.
-- Parameters: p_user who acts as the second person; p_other the user whose matter it is; p_since when it began; p_asked_at when
--             the question arose, null: with it
-- Errors: HP403 same_person; HP403 rights_too_new
create or replace function hippo.other_person_require(
    p_user hippo.app_user, p_other integer, p_since timestamptz, p_asked_at timestamptz default null) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if p_user.user_id = p_other or exists (
        select from hippo.app_user
        where user_id = p_other and rights_by = p_user.user_id and rights_at >= p_since) then
        perform hippo.refuse(403, 'same_person',
            'another person has to do this: not you, nor whoever made, reset or unblocked the account since it began');
    elsif p_user.rights_at >= coalesce(p_asked_at, p_since) then
        perform hippo.refuse(403, 'rights_too_new',
            'your account has been made, reset or unblocked since this was asked: another person has to do it',
            jsonb_build_object('user', p_user.username, 'countsFrom', hippo.rfc3339(p_user.rights_at)));
    end if;
end
$$;
