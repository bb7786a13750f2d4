-- SPDX-License-Identifier: MIT
-- Purpose: a supervisor of the shop, or an admin, closes a till session whose variance is over the tolerance. Nobody signs
--          for the own variance: neither the cashier nor who counted, nor whoever took the account of one of them in hand
--          meanwhile.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_session_id; p_reason
-- Returns: json, the Z report
-- Errors: HP400 no reason; HP401; HP403 own_variance, another shop, rights_too_new, same_person; HP404; HP409 not counted;
--         HP422
create or replace function api.till_verify(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_session_id bigint, p_reason text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'supervisor', 'admin');
    v_answer json := hippo.request_replay(v_user.user_id, p_key, p_fingerprint);
    v_session hippo.till_session;
    v_entry hippo.journal;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    p_reason := hippo.text_require(p_reason, 200, 'reason');
    select * into v_session from hippo.till_session where till_session_id = p_session_id;
    if not found then
        perform hippo.refuse(404, 'not_found', format('there is no till session %s', p_session_id));
    elsif v_user.role = 'supervisor' and v_user.shop_id <> (
        select shop_id from hippo.till where till_id = v_session.till_id) then
        perform hippo.refuse(403, 'forbidden', 'the till is in another shop');
    elsif v_user.user_id in (v_session.user_id, v_session.counted_by) then
        perform hippo.refuse(403, 'own_variance', 'another person has to sign for this variance');
    end if;
    perform from hippo.till_book where till_id = v_session.till_id for no key update;
    select * into v_session from hippo.till_session where till_session_id = p_session_id;
    if v_session.state <> 'counted' then
        perform hippo.refuse(409, 'conflict', format('the session is %s', v_session.state));
    end if;
    perform hippo.other_person_require(v_user, v_session.user_id, v_session.opened_at, v_session.counted_at),
            hippo.other_person_require(v_user, v_session.counted_by, v_session.opened_at, v_session.counted_at);
    perform hippo.session_close(v_session, v_user, p_token_hash, p_reason);
    v_entry := hippo.journal_entry(p_token_hash, v_user.user_id, v_session.till_id, 'till_verify', null, p_key, p_fingerprint);
    v_entry.after := hippo.session_json(v_session.till_session_id);
    perform hippo.journal_append(v_entry);
    return v_entry.after;
end
$$;
