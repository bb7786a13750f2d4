-- SPDX-License-Identifier: MIT
-- Purpose: an admin sets what is withheld from prizes, from a day on that has not begun: the prizes of rounds that opened before
--          keep their rate, whenever they are paid. Set again for the same day, the later one counts.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_rate hundredths of a percent, 0: nothing any more; p_above
--             what a ticket's prize has to be more than, in minor units, null for 0; p_from the first day
-- Returns: json as hippo.tax_rate_json
-- Errors: HP400; HP401; HP403; HP422
create or replace function api.tax_rate_set(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_rate bigint, p_above bigint, p_from date) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_rate hippo.tax_rate;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hippo.require(coalesce(p_rate between 0 and 9999, false), 'rate'),
            hippo.require(coalesce(p_above between 0 and 1000000000000000, true), 'above'),
            hippo.require(coalesce(p_from > hippo.house_day(hippo.clock()), false), 'from');
    insert into hippo.tax_rate (from_day, rate, above, set_by, set_at)
    values (p_from, p_rate, coalesce(p_above, 0), v_admin.user_id, hippo.clock())
    returning * into v_rate;
    return hippo.house_act(p_token_hash, v_admin, 'tax_rate_set', v_rate.tax_rate_id::text, p_key, p_fingerprint,
                           null, hippo.tax_rate_json(v_rate), null);
end
$$;
