-- SPDX-License-Identifier: MIT
-- Purpose: a cashier (or supervisor) opens a till of the own shop with a counted float from the shop's safe. A cashier has
--          one open till, a till one cashier. Or takes over what the cashier before counted and left in the drawer for her.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_till_id; p_float in minor units, 0 or more;
--             p_handover the session that is taken over: the float is what was counted in it; may be null
-- Returns: json, the X report of the new session
-- Errors: HP400; HP401; HP403 another shop; HP404; HP409 till_open, user_till_open, till_out_of_use,
--         handover_gone; HP422
create or replace function api.till_open(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_float bigint, p_handover bigint default null)
returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
    v_answer json := hippo.request_replay(v_user.user_id, p_key, p_fingerprint);
    v_till hippo.till;
    v_entry hippo.journal;
    v_session integer;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    if (p_float between 0 and 1000000000000) is not true then
        perform hippo.refuse(400, 'bad_parameter', 'a float is an amount of 0 or more', '{"name": "float"}');
    end if;
    -- Who and what may be taken out of use at this moment is looked at when nobody can do that any more.
    perform from hippo.house_book for no key update;
    v_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
    perform from hippo.till_book where till_id = p_till_id for no key update;
    select * into v_till from hippo.till where till_id = p_till_id;
    if not found then
        perform hippo.refuse(404, 'not_found', format('there is no till %s', p_till_id));
    elsif v_till.shop_id <> v_user.shop_id then
        perform hippo.refuse(403, 'forbidden', 'the till is in another shop');
    elsif v_till.closed_at is not null or (select closed_at is not null from hippo.shop where shop_id = v_till.shop_id) then
        perform hippo.refuse(409, 'till_out_of_use', 'the till, or its shop, is out of use');
    end if;
    if exists (select from hippo.till_session where till_id = v_till.till_id and state <> 'closed') then
        perform hippo.refuse(409, 'till_open', 'the till is open, or waits for a supervisor');
    elsif exists (select from hippo.till_session where user_id = v_user.user_id and state = 'open') then
        perform hippo.refuse(409, 'user_till_open', 'you have an open till already');
    end if;
    if p_handover is not null and not exists (select from hippo.handover_waiting(v_till.till_id) h
                                              where (h.till_session_id, h.amount) = (p_handover, p_float)) then
        perform hippo.refuse(409, 'handover_gone', 'there is no such sum to be taken over at this till any more');
    end if;
    v_entry := hippo.journal_entry(p_token_hash, v_user.user_id, v_till.till_id, 'till_open', null, p_key, p_fingerprint);
    v_entry.at := hippo.clock();
    insert into hippo.till_session (till_id, user_id, opened_at, opened_seq, float_minor, taken_from)
    select v_till.till_id, v_user.user_id, v_entry.at, b.seq + 1, p_float, p_handover from hippo.till_book b where b.till_id = v_till.till_id
    returning till_session_id into v_session;
    update hippo.till_book set till_session_id = v_session, user_id = v_user.user_id where till_id = v_till.till_id;
    perform hippo.till_limit(v_till.till_id);
    if p_float > 0 then
        v_entry := hippo.posting(v_entry, 'till_cash', v_till.till_id, 'shop_safe', v_till.shop_id, p_float);
    end if;
    v_entry.after := json_build_object('sessionId', v_session, 'till', hippo.till_json(v_till.till_id), 'state', 'open',
        'cashier', hippo.user_json(v_user.user_id), 'openedAt', hippo.rfc3339(v_entry.at), 'float', p_float);
    perform hippo.journal_append(v_entry);
    return v_entry.after;
end
$$;
