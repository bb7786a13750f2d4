-- SPDX-License-Identifier: MIT
-- Purpose: adds up a count of cash.
-- Parameters: p_counts json object, denomination in minor units to pieces; denominations that are left out are none
-- Returns: bigint
-- Errors: HP400 counts: not such an object, a denomination that the house does not have, a number of pieces that is none
create or replace function hippo.cash_count(p_counts json) returns bigint
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_known text[] := string_to_array(hippo.setting_text('denominations'), ' ');
    v_piece record;
    v_sum bigint := 0;
begin
    if json_typeof(p_counts) is distinct from 'object' then
        perform hippo.refuse(400, 'counts', 'counts is an object of denominations');
    end if;
    for v_piece in select key, value::text as pieces from json_each(p_counts) loop
        if v_piece.key <> all (v_known) or v_piece.pieces !~ '^(0|[1-9][0-9]{0,6})$' then
            perform hippo.refuse(400, 'counts', format('%s pieces of %s cannot be', v_piece.pieces, v_piece.key),
                                 jsonb_build_object('denomination', v_piece.key));
        end if;
        v_sum := v_sum + v_piece.key::bigint * v_piece.pieces::bigint;
    end loop;
    if (select count(*) <> count(distinct key) from json_each(p_counts)) then
        perform hippo.refuse(400, 'counts', 'a denomination is counted twice');
    end if;
    return v_sum;
end
$$;
