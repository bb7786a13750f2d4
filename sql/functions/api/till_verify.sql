-- SPDX-License-Identifier: MIT
-- Purpose: a supervisor of the shop, or an admin, closes a till session whose variance is over the tolerance: signed in herself,
--          or by an approval of hers with which the session's cashier asks for it. Nobody signs
--          for the own variance: neither the cashier nor who counted, nor whoever took the account of one of them in hand
--          meanwhile.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_session_id; p_reason; p_approval as of
--             approval_finish, may be null
-- Returns: json, the Z report
-- Errors: HP400 no reason; HP401; HP403 own_variance, another shop, needs_supervisor, approval_invalid, rights_too_new, same_person; HP404; HP409 not counted;
--         HP422
create or replace function api.till_verify(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_session_id bigint, p_reason text, p_approval text default null) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor', 'admin');
    v_answer json;
    v_by hippo.app_user := v_user;
    v_session hippo.till_session;
    v_entry hippo.journal;
begin
    if v_user.role = 'cashier' and p_approval is null then
        perform hippo.refuse(403, 'needs_supervisor', 'a supervisor signs for a variance');
    end if;
    v_answer := hippo.request_replay(v_user.user_id, p_key, p_fingerprint);
    if v_answer is not null then
        return v_answer;
    end if;
    p_reason := hippo.text_require(p_reason, 200, 'reason');
    select * into v_session from hippo.till_session where till_session_id = p_session_id;
    if not found then
        perform hippo.refuse(404, 'not_found', format('there is no till session %s', p_session_id));
    elsif v_user.role = 'cashier' and v_user.user_id <> v_session.user_id then
        perform hippo.refuse(403, 'forbidden', 'this is not your till');
    elsif v_user.role = 'supervisor' and v_user.shop_id <> (
        select shop_id from hippo.till where till_id = v_session.till_id) then
        perform hippo.refuse(403, 'forbidden', 'the till is in another shop');
    end if;
    perform from hippo.till_book where till_id = v_session.till_id for no key update;
    select * into v_session from hippo.till_session where till_session_id = p_session_id;
    if v_session.state <> 'counted' then
        perform hippo.refuse(409, 'conflict', format('the session is %s', v_session.state));
    end if;
    v_by := hippo.approval_use(v_user, p_approval, 'verify', p_session_id::text,
                               v_session.counted_minor - v_session.expected_minor);
    if v_by.user_id in (v_session.user_id, v_session.counted_by) then
        perform hippo.refuse(403, 'own_variance', 'another person has to sign for this variance');
    end if;
    perform hippo.other_person_require(v_by, v_session.user_id, v_session.opened_at, v_session.counted_at),
            hippo.other_person_require(v_by, v_session.counted_by, v_session.opened_at, v_session.counted_at);
    perform hippo.session_close(v_session, v_by, p_token_hash, p_reason);
    v_entry := hippo.journal_entry(p_token_hash, v_user.user_id, v_session.till_id, 'till_verify', null, p_key, p_fingerprint);
    v_entry.after := hippo.session_json(v_session.till_session_id);
    perform hippo.journal_append(v_entry);
    return v_entry.after;
end
$$;
