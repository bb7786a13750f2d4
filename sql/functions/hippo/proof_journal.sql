-- SPDX-License-Identifier: MIT
-- Purpose: the part of report.proof about the journal: its chains, and the codes of the tickets, which the chains do not cover.
-- Parameters: p_after, p_until as in hippo.window_chain
-- Returns: one row for each violation
create or replace function hippo.proof_journal(p_after date, p_until date)
returns table (invariant text, subject text, detail text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
set jit = off
as $$
    with secret as (
        -- Which one a till had for which numbers: as hippo.ticket_secret has it, of all at once.
        select till_id, lag(below_seq, 1, 0::bigint) over (partition by till_id order by below_seq) as from_seq, below_seq, secret
        from hippo.till_past_secret
        union all
        select b.till_id, coalesce((select max(below_seq) from hippo.till_past_secret s where s.till_id = b.till_id), 0),
               9223372036854775807, b.secret
        from hippo.till_book b
    )
    select 'the journal is as it was written', format('%s:%s', a.scope, a.entry), a.fault
    from hippo.chain_verify(p_after, p_until) a
  union all
    select 'a ticket''s code is its own', t.ticket_id::text, encode(t.code_hash, 'hex')
    from hippo.window_tickets(p_after, p_until) t
    join hippo.till_session s on s.till_session_id = t.till_session_id
    join secret k on k.till_id = s.till_id and t.ticket_id % 1000000000 >= k.from_seq and t.ticket_id % 1000000000 < k.below_seq
    where t.code_hash <> hippo.ticket_code_hash(hippo.ticket_number(t.ticket_id), hippo.ticket_code(t.ticket_id, k.secret))
$$;
