-- SPDX-License-Identifier: MIT
-- Purpose: asks for a signed export of some days. The scheduler makes it; one at a time.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_from, p_to days, both included, 31 at most and none to come
-- Returns: json as hippo.export_json
-- Errors: HP400 from, to; HP401; HP403; HP409 another one is being made; HP422
create or replace function api.export_create(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_from date, p_to date) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'auditor', 'admin');
    v_answer json := hippo.request_replay(v_user.user_id, p_key, p_fingerprint);
    v_export hippo.export;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hippo.require(p_to <= hippo.house_day(hippo.clock()), 'to'),
            hippo.require(p_from between p_to - 30 and p_to, 'from');
    perform pg_advisory_xact_lock(hashtextextended('export asked for', 0));
    if exists (select from hippo.export e where hippo.export_state(e) = 'working') then
        perform hippo.refuse(409, 'conflict', 'another export is being made: wait until it is ready');
    end if;
    insert into hippo.export (from_day, to_day, user_id, asked_at) values (p_from, p_to, v_user.user_id, hippo.clock())
    returning * into v_export;
    return hippo.house_act(p_token_hash, v_user, 'export', format('%s %s', p_from, p_to), p_key, p_fingerprint, null,
                           hippo.export_json(v_export), null);
end
$$;
