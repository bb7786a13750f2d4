-- SPDX-License-Identifier: MIT
-- Purpose: tells the channel of every till whose journal has grown what happened, and the admin's channel that something did.
--          One event a till, however many tickets it sold since the last pulse. Of a till whose ticket numbers come to their
--          end the admins are told once.
-- Returns: integer, the tills told
create or replace function hippo.pulse_tills() returns integer
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round_id bigint := (hippo.round_latest()).round_id;
    v_book hippo.till_book;
    v_count integer := 0;
begin
    for v_book in
        select b.* from hippo.till_book b left join hippo.pulse_till p on p.till_id = b.till_id
        where b.seq > coalesce(p.seq, 0) order by b.till_id
    loop
        if v_book.seq >= hippo.till_seq_warn()
            and not exists (select from hippo.pulse_till where till_id = v_book.till_id and seq >= hippo.till_seq_warn()) then
            perform hippo.stream_append('admin', 'alarm', null, json_build_object(
                'kind', 'till_numbers', 'tillId', v_book.till_id, 'used', v_book.seq, 'of', hippo.till_seq_max()));
        end if;
        perform hippo.stream_append('till:' || v_book.till_id, 'till_update', null, hippo.pulse_till(v_book, v_round_id)),
                hippo.stream_trim('till:' || v_book.till_id);
        v_count := v_count + 1;
    end loop;
    if v_count > 0 then
        perform hippo.stream_append('admin', 'house_update', v_round_id, hippo.house_json()),
                hippo.stream_trim('admin');
    end if;
    return v_count;
end
$$;
