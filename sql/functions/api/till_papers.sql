-- SPDX-License-Identifier: MIT
-- Purpose: the receipts of an open till session whose paper nobody has confirmed, newest first, 20 at most: tickets that were
--          sold, slips of payments, refunds and annulments.
-- Parameters: p_token_hash; p_till_id, null for the own till
-- Returns: json {items [{number, kind ticket or slip, action, amount, at}]}; none when the till is closed
-- Errors: HP401; HP403
create or replace function api.till_papers(p_token_hash bytea, p_till_id bigint) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
    v_till_id integer := hippo.till_see(v_user, p_till_id);
begin
    return (
        select json_build_object('items', coalesce(json_agg(json_build_object(
            'number', hippo.ticket_number(page.ticket_id),
            'kind', case page.action when 'sale' then 'ticket' else 'slip' end,
            'action', page.action, 'amount', page.amount, 'at', hippo.rfc3339(page.at)) order by page.seq desc), '[]'))
        from (
            select j.* from hippo.till_book b
            join hippo.till_session s on s.till_session_id = b.till_session_id
            join hippo.journal j on j.scope = b.till_id and j.seq >= s.opened_seq
            where b.till_id = v_till_id and j.action in ('sale', 'pay', 'refund', 'void')
                and not exists (select from hippo.paper_seen p where p.till_id = j.scope and p.seq = j.seq)
            order by j.seq desc limit 20) page);
end
$$;
