-- SPDX-License-Identifier: MIT
-- Purpose: what a scheduler keeps outside of the database, in a file beside its key: enough to know later that the
--          database has lost its end, and what numbers it must not use again.
-- Returns: json {era, beat, at, round, card, entry}: round is the newest one (null before the first) with the hash of its
--          card, entry the highest number in any till's journal
create or replace function hippo.house_record() returns json
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select json_build_object(
        'era', c.era, 'beat', c.beat, 'at', hippo.rfc3339(c.beat_at), 'round', (r.latest).round_id,
        'card', encode((r.latest).card_hash, 'hex'), 'entry', (select max(seq) from hippo.till_book))
    from hippo.confirmation c, (select hippo.round_latest() as latest) r
$$;
