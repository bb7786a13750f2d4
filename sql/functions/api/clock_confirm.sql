-- SPDX-License-Identifier: MIT
-- Purpose: an admin has looked at the clock after the house was down, and it is right: claims expire by it again from now on,
--          and not by what the house has lived through itself.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_reason
-- Returns: json {livedAt, behindMs}: the time that holds now, and by how much it was behind
-- Errors: HP400 reason; HP401; HP403; HP409 clock_wrong: it jumped, or differs from the scheduler's; HP422
create or replace function api.clock_confirm(p_token_hash bytea, p_key text, p_fingerprint bytea, p_reason text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_reason text := hippo.text_require(p_reason, 200, 'reason');
    v_now timestamptz := hippo.clock();
    v_clock hippo.house_clock;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform from hippo.house_book for no key update;
    select * into v_clock from hippo.house_clock;
    if v_clock.state <> 'right' or v_now < v_clock.seen_at then
        perform hippo.refuse(409, 'clock_wrong', 'the clock is wrong now: set it right first, and confirm it in a later round');
    end if;
    v_answer := hippo.house_act(p_token_hash, v_admin, 'clock_confirm', null, p_key, p_fingerprint, null,
        json_build_object('livedAt', hippo.rfc3339(v_now),
                          'behindMs', greatest(hippo.ms(v_now) - hippo.ms(v_clock.lived_at), 0)),
        v_reason);
    update hippo.house_clock set lived_at = v_now;
    return v_answer;
end
$$;
