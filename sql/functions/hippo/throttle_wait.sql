-- SPDX-License-Identifier: MIT
-- Purpose: refuses an attempt of a subject that has to wait after too many failures. A wait of more than a quarter of an
--          hour, the longest there is, was written by a clock that was ahead: nobody waits for that.
-- Parameters: p_subject
-- Errors: HP429 too_many_attempts, with retryAfterMs
create or replace function hippo.throttle_wait(p_subject text) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_wait bigint := (select ceil(extract(epoch from retry_at - hippo.clock()) * 1000) from hippo.throttle
                      where subject = p_subject and retry_at <= hippo.clock() + interval '15 minutes');
begin
    if v_wait > 0 then
        perform hippo.refuse(429, 'too_many_attempts', 'too many attempts: wait', jsonb_build_object('retryAfterMs', v_wait));
    end if;
end
$$;
