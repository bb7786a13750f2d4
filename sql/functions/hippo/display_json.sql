-- SPDX-License-Identifier: MIT
-- Purpose: a display as answers name it.
-- Parameters: p_display a row
-- Returns: json {displayId, till, createdAt, by}
create or replace function hippo.display_json(p_display hippo.display) returns json
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select json_build_object('displayId', p_display.display_id, 'till', hippo.till_json(p_display.till_id),
        'createdAt', hippo.rfc3339(p_display.created_at), 'by', hippo.user_json(p_display.created_by))
$$;
