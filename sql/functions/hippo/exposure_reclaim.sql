-- SPDX-License-Identifier: MIT
-- Purpose: takes back from other tills what they hold of a round's exposure cap and do not use, those with most of it
--          first, until it is enough. A till that sells at this moment keeps what it has: its row is held, and waiting for
--          it could go round in a ring. A till whose slice shrinks sees that before its next sale goes through.
-- Parameters: p_terms of the round, its loans held; p_till_id of the till that needs it; p_missing how much
-- Returns: bigint, how much came back; the caller takes it off the loans
create or replace function hippo.exposure_reclaim(p_terms hippo.round_terms, p_till_id integer, p_missing bigint)
returns bigint
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round := (select r from hippo.round r where round_id = p_terms.round_id);
    v_till_id integer;
    v_unused bigint;
    v_back bigint := 0;
begin
    if p_terms.tills is null then
        return 0; -- a round of an older release: its shares are not among the loans
    end if;
    for v_till_id in
        select b.till_id from hippo.till_book b where b.till_id <> p_till_id
        order by hippo.exposure_unused(p_terms, b) desc, b.till_id
    loop
        exit when v_back >= p_missing;
        -- As it is now, held: what was read before may have been used meanwhile.
        select least(hippo.exposure_unused(p_terms, b), p_missing - v_back) into v_unused
        from hippo.till_book b where b.till_id = v_till_id for no key update skip locked;
        continue when not found or v_unused = 0;
        perform hippo.till_enter(v_till_id, v_round);
        update hippo.till_book set slice = slice - v_unused where till_id = v_till_id;
        v_back := v_back + v_unused;
    end loop;
    return v_back;
end
$$;
