-- SPDX-License-Identifier: MIT
-- Purpose: a screen that was told a display's short code gets the display's token: a new one, so that whoever had the old one has
--          none any more. A code is good once, for five minutes. How often strangers may guess is the api's business.
-- Parameters: p_code eight digits; p_display_hash SHA-256 of the token that it gets
-- Returns: json {displayId, till}; null when there is no such code
-- Errors: HP400 code, which cannot be one
create or replace function api.display_claim(p_code text, p_display_hash bytea) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_display hippo.display;
begin
    perform hippo.require((p_code ~ '^[0-9]{8}$') is true, 'code');
    update hippo.display d set token_hash = p_display_hash, code_hash = null, code_expires_at = null
    from hippo.till t
    where d.code_hash = sha256(convert_to(p_code, 'UTF8')) and d.code_expires_at > hippo.clock() and d.revoked_at is null
        and t.till_id = d.till_id and t.closed_at is null
    returning d.* into v_display;
    if not found then
        return null;
    end if;
    return json_build_object('displayId', v_display.display_id, 'till', hippo.till_json(v_display.till_id));
end
$$;
