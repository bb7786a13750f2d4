-- SPDX-License-Identifier: MIT
-- Purpose: the matters that take two persons and have had one: proposed cards, the current round that somebody wants void,
--          the running session that somebody wants to end.
-- Returns: json [{kind, id, name, askedAt, said [{user, at, reason, counts}], forWhom}], oldest first: kind card, round_void or
--          session_abandon; id what it is about; said who has spoken, and whether that counts (hippo.person_counts);
--          forWhom as hippo.voters_json
create or replace function hippo.waiting_json() returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        with vote (kind, id, name, asked_at, user_id, at, reason) as (
            select 'card', c.card_template_id::text, c.name, c.created_at, c.proposed_by, c.created_at, c.reason
            from hippo.card_template c where c.proposed_by is not null and c.decided_by is null
          union all
            select 'round_void', r.round_id::text, r.round_id::text, r.opened_at, v.user_id, v.voted_at, v.reason
            from hippo.round_latest() r join hippo.round_void_vote v on v.round_id = r.round_id
            where r.phase not in ('settled', 'void') and r.void_requested_at is null
          union all
            select 'session_abandon', s.name, s.name, min(v.voted_at) over (), v.user_id, v.voted_at, v.reason
            from (select * from hippo.session order by session_id desc limit 1) s
            join hippo.session_abandon_vote v on v.session_id = s.session_id
            where not hippo.session_is_over(s.session_id) and v.voted_at > hippo.clock() - interval '1 day')
        select coalesce(json_agg(json_build_object(
            'kind', q.kind, 'id', q.id, 'name', q.name, 'askedAt', hippo.rfc3339(q.asked_at), 'said', q.said,
            'forWhom', hippo.voters_json(q.asked_at, q.spoken)) order by q.asked_at, q.id), '[]')
        from (
            select v.kind, v.id, v.name, v.asked_at, array_agg(v.user_id) as spoken,
                   json_agg(json_build_object(
                       'user', hippo.user_json(v.user_id), 'at', hippo.rfc3339(v.at), 'reason', v.reason,
                       'counts', u.blocked_at is null and hippo.person_counts(u, v.asked_at)) order by v.at) as said
            from vote v join hippo.app_user u using (user_id)
            group by v.kind, v.id, v.name, v.asked_at) q);
end
$$;
