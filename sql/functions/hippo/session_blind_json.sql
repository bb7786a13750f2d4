-- SPDX-License-Identifier: MIT
-- Purpose: the report of a till session for those who must not know what should be in it: until it is counted, how often
--          something happened and not how much it came to. Once it is counted, all of it.
-- Parameters: p_session a row
-- Returns: json as hippo.session_json; of an open session the totals are {float, sales, voids, payments, refunds: each {count}}
create or replace function hippo.session_blind_json(p_session hippo.till_session) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_report json := hippo.session_json(p_session.till_session_id);
    v_totals json := v_report -> 'totals';
begin
    if p_session.state <> 'open' then
        return v_report;
    end if;
    return (
        select json_object_agg(m.key, case m.key when 'totals' then json_build_object(
            'float', v_totals -> 'float',
            'sales', json_build_object('count', v_totals #> '{sales,count}'),
            'voids', json_build_object('count', v_totals #> '{voids,count}'),
            'payments', json_build_object('count', v_totals #> '{payments,count}'),
            'refunds', json_build_object('count', v_totals #> '{refunds,count}')) else m.value end order by m.place)
        from json_each(v_report) with ordinality as m (key, value, place));
end
$$;
