-- SPDX-License-Identifier: MIT
-- Purpose: walks the chains of the journal from one seal to another (report.audit_verify: from their roots to the present).
-- Parameters: p_after, p_until as in hippo.window_chain
-- Returns: as report.audit_verify
create or replace function hippo.chain_verify(p_after date, p_until date) returns table (scope integer, entry bigint, fault text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
    with recursive scope as (
        -- Each one that the journal has, by one look into its key.
        (select scope, seq from hippo.journal order by scope, seq limit 1)
        union all
        (select n.scope, n.seq from scope s
         left join lateral (select j.scope, j.seq from hippo.journal j where j.scope > s.scope order by j.scope, j.seq limit 1) n on true
         where s.scope is not null)
    ), head as materialized (
        select * from hippo.window_chain(p_after, p_until)
    ), chain as (
        select j.*, h.head_seq, h.head_hash, lag(j.hash, 1, h.after_hash) over run as hash_before,
               lag(j.seq, 1, h.after_seq) over run <> case when j.action = 'set_back' and j.scope > 0
                                                         then coalesce((j.before ->> 'entry')::bigint, -1) else j.seq - 1 end as is_torn,
               lag(j.seq, 1, h.after_seq) over run as seq_before,
               lead(j.seq) over run is null as is_last,
               -- A sale has none of these, and its hash leaves them out; a fingerprint of no bytes hashes like none.
               j.action = 'sale' and num_nonnulls(j.subject, j.address, j.before, j.after, j.reason) > 0
                   or octet_length(j.fingerprint) <> 32 as has_more
        from head h cross join lateral hippo.chain_entries(h.scope, h.after_seq, h.last_seq) j
        window run as (partition by j.scope order by j.seq)
    )
    select c.scope, c.seq, case
        when c.is_torn then 'does not follow entry ' || c.seq_before
        when c.is_last and (c.seq, c.hash) is distinct from (c.head_seq, c.head_hash) then 'is not the head of its chain'
        when c.has_more then 'has more than its hash covers'
        else 'the hash is another' end
    from chain c
    left join hippo.ticket t on c.action = 'sale' and t.ticket_id = c.ticket_id
    where c.is_torn or c.has_more
        or c.is_last and (c.seq, c.hash) is distinct from (c.head_seq, c.head_hash)
        or c.hash is distinct from sha256(c.hash_before || timestamptz_send(c.at) || coalesce(c.fingerprint, '')
            || convert_to(hippo.journal_text(c.scope, c.seq, c.user_id, c.action, c.ticket_id, c.debit, c.debit_id, c.credit,
                c.credit_id, c.amount, c.key,
                case when c.action = 'sale' then concat(t.price_ids, t.stakes, t.prizes)
                     else format('%L|%L|%L|%L|%L', c.subject, c.address, c.before, c.after, c.reason) end), 'UTF8'))
  union all
    select h.scope, h.head_seq, 'the chain is cut off'
    from head h
    where h.head_seq > h.after_seq and not exists (select from hippo.journal j where j.scope = h.scope and j.seq = h.head_seq)
  union all
    select j.scope, j.seq, 'stands before the first one'
    from head h join hippo.journal j on j.scope = h.scope and j.seq < 1
    where p_after is null
  union all
    select s.scope, s.seq, 'no such scope'
    from scope s where p_until is null and s.scope is not null and s.scope not in (select scope from head)
$$;
