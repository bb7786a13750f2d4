-- SPDX-License-Identifier: MIT
-- Purpose: was this house set back in time? What the database remembers of where it was, and what a scheduler's record
--          knows, are compared with what is. A record of an era that has ended says nothing any more: everything was begun
--          anew after it. A house in which nothing has happened yet may be anywhere.
-- Parameters: p_record as hippo.house_record made it; null: there is none
-- Returns: text, why it must have been; null when nothing speaks for it
-- Errors: HP400 no such record
create or replace function hippo.house_doubt(p_record json) returns text
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_known hippo.confirmation := (select c from hippo.confirmation c);
    v_has_history boolean := exists (select from hippo.session) or exists (select from hippo.till);
    v_era integer;
    v_beat bigint;
    v_round bigint;
begin
    begin
        v_era := p_record ->> 'era';
        v_beat := p_record ->> 'beat';
        v_round := p_record ->> 'round';
        perform (p_record ->> 'entry')::bigint, (p_record ->> 'at')::timestamptz;
    exception when data_exception then
        v_era := null;
    end;
    if p_record is not null and (v_era is null or v_beat is null) then
        raise exception 'this is not a record of a house' using errcode = 'HP400';
    elsif v_has_history and hippo.house_is_moved() then
        return 'the database is not the one in which the house was: a backup was restored, or it was copied';
    elsif v_era > v_known.era then
        return 'the database is older than the last time that the house began anew';
    elsif v_era = v_known.era and v_beat > v_known.beat then
        return 'the database lacks the end of what has happened: it was put back to an earlier state';
    elsif v_era = v_known.era and v_round is not null and not exists (
            select from hippo.round where round_id = v_round and encode(card_hash, 'hex') = p_record ->> 'card') then
        return format('round %s is not the one that was played: the database was put back, and has gone on', v_round);
    elsif v_has_history and v_known.timeline <> (hippo.house_identity()).timeline and (v_known.is_synchronous and v_era = v_known.era) is not true then
        return 'PostgreSQL has begun another timeline: it was put back to a moment of the past, or a standby took over that may lack the end';
    end if;
    return null;
end
$$;
