-- SPDX-License-Identifier: MIT
-- Purpose: how the house's clock stands, for api.health. behind: it is before what the house has seen already, and no leading
--          scheduler has dealt with that yet.
-- Parameters: p_round the current round; p_asked_ms the wall clock of the api when it asked, null when it did not say
-- Returns: json {state, skewMs, apiSkewMs, livedBehindMs, since}
create or replace function hippo.clock_json(p_round hippo.round, p_asked_ms bigint) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_now_ms bigint := hippo.ms(hippo.clock());
    v_clock hippo.house_clock := (select c from hippo.house_clock c);
    v_ahead_ms bigint := case when isfinite(v_clock.seen_at) then hippo.ms(v_clock.seen_at) - v_now_ms end;
    v_is_behind boolean := hippo.round_is_ahead(p_round)
        or coalesce(v_ahead_ms > hippo.setting_integer('clock_skew_max_ms'), false);
begin
    return json_build_object(
        'state', case when v_is_behind then 'behind' else v_clock.state end,
        'skewMs', case when v_is_behind then coalesce(least(-v_ahead_ms, 0), 0) else v_clock.skew_ms end,
        'apiSkewMs', v_now_ms - p_asked_ms,
        'livedBehindMs', greatest(v_now_ms - hippo.ms(v_clock.lived_at), 0),
        'since', hippo.rfc3339(v_clock.changed_at));
end
$$;
