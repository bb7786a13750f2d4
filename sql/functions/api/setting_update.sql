-- SPDX-License-Identifier: MIT
-- Purpose: an admin changes a setting, within its bounds. Times of a round, markets, limits of stakes and exposure apply from
--          the next round; the others at once; tickets keep the validity that is printed on them.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_name; p_value as text; p_reason, may be null
-- Returns: json as hippo.setting_json
-- Errors: HP400 value; HP401; HP403; HP404; HP409 settings_conflict: the value does not go with other settings, or with a card
--         that is to run; HP409 setting_fixed: amounts or days in the books depend on it; HP422
create or replace function api.setting_update(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_name text, p_value text, p_reason text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_old hippo.setting;
    v_new hippo.setting;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hippo.remark_require(p_reason, 200, 'reason');
    perform from hippo.house_book for no key update; -- two changes cannot each be right and both together wrong
    select * into v_old from hippo.setting where name = p_name for no key update;
    if not found then
        perform hippo.refuse(404, 'not_found', 'there is no such setting');
    end if;
    if v_old.kind = 'integer' then
        perform hippo.require(p_value ~ '^-?[0-9]{1,18}$', 'value');
        perform hippo.require(p_value::bigint between v_old.minimum and v_old.maximum, 'value');
        p_value := p_value::bigint;
    else
        p_value := hippo.text_require(p_value, 200, 'value');
    end if;
    update hippo.setting set value = p_value, updated_at = hippo.clock(), updated_by = v_admin.user_id
    where name = p_name returning * into v_new;
    perform hippo.settings_require(p_name);
    return hippo.house_act(p_token_hash, v_admin, 'setting', p_name, p_key, p_fingerprint, hippo.setting_json(v_old),
                           hippo.setting_json(v_new), p_reason);
end
$$;
