-- SPDX-License-Identifier: MIT
-- Purpose: how many rows a report's file may have.
-- Returns: integer
create or replace function hippo.report_rows_max() returns integer
language sql immutable
as $$ select 1000000 $$;
