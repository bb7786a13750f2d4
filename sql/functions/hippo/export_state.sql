-- SPDX-License-Identifier: MIT
-- Purpose: how far an export is. After three tries that came to nothing it is given up.
-- Parameters: p_export a row
-- Returns: text: working, ready, failed, forgotten
create or replace function hippo.export_state(p_export hippo.export) returns text
language sql stable
as $$
    select case when p_export.forgotten_at is not null then 'forgotten' when p_export.signed_at is not null then 'ready'
                when p_export.tries > 3 then 'failed' else 'working' end
$$;
