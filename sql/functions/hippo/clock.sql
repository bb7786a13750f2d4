-- SPDX-License-Identifier: MIT
-- Purpose: the house's clock: the database's, read anew at each call (a transaction that waited must see the time
--          after the wait, not before). Tests of the owner may set it with `set hippo.clock = '…'`.
--          In SQL, without settings of its own: so it becomes part of the expression that calls it, in every sale.
-- Returns: timestamptz
create or replace function hippo.clock() returns timestamptz
language sql volatile
as $$
    select case when pg_catalog.current_setting('hippo.clock', true) <> '' then hippo.clock_set()
                else pg_catalog.clock_timestamp() end
$$;
