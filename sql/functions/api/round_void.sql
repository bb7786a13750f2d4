-- SPDX-License-Identifier: MIT
-- Purpose: asks for a round to be void. Before the lock one admin may; after it, when somebody could know more than the
--          players did, it takes a second person, and both must have had their rights before the round opened
--          (hippo.person_counts). The scheduler then carries it out at once.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_round_id; p_reason, shown to everybody
-- Returns: json {roundId, phase, votes, requested}: requested says whether the round will be void now
-- Errors: HP400 reason; HP401; HP403; HP403 rights_too_new; HP404; HP409 settled or void already; HP422
create or replace function api.round_void(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_round_id bigint, p_reason text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_reason text := hippo.text_require(p_reason, 200, 'reason');
    v_round hippo.round;
    v_votes integer;
    v_is_alone boolean; -- one admin is enough
begin
    if v_answer is not null then
        return v_answer;
    end if;
    select * into v_round from hippo.round where round_id = p_round_id for no key update;
    if not found then
        perform hippo.refuse(404, 'not_found', 'there is no such round');
    elsif v_round.phase in ('settled', 'void') then
        perform hippo.refuse(409, 'conflict', format('the round is %s', v_round.phase), jsonb_build_object('phase', v_round.phase));
    end if;
    v_is_alone := v_round.phase = 'betting' and v_round.locks_at > hippo.clock();
    if not v_is_alone then
        perform hippo.person_require(v_admin, v_round.opened_at);
    end if;
    insert into hippo.round_void_vote (round_id, user_id, reason, voted_at)
    values (p_round_id, v_admin.user_id, v_reason, hippo.clock()) on conflict do nothing;
    v_votes := hippo.persons_count(array(select user_id from hippo.round_void_vote where round_id = p_round_id), v_round.opened_at);
    if v_is_alone or v_votes >= 2 then
        perform hippo.round_void_request(p_round_id, v_reason);
        v_round.void_requested_at := hippo.clock();
    end if;
    return hippo.house_act(p_token_hash, v_admin, 'round_void_request', p_round_id::text, p_key, p_fingerprint, null,
        json_build_object('roundId', p_round_id, 'phase', v_round.phase, 'votes', v_votes,
                          'requested', v_round.void_requested_at is not null), p_reason);
end
$$;
