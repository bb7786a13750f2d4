-- SPDX-License-Identifier: MIT
-- Purpose: claims that nobody made in time fall to the house, oldest first. In time is what the house has lived through: a
--          clock that jumped ahead takes nobody's prize.
-- Parameters: p_limit tickets at most
-- Returns: integer, the tickets expired
create or replace function hippo.claims_expire(p_limit integer) returns integer
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_now timestamptz := hippo.clock();
    v_lived timestamptz := hippo.lived();
    v_ticket hippo.ticket;
    v_entry hippo.journal;
    v_count integer := 0;
begin
    for v_ticket in
        select t.* from hippo.claim c join hippo.ticket t on t.ticket_id = c.ticket_id
        where c.expires_at <= v_lived
        order by c.expires_at, c.ticket_id limit p_limit
        for no key update of t skip locked
    loop
        continue when v_ticket.state not in ('won', 'refundable'); -- paid a moment ago
        v_entry := null;
        v_entry.action := 'expiry';
        v_entry.ticket_id := v_ticket.ticket_id;
        v_entry.at := v_now;
        v_entry := hippo.posting(v_entry,
            case v_ticket.state when 'won' then 'prizes_payable' else 'refunds_payable' end::hippo.account, v_ticket.round_id,
            'unclaimed', 0, coalesce(v_ticket.prize, v_ticket.stake));
        delete from hippo.claim where ticket_id = v_ticket.ticket_id;
        update hippo.ticket set state = 'expired', closed_at = v_now, closed_scope = 0, closed_seq = hippo.journal_append(v_entry)
        where ticket_id = v_ticket.ticket_id;
        v_count := v_count + 1;
    end loop;
    if v_count > 0 then
        perform hippo.stream_append('admin', 'tickets_expired', null, json_build_object('tickets', v_count));
    end if;
    return v_count;
end
$$;
