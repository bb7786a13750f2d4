-- SPDX-License-Identifier: MIT
-- Purpose: what of each chain of the journal a proof looks at: what was written after one sealed day and up to another.
-- Parameters: p_after the last sealed day that is taken for granted, null to begin at the root; p_until the last sealed day that
--             is looked at, null to go on to the present
-- Returns: scope; after_seq, after_hash where it begins; last_seq up to where entries are read; head_seq, head_hash what the
--          seal, or the chain's own book, says that its last entry is
create or replace function hippo.window_chain(p_after date, p_until date) returns table (
    scope integer, after_seq bigint, after_hash bytea, last_seq bigint, head_seq bigint, head_hash bytea)
language sql stable rows 50
set search_path = pg_catalog, hippo, pg_temp
as $$
    -- Without a day nothing is looked for: no day is before none, and all of a chain's seals would be asked.
    select b.scope, coalesce(a.last_seq, 0), coalesce(a.hash, b.root),
           case when p_until is null then 9223372036854775807 else coalesce(u.last_seq, 0) end,
           case when p_until is null then b.seq else coalesce(u.last_seq, 0) end,
           case when p_until is null then b.hash else coalesce(u.hash, b.root) end
    from (select 0 as scope, seq, hash, sha256('house') as root from hippo.house_book
          union all
          select till_id, seq, hash, sha256(convert_to('till ' || till_id, 'UTF8')) from hippo.till_book) b
    left join lateral (select c.last_seq, c.hash from hippo.seal_chain c
                       where p_after is not null and c.scope = b.scope and c.day <= p_after
                       order by c.last_seq desc limit 1) a on true
    left join lateral (select c.last_seq, c.hash from hippo.seal_chain c
                       where p_until is not null and c.scope = b.scope and c.day <= p_until
                       order by c.last_seq desc limit 1) u on true
$$;
