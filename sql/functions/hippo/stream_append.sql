-- SPDX-License-Identifier: MIT
-- Purpose: publishes one event. The row lock on the stream is held to commit: offsets have no gaps and commit in
--          order. The NOTIFY is only a wake-up. Never called from a sale: the lock and the NOTIFY serialise commits.
-- Parameters: p_channel; p_event its name; p_round_id, may be null; p_fields a JSON object with the further fields
-- Returns: bigint, the event's offset
-- Errors: HP404 no such channel
create or replace function hippo.stream_append(p_channel text, p_event text, p_round_id bigint, p_fields json)
returns bigint
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_offset bigint;
begin
    update hippo.stream set top = top + 1 where channel = p_channel returning top into v_offset;
    if not found then
        raise exception 'no channel %', p_channel using errcode = 'HP404';
    end if;
    insert into hippo.stream_event (channel, "offset", event, round_id, data)
    values (p_channel, v_offset, p_event, p_round_id,
            hippo.json_join(json_build_object('event', p_event, 'roundId', p_round_id, 'serverTime', hippo.ms(hippo.clock())),
                            p_fields));
    perform pg_notify('hippo', p_channel || ':' || v_offset);
    return v_offset;
end
$$;
