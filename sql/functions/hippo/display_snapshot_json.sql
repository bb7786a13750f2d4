-- SPDX-License-Identifier: MIT
-- Purpose: what a display shows at this moment, for one that joins late.
-- Parameters: p_display_id
-- Returns: json {till, picture, until}: till as in every answer; picture and until (ms) are null when it shows nothing of a
--          customer
create or replace function hippo.display_snapshot_json(p_display_id integer) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_till_id integer := (select till_id from hippo.display where display_id = p_display_id);
    v_last json := (
        select data from hippo.stream_event where channel = 'display:' || p_display_id order by "offset" desc limit 1);
    v_is_shown boolean := (v_last ->> 'until')::bigint > hippo.ms(hippo.clock()) and v_last #>> '{picture,kind}' <> 'idle';
begin
    return json_build_object('till', hippo.till_json(v_till_id),
        'picture', case when v_is_shown then v_last -> 'picture' end, 'until', case when v_is_shown then v_last -> 'until' end);
end
$$;
