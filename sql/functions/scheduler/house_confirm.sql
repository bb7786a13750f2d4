-- SPDX-License-Identifier: MIT
-- Purpose: the leader confirms that the house is where it was and has lost nothing; before that no round opens and nothing
--          is sold. It calls this first of all when it leads, then after each move and about once a second, and each time
--          hands over what its file holds and writes what it is given. A house that was set back begins anew here.
--          It takes two calls in a session: the first asks for a beat, the second shows that it is on the disk outside.
--          So whatever is sold later, the record knows that the house went on.
-- Parameters: p_record as it was given; null: none is kept yet
-- Returns: json {confirmed, setBack, record}: whether the house is confirmed now; why it began anew in this call, else null;
--          the record to keep
-- Errors: HP401 not the leader; HP400 no such record
create or replace function scheduler.house_confirm(p_record json) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_known hippo.confirmation;
    v_asked bigint := nullif(current_setting('hippo.asked_beat', true), '');
    v_total bigint;
    v_reason text;
begin
    perform hippo.lead_require();
    select * into v_known from hippo.confirmation for no key update;
    v_reason := coalesce(v_known.doubt ->> 'reason', hippo.house_doubt(p_record));
    if v_reason is not null then
        perform hippo.house_anew('set_back', v_reason, hippo.record_join(p_record, v_known.doubt -> 'record'));
        v_asked := null;
        select * into v_known from hippo.confirmation;
    end if;
    v_total := (select seq from hippo.house_book) + (select coalesce(sum(seq), 0) from hippo.till_book)
               + (select top from hippo.stream where channel = 'race');
    if v_asked is null or v_total <> v_known.beat_total then
        update hippo.confirmation c set beat = c.beat + 1, beat_at = hippo.clock(), beat_total = v_total;
    end if;
    if v_asked is null then
        perform set_config('hippo.asked_beat', (v_known.beat + 1)::text, false);
    elsif (p_record ->> 'era')::integer = v_known.era and (p_record ->> 'beat')::bigint >= v_asked then
        perform hippo.house_mark();
    end if;
    return json_build_object('confirmed', hippo.house_is_confirmed(), 'setBack', v_reason, 'record', hippo.house_record());
end
$$;
