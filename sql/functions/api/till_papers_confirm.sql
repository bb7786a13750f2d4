-- SPDX-License-Identifier: MIT
-- Purpose: notes that somebody saw these papers of a till's open session come out. It moves no money and is no act of the books, so it leaves
--          no entry in the journal and needs no key: said again, it is as it was.
-- Parameters: p_token_hash; p_till_id, null for the own till; p_papers [{number, kind ticket or slip}], 100 at most; those that
--             the till does not have are nothing
-- Returns: json {confirmed}: how many were not before
-- Errors: HP400 bad_parameter; HP401; HP403
create or replace function api.till_papers_confirm(p_token_hash bytea, p_till_id bigint, p_papers json) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
    v_till_id integer := hippo.till_see(v_user, p_till_id);
    v_count integer;
begin
    perform hippo.require(case json_typeof(p_papers) when 'array' then json_array_length(p_papers) <= 100 end, 'papers');
    perform hippo.require((json_typeof(paper) = 'object' and paper ->> 'kind' in ('ticket', 'slip')
                           and json_typeof(paper -> 'number') = 'string'), 'papers')
    from json_array_elements(p_papers) paper;
    insert into hippo.paper_seen (till_id, seq, user_id, seen_at)
    select j.scope, j.seq, v_user.user_id, hippo.clock()
    from json_to_recordset(p_papers) as p (number text, kind text)
    join hippo.ticket t on t.ticket_id = hippo.ticket_id(p.number)
    join hippo.till_book b on b.till_id = v_till_id
    join hippo.till_session s on s.till_session_id = b.till_session_id
    join hippo.journal j on j.scope = v_till_id and j.seq >= s.opened_seq and j.ticket_id = t.ticket_id
        and j.seq = case p.kind when 'ticket' then t.ticket_id % 1000000000 else t.closed_seq end
        and j.action = any (case p.kind when 'ticket' then '{sale}' else '{pay,refund,void}' end::text[])
    on conflict do nothing;
    get diagnostics v_count = row_count;
    return json_build_object('confirmed', v_count);
end
$$;
