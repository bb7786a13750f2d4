-- SPDX-License-Identifier: MIT
-- Purpose: a display's next picture, for as long as a till's line may be silent: the till repeats it, and a display whose till
--          has gone clears itself. What earlier customers saw is forgotten.
-- Parameters: p_display_id; p_picture
create or replace function hippo.display_append(p_display_id integer, p_picture json) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    c_silent_ms constant integer := 8000;
    c_kept constant integer := 16; -- as many as a gateway may be behind
    v_channel text := 'display:' || p_display_id;
    v_offset bigint := hippo.stream_append(v_channel, 'display_picture', null, json_build_object(
        'picture', p_picture, 'until', hippo.ms(hippo.clock()) + c_silent_ms));
begin
    delete from hippo.stream_event where channel = v_channel and "offset" <= v_offset - c_kept;
end
$$;
