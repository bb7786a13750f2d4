-- SPDX-License-Identifier: MIT
-- Purpose: which rounds a proof looks at: those that opened after one sealed day and up to another.
-- Parameters: as hippo.window_chain
-- Returns: one row: after_round, which is not looked at; last_round
create or replace function hippo.window_rounds(p_after date, p_until date, out after_round bigint, out last_round bigint)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select coalesce((select last_round_id from hippo.seal where day = p_after), -9223372036854775808),
           case when p_until is null then 9223372036854775807 else (select last_round_id from hippo.seal where day = p_until) end
$$;
