-- SPDX-License-Identifier: MIT
-- Purpose: abandons the session whose rounds run: the scheduler's key is lost, or somebody else has it. It takes two admins
--          within a day, who must have had their rights before the first of them asked (hippo.person_counts). The open round
--          becomes void and is refunded, and a new session begins. Without its key the secrets of the old one are never
--          published.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_session its name; p_reason, shown to everybody
-- Returns: json {session, votes, abandoned}: abandoned says whether two have asked for it
-- Errors: HP400 session, reason; HP401; HP403; HP403 rights_too_new; HP404 no such session; HP409 it has ended already; HP422
create or replace function api.session_abandon(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_session text, p_reason text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_reason text := hippo.text_require(p_reason, 200, 'reason');
    v_session hippo.session;
    v_now timestamptz := hippo.clock();
    v_asked_at timestamptz;
    v_votes integer;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hippo.require(length(p_session) between 1 and 64, 'session');
    -- Held: two who vote at the same time count each other.
    select * into v_session from hippo.session where name = p_session for no key update;
    if not found then
        perform hippo.refuse(404, 'not_found', 'there is no such session');
    elsif hippo.session_is_over(v_session.session_id) or v_session.session_id <> (select max(session_id) from hippo.session) then
        perform hippo.refuse(409, 'conflict', format('session %s has ended already', p_session));
    end if;
    delete from hippo.session_abandon_vote where session_id = v_session.session_id and voted_at <= v_now - interval '1 day';
    select coalesce(min(voted_at), v_now) into v_asked_at from hippo.session_abandon_vote where session_id = v_session.session_id;
    perform hippo.person_require(v_admin, v_asked_at);
    insert into hippo.session_abandon_vote (session_id, user_id, reason, voted_at)
    values (v_session.session_id, v_admin.user_id, v_reason, v_now) on conflict do nothing;
    v_votes := hippo.persons_count(
        array(select user_id from hippo.session_abandon_vote where session_id = v_session.session_id), v_asked_at);
    if v_votes >= 2 then
        perform hippo.house_anew('abandoned', v_reason, null);
    end if;
    return hippo.house_act(p_token_hash, v_admin, 'session_abandon', p_session, p_key, p_fingerprint, null,
        json_build_object('session', p_session, 'votes', v_votes, 'abandoned', v_votes >= 2), p_reason);
end
$$;
