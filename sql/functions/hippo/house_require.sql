-- SPDX-License-Identifier: MIT
-- Purpose: refuses what moves money while nobody knows yet whether the house was set back.
-- Errors: HP503 house_unconfirmed
create or replace function hippo.house_require() returns void
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if not hippo.house_is_confirmed() then
        perform hippo.refuse(503, 'house_unconfirmed',
            'the database has just started, and no scheduler has looked yet whether it was set back: try again in a moment',
            '{"retryAfterMs": 1000}');
    end if;
end
$$;
