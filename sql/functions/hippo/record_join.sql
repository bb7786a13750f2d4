-- SPDX-License-Identifier: MIT
-- Purpose: what two schedulers' records know together.
-- Parameters: two records as of hippo.house_record, each may be null
-- Returns: json {era, beat, at, round, entry}: the highest of each
create or replace function hippo.record_join(p_record json, p_other json) returns json
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select json_build_object(
        'era', max((r ->> 'era')::integer), 'beat', max((r ->> 'beat')::bigint), 'at', max((r ->> 'at')::timestamptz),
        'round', max((r ->> 'round')::bigint), 'entry', max((r ->> 'entry')::bigint))
    from (values (p_record), (p_other)) as given (r)
$$;
