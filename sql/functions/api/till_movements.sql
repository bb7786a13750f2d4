-- SPDX-License-Identifier: MIT
-- Purpose: what moved cash in a till, newest first: to a cashier in the own session, not what others did at the till before.
-- Parameters: p_token_hash; p_till_id, null for the own till; p_kind of entries (sale, void, pay, deposit …), null for all;
--             p_before an entry's number, null for the newest; p_limit 1 to 100; p_session_id of this session only, at whichever
--             till it was; null for the till as it is; p_day of the house, null for all
-- Returns: json {items [{movement, kind, amount, in, ticket, reverses, reference, description, at, by, approvedBy}], next};
--          reverses is the movement that a reversal undoes; next is null on the last page alone: of what is rare one may be short
-- Errors: HP400; HP401; HP403; HP404 no such session, or none at this till
create or replace function api.till_movements(
    p_token_hash bytea, p_till_id bigint, p_kind text, p_before bigint, p_limit integer, p_session_id bigint default null,
    p_day date default null)
returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    c_window constant integer := 4000;
    v_day int8range;
    v_user hippo.app_user := hippo.caller(p_token_hash);
    v_till_id integer;
    v_session hippo.till_session;
    v_items json;
    v_next bigint;
begin
    perform hippo.require(p_limit between 1 and 100, 'limit');
    if p_session_id is not null then
        v_session := hippo.session_see(v_user, p_session_id);
        v_till_id := v_session.till_id;
        if p_till_id <> v_till_id then
            perform hippo.refuse(404, 'not_found', format('till session %s was at another till', p_session_id));
        end if;
    else
        v_till_id := hippo.till_see(v_user, p_till_id);
        select * into v_session from hippo.till_session
        where till_id = v_till_id and user_id = v_user.user_id and state <> 'closed' and v_user.role = 'cashier';
        if not found and v_user.role <> 'cashier' then
            v_session.opened_seq := 0;
        end if;
    end if;
    v_day := hippo.journal_day(v_till_id, p_day);
    with seen as materialized (
        select * from hippo.journal
        where scope = v_till_id and seq >= v_session.opened_seq and seq <= coalesce(v_session.closed_seq, 9223372036854775807)
            and seq < coalesce(p_before, 9223372036854775807)
            and seq >= coalesce(lower(v_day), 0) and seq < coalesce(upper(v_day), 9223372036854775807)
        order by seq desc limit c_window
    ), page as materialized (
        select * from seen
        where 'till_cash' in (debit, credit) and action = coalesce(p_kind, action) order by seq desc limit p_limit
    )
    select coalesce(json_agg(json_build_object(
               'movement', seq, 'kind', action, 'amount', amount, 'in', debit = 'till_cash',
               'ticket', hippo.ticket_number(ticket_id), 'reverses', case action when 'reversal' then subject::bigint end,
               'reference', case when ticket_id is null and action <> 'reversal' then subject end,
               'description', reason, 'at', hippo.rfc3339(at), 'by', hippo.user_json(user_id),
               'approvedBy', coalesce(after -> 'approvedBy', after #> '{paid,approvedBy}')) order by seq desc), '[]'),
           case when count(*) = p_limit then min(seq)
                when (select count(*) from seen) = c_window then (select min(seq) from seen) end
    into v_items, v_next
    from page;
    return json_build_object('items', v_items, 'next', v_next);
end
$$;
