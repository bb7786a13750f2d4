-- SPDX-License-Identifier: MIT
-- Purpose: what corrected the count of a till session after its close.
-- Parameters: p_session a row
-- Returns: json {entry, counted, variance, counts, at, by, reason}; null when nothing did
create or replace function hippo.session_correction_json(p_session hippo.till_session) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object(
            'entry', j.seq, 'counted', p_session.corrected_minor,
            'variance', p_session.corrected_minor - p_session.expected_minor,
            'counts', j.after -> 'counts', 'at', hippo.rfc3339(j.at), 'by', hippo.user_json(j.user_id), 'reason', j.reason)
        from hippo.journal j where j.scope = p_session.till_id and j.seq = p_session.corrected_seq);
end
$$;
