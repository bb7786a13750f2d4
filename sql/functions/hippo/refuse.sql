-- SPDX-License-Identifier: MIT
-- Purpose: the one way in which the money functions say no: a status for HTTP, a sentence for people, a code and facts
--          for programs.
-- Parameters: p_status of HTTP, 400 to 429 or 503; p_code stable; p_message; p_facts a JSON object, may be null
-- Errors: HP<status>, its detail a JSON object with `code` and the facts
create or replace function hippo.refuse(p_status integer, p_code text, p_message text, p_facts jsonb default null)
returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    raise exception '%', p_message using errcode = 'HP' || p_status,
        detail = jsonb_build_object('code', p_code) || coalesce(p_facts, '{}');
end
$$;
