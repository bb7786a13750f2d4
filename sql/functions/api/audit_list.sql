-- SPDX-License-Identifier: MIT
-- Purpose: the journal of the house or of a till, newest first, a page at a time. A page looks at some thousand entries: of what is rare
--          it may be short, or empty, and go on.
-- Parameters: p_token_hash; p_till_id, null for the house; p_action, null for all; p_before an entry, null for the newest; p_limit 1 to
--             100; p_user_id who did it, p_day of the house: of these only, null for all
-- Returns: json {items, next}: next is null on the last page alone
-- Errors: HP400; HP401; HP403
create or replace function api.audit_list(
    p_token_hash bytea, p_till_id bigint, p_action text, p_before bigint, p_limit integer, p_user_id bigint default null,
    p_day date default null) returns json
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    c_window constant integer := 4000;
    v_scope bigint := coalesce(p_till_id, 0);
    v_window integer := case when num_nonnulls(p_action, p_user_id) > 0 then c_window else p_limit end;
    v_day int8range := hippo.journal_day(v_scope, p_day);
begin
    perform hippo.caller(p_token_hash, 'admin', 'auditor'), hippo.require(p_limit between 1 and 100, 'limit');
    return (
        with seen as materialized (
            select seq, action, user_id from hippo.journal
            where scope = v_scope and seq < coalesce(p_before, 9223372036854775807)
                and seq >= coalesce(lower(v_day), 0) and seq < coalesce(upper(v_day), 9223372036854775807)
            order by seq desc limit v_window
        ), page as (
            select seq from seen
            where (p_action is null or action = p_action) and (p_user_id is null or user_id = p_user_id)
            order by seq desc limit p_limit
        )
        select json_build_object(
            'items', coalesce((select json_agg(hippo.journal_json(j) order by j.seq desc)
                               from page p join hippo.journal j on j.scope = v_scope and j.seq = p.seq), '[]'),
            'next', case when (select count(*) from page) = p_limit then (select min(seq) from page)
                         when (select count(*) from seen) = v_window then (select min(seq) from seen) end));
end
$$;
