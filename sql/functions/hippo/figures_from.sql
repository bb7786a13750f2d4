-- SPDX-License-Identifier: MIT
-- Purpose: where the figures of the report that is being made come from, as api.report_from or api.report_lines_from was told.
-- Returns: as_of the time up to which everything is in them, on a replica, null: the main database; because why that and not the
--          replica, null: it did answer, or there is none
create or replace function hippo.figures_from(out as_of timestamptz, out because text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select nullif(current_setting('hippo.as_of', true), '')::timestamptz, nullif(current_setting('hippo.because', true), '')
$$;
