-- SPDX-License-Identifier: MIT
-- Purpose: a supervisor allows one act at somebody else's till, with her own password: the second half, after login_begin. Who
--          is signed in there stays so; the supervisor is not. A failure is written down and commits, as at a sign-in.
-- Parameters: p_token_hash of who asks; p_user_id, p_hash as login_begin gave them; p_username, p_address as for it; p_is_right
--             whether the password was; p_action pay (a large payment), void (one more than void_limit), copy (a duplicate
--             that money may come of), verify (a variance) or movement (cash taken out);
--             p_subject the ticket's number, the till session's or the kind of the movement; p_amount in minor units
-- Returns: json {approval, expiresAt, by, action, subject, amount}: approval is what the act itself is sent with, once, by who
--          asked; null when the attempt failed
-- Errors: HP400; HP401; HP403; HP403 needs_supervisor no supervisor of the shop, nor an admin for a variance; same_person
create or replace function api.approval_finish(
    p_token_hash bytea, p_user_id bigint, p_username text, p_address text, p_is_right boolean, p_hash text, p_action text,
    p_subject text, p_amount bigint) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
    v_username text := left(lower(btrim(p_username)), 32);
    v_network text := hippo.address_network(p_address);
    v_token text := encode(hippo.gen_random_bytes(32), 'hex');
    v_by hippo.app_user;
    v_entry hippo.journal;
    v_approval hippo.approval;
begin
    perform from hippo.house_book for no key update; -- who is being blocked at this moment is blocked when this goes on
    select * into v_by from hippo.app_user where user_id = p_user_id and username = v_username;
    v_entry := hippo.journal_entry(p_token_hash, v_by.user_id, 0, 'approval',
                                   case when hippo.is_showable(v_username) then v_username else '?' end);
    v_entry.after := json_build_object('askedBy', hippo.user_json(v_user.user_id));
    if not coalesce(p_is_right and v_by.blocked_at is null and v_by.password_hash = p_hash, false) then
        v_entry.action := 'approval_failed';
        perform hippo.failure_append(v_entry,
            case when v_by.user_id is null then 'sign-in of nobody' else 'sign-in as ' || v_username end,
            case when v_by.user_id is null then 10000 else 1000 end);
        return null;
    end if;
    perform hippo.throttle_clear('sign-in as ' || v_username, false), -- in the order in which login_begin takes them
            hippo.throttle_clear(format('sign-in of %s at %s', v_username, v_network), true),
            hippo.throttle_clear('sign-in from ' || v_network, false);
    perform hippo.require(coalesce(p_action in ('pay', 'void', 'copy', 'verify', 'movement'), false), 'action'),
            hippo.require(p_amount is not null, 'amount');
    p_subject := coalesce(hippo.ticket_number(hippo.ticket_id(p_subject)), hippo.text_require(p_subject, 60, 'subject'));
    perform hippo.approver_require(v_user, v_by, p_action);
    insert into hippo.approval (token_hash, asked_by, approved_by, action, subject, amount, approved_at, expires_at)
    values (sha256(convert_to(v_token, 'UTF8')), v_user.user_id, v_by.user_id, p_action, p_subject, p_amount, hippo.clock(),
            hippo.clock() + interval '2 minutes') returning * into v_approval;
    v_entry.at := v_approval.approved_at;
    v_entry.after := json_build_object('askedBy', hippo.user_json(v_user.user_id), 'action', p_action, 'subject', p_subject,
                                       'amount', p_amount);
    perform hippo.journal_append(v_entry);
    return json_build_object('approval', v_token, 'expiresAt', hippo.rfc3339(v_approval.expires_at),
        'by', hippo.user_json(v_by.user_id), 'action', p_action, 'subject', p_subject, 'amount', p_amount);
end
$$;
