-- SPDX-License-Identifier: MIT
-- Purpose: an admin renames a till, changes its limits, or takes it out of use (it must be closed then) or back into use.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_till_id; then null for what stays: p_name; p_is_in_use;
--             p_limits as hippo.limits_change
-- Returns: json as hippo.till_full_json
-- Errors: HP400; HP401; HP403; HP404; HP409 till_open, limit_wider, limit_too_low; HP422
create or replace function api.till_update(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_till_id bigint, p_name text, p_is_in_use boolean,
    p_limits json default null) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_old hippo.till;
    v_new hippo.till;
    v_before json;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform from hippo.house_book for no key update;
    perform from hippo.till_book where till_id = p_till_id for no key update;
    select * into v_old from hippo.till where till_id = p_till_id for no key update;
    if not found then
        perform hippo.refuse(404, 'not_found', 'there is no such till');
    elsif p_is_in_use is false and exists (
        select from hippo.till_session where till_id = p_till_id and state <> 'closed') then
        perform hippo.refuse(409, 'till_open', 'the till is open: close it first');
    end if;
    v_before := hippo.till_full_json(v_old);
    perform hippo.limits_change('till', v_old.till_id, p_limits);
    update hippo.till
    set name = hippo.text_require(coalesce(p_name, name), 60, 'name'),
        closed_at = case when not coalesce(p_is_in_use, closed_at is null) then coalesce(closed_at, hippo.clock()) end
    where till_id = p_till_id returning * into v_new;
    return hippo.house_act(p_token_hash, v_admin, 'till_update', p_till_id::text, p_key, p_fingerprint,
                           v_before, hippo.till_full_json(v_new), null);
end
$$;
