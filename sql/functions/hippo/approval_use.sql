-- SPDX-License-Identifier: MIT
-- Purpose: uses up an approval: by who asked for it, for the very act and amount that it names. When the act is refused after
--          all, the approval is as it was.
-- Parameters: p_user at the till; p_approval as approval_finish gave it, null for none; p_action, p_subject, p_amount of the act
-- Returns: the row of who has to answer for the act: of the approval's supervisor, or of p_user without an approval
-- Errors: HP400 approval, too long for one; HP403 approval_invalid; HP403 needs_supervisor, the supervisor is none any more
create or replace function hippo.approval_use(
    p_user hippo.app_user, p_approval text, p_action text, p_subject text, p_amount bigint) returns hippo.app_user
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_now timestamptz := hippo.clock();
    v_by hippo.app_user;
    v_approved_by integer;
begin
    if p_approval is null then
        return p_user;
    end if;
    perform hippo.require(length(p_approval) <= 100, 'approval');
    update hippo.approval set used_at = v_now
    where token_hash = sha256(convert_to(p_approval, 'UTF8')) and asked_by = p_user.user_id and used_at is null
        and approved_at <= v_now and expires_at > v_now
        and action = p_action and subject = p_subject and amount = p_amount
    returning approved_by into v_approved_by;
    if not found then
        perform hippo.refuse(403, 'approval_invalid',
                             'the approval is used, older than two minutes, or of something else: have this approved again');
    end if;
    select * into v_by from hippo.app_user where user_id = v_approved_by;
    perform hippo.approver_require(p_user, v_by, p_action);
    return v_by;
end
$$;
