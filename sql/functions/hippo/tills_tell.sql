-- SPDX-License-Identifier: MIT
-- Purpose: tells the admin's channel, and every till that sold in a round, what became of its tickets.
-- Parameters: p_round_id; p_event its name; p_totals of the round
create or replace function hippo.tills_tell(p_round_id bigint, p_event text, p_totals json) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_till record;
begin
    perform hippo.stream_append('admin', p_event, p_round_id, json_build_object('totals', p_totals));
    for v_till in
        select s.till_id, count(*) as tickets, sum(t.stake) as stakes, coalesce(sum(t.prize), 0) as prizes,
               count(*) filter (where t.state in ('won', 'refundable')) as payable,
               (array_agg(json_build_object('number', hippo.ticket_number(t.ticket_id), 'amount', coalesce(t.prize, t.stake))
                          order by t.ticket_id) filter (where t.state in ('won', 'refundable')))[1:100] as list
        from hippo.ticket t join hippo.till_session s on s.till_session_id = t.till_session_id
        where t.round_id = p_round_id and t.state in ('won', 'lost', 'refundable')
        group by s.till_id order by s.till_id
    loop
        perform hippo.stream_append('till:' || v_till.till_id, p_event, p_round_id, json_build_object(
            'tickets', v_till.tickets, 'stakes', v_till.stakes, 'prizes', v_till.prizes, 'payable', v_till.payable,
            'list', coalesce(array_to_json(v_till.list), '[]')));
    end loop;
end
$$;
