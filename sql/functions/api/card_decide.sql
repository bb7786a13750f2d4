-- SPDX-License-Identifier: MIT
-- Purpose: another admin approves a proposed card, or rejects it. An approved one takes the place of the card that runs, from
--          the next round on; where several take turns, it waits until it is put on the list (card_schedule_update). Both, who
--          proposed and who decides, must have had their rights before the proposal (hippo.person_counts).
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_card_id; p_is_approved; p_reason, required to reject
-- Returns: json as hippo.card_json, without prices
-- Errors: HP400; HP401; HP403 own_proposal, rights_too_new; HP404; HP409 decided already; HP409 card_return, card_unsellable,
--         card_coin: it must not run; HP422
create or replace function api.card_decide(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_card_id bigint, p_is_approved boolean, p_reason text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_old hippo.card_template;
    v_new hippo.card_template;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hippo.require(p_is_approved is not null, 'approved'), hippo.remark_require(p_reason, 200, 'reason'),
            hippo.require(p_is_approved or length(btrim(p_reason)) > 0, 'reason');
    perform from hippo.house_book for no key update; -- one decision at a time
    select * into v_old from hippo.card_template where card_template_id = p_card_id for no key update;
    if not found then
        perform hippo.refuse(404, 'not_found', 'there is no such card');
    elsif v_old.proposed_by is null or v_old.decided_by is not null then
        perform hippo.refuse(409, 'conflict', 'the card is decided already');
    elsif v_old.proposed_by = v_admin.user_id then
        perform hippo.refuse(403, 'own_proposal', 'another person has to decide on this card');
    end if;
    perform hippo.person_require(v_admin, v_old.created_at),
            hippo.person_require((select u from hippo.app_user u where u.user_id = v_old.proposed_by), v_old.created_at);
    update hippo.card_template
    set is_rejected = not p_is_approved, decided_by = v_admin.user_id, decided_at = hippo.clock(),
        reason = coalesce(nullif(btrim(p_reason), ''), reason)
    where card_template_id = p_card_id returning * into v_new;
    if p_is_approved and (select count(*) from hippo.card_schedule) <= 1 then
        perform hippo.card_schedule_set(array[p_card_id], '{1}');
    elsif p_is_approved then
        perform hippo.card_require(p_card_id);
    end if;
    return hippo.house_act(p_token_hash, v_admin, case when p_is_approved then 'card_approve' else 'card_reject' end, v_new.name,
                           p_key, p_fingerprint, hippo.card_json(v_old, false), hippo.card_json(v_new, false), p_reason);
end
$$;
