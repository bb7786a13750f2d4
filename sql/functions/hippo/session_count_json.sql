-- SPDX-License-Identifier: MIT
-- Purpose: how a till session was counted.
-- Parameters: p_session a row
-- Returns: json {counted, expected, variance, counts, at, by}; null before the count
create or replace function hippo.session_count_json(p_session hippo.till_session) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return case when p_session.state <> 'open' then json_build_object(
        'counted', p_session.counted_minor, 'expected', p_session.expected_minor,
        'variance', p_session.counted_minor - p_session.expected_minor, 'counts', p_session.counts,
        'at', hippo.rfc3339(p_session.counted_at), 'by', hippo.user_json(p_session.counted_by)) end;
end
$$;
