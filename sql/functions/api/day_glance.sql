-- SPDX-License-Identifier: MIT
-- Purpose: a day of the house at a glance, for whoever watches it: what it came to so far, its last rounds, and, of the present
--          day, how the house stands now. A supervisor sees the own shop. The work is bounded by the rounds, the till
--          sessions and the payments of that day.
-- Parameters: p_token_hash; p_day, null for today
-- Returns: json {day, generatedAt, shop, a supervisor's or null, the members of hippo.glance_day_json; lastRounds, the newest
--          ten of the day; now, as hippo.glance_now_json, null on another day}
-- Errors: HP401; HP403
create or replace function api.day_glance(p_token_hash bytea, p_day date) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'supervisor', 'auditor', 'admin');
    v_today date := hippo.house_day(hippo.clock());
    v_day date := coalesce(p_day, v_today);
    v_shop_id integer := case when v_user.role = 'supervisor' then v_user.shop_id end;
    v_rounds int8range := hippo.day_rounds(v_day);
begin
    return hippo.json_join(
        json_build_object('day', v_day, 'generatedAt', hippo.rfc3339(hippo.clock()), 'shop', hippo.shop_json(v_shop_id)),
        hippo.json_join(hippo.glance_day_json(v_day, v_shop_id), json_build_object(
            'lastRounds', (
                select coalesce(json_agg(json_build_object(
                    'roundId', r.round_id, 'phase', r.phase, 'openedAt', hippo.rfc3339(r.opened_at),
                    'order', case when r.phase = 'settled' then r.runner_order end,
                    'stakes', o.stakes, 'prizes', case when r.phase = 'settled' then o.prizes end) order by r.round_id desc), '[]')
                from (select * from hippo.round where round_id <@ v_rounds
                          and round_id >= coalesce(upper(v_rounds), 0) - 10 order by round_id desc limit 10) r
                left join hippo.round_totals o on v_shop_id is null and o.round_id = r.round_id),
            'now', case when v_day = v_today then hippo.glance_now_json(v_user) end)));
end
$$;
