-- SPDX-License-Identifier: MIT
-- Purpose: how the house stands at this moment: the round that is on, what may have to be paid, tills, who is connected.
-- Parameters: p_user who asks: a supervisor, about the own shop
-- Returns: json {round {roundId, phase, tickets, stakes, most}, null before the first; unpaid {tickets, amount}; tills;
--          connected; alarms, the house's, null to a supervisor}. most is what the open tickets can win at most, in the worst
--          order of finish for each till: never less than in any
create or replace function hippo.glance_now_json(p_user hippo.app_user) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_shop_id integer := case when p_user.role = 'supervisor' then p_user.shop_id end;
    v_first bigint := coalesce(v_shop_id, 0) * 100000000000; -- a ticket's number begins with its shop's
    v_behind bigint := coalesce(v_shop_id + 1, 1000) * 100000000000;
begin
    return json_build_object(
        'round', (
            select json_build_object('roundId', r.round_id, 'phase', r.phase, 'tickets', coalesce(sum(p.round_tickets), 0),
                                     'stakes', coalesce(sum(b.stakes), 0), 'most', coalesce(sum(b.bound), 0))
            from hippo.round_latest() r
            left join (hippo.till_book b join hippo.till k on k.till_id = b.till_id and k.shop_id = coalesce(v_shop_id, k.shop_id)
                       left join hippo.pulse_till p on p.till_id = b.till_id and p.round_id = b.round_id)
                on b.round_id = r.round_id and r.phase not in ('settled', 'void')
            where r.round_id is not null group by r.round_id, r.phase),
        'unpaid', (select json_build_object('tickets', count(*), 'amount', coalesce(sum(amount), 0))
                   from hippo.claim where ticket_id >= v_first and ticket_id < v_behind),
        'tills', hippo.glance_tills_json(p_user),
        'connected', hippo.presence_json(v_shop_id),
        'alarms', case when v_shop_id is null then hippo.alarms_json() end);
end
$$;
