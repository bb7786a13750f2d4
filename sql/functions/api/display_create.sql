-- SPDX-License-Identifier: MIT
-- Purpose: another display for a till, by its cashier or a supervisor of its shop. It takes no key: its token is told once, so
--          an answer that was lost leaves a display that nobody has, to be revoked.
-- Parameters: p_token_hash; p_till_id, null for the own till; p_display_hash SHA-256 of the display's token; p_with_code a
--             short code is wanted, too, for a screen that can read no QR code (api.display_claim); may be null
-- Returns: json as hippo.display_json; with {code, codeExpiresAt} if a code was wanted
-- Errors: HP400; HP401; HP403 another's till; HP404; HP409 till_closed, displays_full
create or replace function api.display_create(
    p_token_hash bytea, p_till_id bigint, p_display_hash bytea, p_with_code boolean default null) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    c_most constant integer := 8;
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
    v_book hippo.till_book := hippo.till_take(v_user, p_till_id);
    v_display hippo.display;
    v_entry hippo.journal;
    v_code text;
begin
    update hippo.display set code_hash = null, code_expires_at = null where code_expires_at <= hippo.clock();
    if (select count(*) >= c_most from hippo.display where till_id = v_book.till_id and revoked_at is null) then
        perform hippo.refuse(409, 'displays_full', 'the till has all the displays that it can have: revoke one',
                             jsonb_build_object('limit', c_most));
    end if;
    insert into hippo.display (till_id, token_hash, created_at, created_by)
    values (v_book.till_id, p_display_hash, hippo.clock(), v_user.user_id) returning * into v_display;
    insert into hippo.stream (channel) values ('display:' || v_display.display_id);
    v_entry := hippo.journal_entry(p_token_hash, v_user.user_id, v_book.till_id, 'display_create', v_display.display_id::text);
    v_entry.after := hippo.display_json(v_display);
    perform hippo.journal_append(v_entry);
    if p_with_code is not true then
        return v_entry.after;
    end if;
    v_code := lpad((('x' || encode(hippo.gen_random_bytes(7), 'hex'))::bit(56)::bigint % 100000000)::text, 8, '0');
    update hippo.display set code_hash = sha256(convert_to(v_code, 'UTF8')), code_expires_at = hippo.clock() + interval '5 minutes'
    where display_id = v_display.display_id returning * into v_display;
    return hippo.json_join(v_entry.after, json_build_object(
        'code', v_code, 'codeExpiresAt', hippo.rfc3339(v_display.code_expires_at)));
end
$$;
