-- SPDX-License-Identifier: MIT
-- Purpose: refuses what a customer's display does not show. It has amounts, selections, a ticket's number and its QR code,
--          and no words: nobody can have it show others than its page's own.
-- Parameters: p_picture json {kind, lines [{market, selection, stake, odds, possibleGain}], total, possibleGain, number, qr,
--             roundId}; but for kind each may be missing or null
-- Errors: HP400 bad_parameter
create or replace function hippo.display_picture_require(p_picture json) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    c_number constant text := '^(null|number [0-9]{1,15})$';
    c_lines_max constant integer := 20;
begin
    perform hippo.require(hippo.json_fits(p_picture, jsonb_build_object(
        'kind', '^string (draft|sold|idle)$', 'lines', '^(null|array .*)$', 'total', c_number, 'possibleGain', c_number,
        'number', '^(null|string [0-9A-Z-]{1,24})$', 'qr', '^(null|string [0-9A-Z]{1,64})$', 'roundId', c_number)), 'picture');
    perform hippo.require(p_picture ->> 'kind' is not null, 'picture');
    if p_picture ->> 'lines' is not null then
        perform hippo.require(json_array_length(p_picture -> 'lines') <= c_lines_max, 'picture');
        perform hippo.require(hippo.json_fits(l, jsonb_build_object(
            'market', '^string [a-z_]{1,24}$', 'selection', '^string [0-9a-z-]{1,24}$', 'stake', c_number, 'odds', c_number,
            'possibleGain', c_number)), 'picture')
        from json_array_elements(p_picture -> 'lines') l;
    end if;
end
$$;
