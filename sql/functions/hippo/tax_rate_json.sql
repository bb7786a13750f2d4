-- SPDX-License-Identifier: MIT
-- Purpose: a rate of what is withheld from prizes, as answers show it.
-- Parameters: p_rate a row
-- Returns: json {rateId, rate, above, from, setBy, setAt}
create or replace function hippo.tax_rate_json(p_rate hippo.tax_rate) returns json
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select json_build_object('rateId', p_rate.tax_rate_id, 'rate', p_rate.rate, 'above', p_rate.above, 'from', p_rate.from_day,
        'setBy', hippo.user_json(p_rate.set_by), 'setAt', hippo.rfc3339(p_rate.set_at))
$$;
