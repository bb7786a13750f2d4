-- SPDX-License-Identifier: MIT
-- Purpose: walks every chain of the journal and computes each hash again, over the entry, and over the lines of the ticket
--          that it sold. One changed byte, a row taken out or put in, a cut-off end: each is found at its place. Numbers may
--          jump at one kind of entry, a till's set_back, which says itself after which one it comes.
-- Returns: one row for each fault: scope (0 the house, else the till), entry, what is wrong; no row means that all hold
create or replace function report.audit_verify() returns table (scope integer, entry bigint, fault text)
language sql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
    with chain as (
        select j.*, lag(j.hash) over run as hash_before,
               lag(j.seq, 1, 0::bigint) over run <> case when j.action = 'set_back' and j.scope > 0
                                                         then coalesce((j.before ->> 'entry')::bigint, -1) else j.seq - 1 end as is_torn,
               lag(j.seq, 1, 0::bigint) over run as seq_before,
               lead(j.seq) over run is null as is_last,
               -- A sale has none of these, and its hash leaves them out; a fingerprint of no bytes hashes like none.
               j.action = 'sale' and num_nonnulls(j.subject, j.address, j.before, j.after, j.reason) > 0
                   or octet_length(j.fingerprint) <> 32 as has_more
        from hippo.journal j
        window run as (partition by j.scope order by j.seq)
    ), head as (
        select 0 as scope, seq, hash, sha256('house') as root from hippo.house_book
        union all
        select till_id, seq, hash, sha256(convert_to('till ' || till_id, 'UTF8')) from hippo.till_book
    )
    select c.scope, c.seq, case
        when h.scope is null then 'no such scope'
        when c.is_torn then 'does not follow entry ' || c.seq_before
        when c.is_last and (c.seq, c.hash) is distinct from (h.seq, h.hash) then 'is not the head of its chain'
        when c.has_more then 'has more than its hash covers'
        else 'the hash is another' end
    from chain c
    left join head h on h.scope = c.scope
    left join hippo.ticket t on c.action = 'sale' and t.ticket_id = c.ticket_id
    where h.scope is null or c.is_torn or c.has_more
        or c.is_last and (c.seq, c.hash) is distinct from (h.seq, h.hash)
        or c.hash is distinct from sha256(coalesce(c.hash_before, h.root) || timestamptz_send(c.at) || coalesce(c.fingerprint, '')
            || convert_to(hippo.journal_text(c.scope, c.seq, c.user_id, c.action, c.ticket_id, c.debit, c.debit_id, c.credit,
                c.credit_id, c.amount, c.key,
                case when c.action = 'sale' then concat(t.price_ids, t.stakes, t.prizes)
                     else format('%L|%L|%L|%L|%L', c.subject, c.address, c.before, c.after, c.reason) end), 'UTF8'))
  union all
    select h.scope, h.seq, 'the chain is cut off'
    from head h
    where h.seq > 0 and not exists (select from hippo.journal j where j.scope = h.scope and j.seq = h.seq)
$$;

comment on function report.audit_verify() is
    'One row for each fault in the hash chains of the journal (scope 0 is the house, else the till); no row means that nothing was tampered with.';
