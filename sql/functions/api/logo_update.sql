-- SPDX-License-Identifier: MIT
-- Purpose: an admin puts a picture at the head of the house's papers, or takes it away. Tills print it once their pages have been
--          loaded anew.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_logo {width, height, bits} as hippo.logo_json, null for none;
--             p_reason, may be null
-- Returns: json {logo}
-- Errors: HP400 bad_parameter: width a multiple of 8 up to 384, height 8 to 192, bits in base64, a bit a dot; HP401; HP403; HP422
create or replace function api.logo_update(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_logo json, p_reason text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_before json := hippo.logo_json();
    v_width integer;
    v_height integer;
    v_bits bytea;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hippo.remark_require(p_reason, 200, 'reason');
    perform from hippo.house_book for no key update; -- as whatever changes the house
    delete from hippo.logo;
    if json_typeof(p_logo) <> 'null' then
        perform hippo.require(json_typeof(p_logo) = 'object', 'logo');
        perform hippo.require((select array_agg(k order by k) from json_object_keys(p_logo) k) = '{bits,height,width}', 'logo'),
                hippo.require(coalesce(p_logo ->> 'width' ~ '^[1-9][0-9]{0,2}$', false), 'logo.width'),
                hippo.require(coalesce(p_logo ->> 'height' ~ '^[1-9][0-9]{0,2}$', false), 'logo.height'),
                hippo.require(coalesce(p_logo ->> 'bits' ~ '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$', false),
                              'logo.bits');
        v_width := p_logo ->> 'width';
        v_height := p_logo ->> 'height';
        v_bits := decode(p_logo ->> 'bits', 'base64');
        perform hippo.require(v_width between 8 and 384 and v_width % 8 = 0, 'logo.width'),
                hippo.require(v_height between 8 and 192, 'logo.height'),
                hippo.require(octet_length(v_bits) = v_width / 8 * v_height, 'logo.bits');
        insert into hippo.logo (width, height, bits) values (v_width, v_height, v_bits);
    end if;
    return hippo.house_act(p_token_hash, v_admin, 'logo', null, p_key, p_fingerprint, json_build_object('logo', v_before),
                           json_build_object('logo', hippo.logo_json()), p_reason);
end
$$;
