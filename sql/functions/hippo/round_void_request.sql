-- SPDX-License-Identifier: MIT
-- Purpose: asks for a round to be void. The scheduler carries it out at once, since only it can open the secret that
--          a void round must publish too.
-- Parameters: p_round_id; p_reason, shown to everybody
-- Errors: HP400 no reason; HP404 no such round; HP409 settled or void already
create or replace function hippo.round_void_request(p_round_id bigint, p_reason text) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if coalesce(btrim(p_reason), '') = '' then
        raise exception 'a reason is required' using errcode = 'HP400';
    end if;
    perform hippo.round_take(p_round_id, 'betting', 'locked', 'racing', 'finished');
    update hippo.round set void_requested_at = hippo.clock(), void_reason = p_reason
    where round_id = p_round_id and void_requested_at is null;
end
$$;
