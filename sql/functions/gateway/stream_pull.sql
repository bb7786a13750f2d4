-- SPDX-License-Identifier: MIT
-- Purpose: what a gateway lacks, and the state of the house at exactly the offset it then has. One statement, one
--          snapshot: nothing can slip between the events and the state.
-- Parameters: p_channel; p_epoch and p_after as known to the caller (null, or another epoch: start anew with the newest
--             p_limit events); p_limit events at most. Events that were trimmed since p_after are lost: the rows then
--             start at the oldest
-- Returns: rows in this order: one 'head' (offset = top, data = oldest kept offset, 0 when the stream is empty), the
--          'event' rows by offset, and one 'snapshot' when they reach the top and anything is new to the caller
-- Errors: HP404 no such channel
create or replace function gateway.stream_pull(p_channel text, p_epoch text, p_after bigint, p_limit integer)
returns table (kind text, "offset" bigint, epoch text, data text, now_ms bigint)
language plpgsql stable security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
#variable_conflict use_column
declare
    v_stream hippo.stream;
    v_oldest bigint; -- kept; 0 when the stream is empty
    v_after bigint;
    v_is_new boolean;
    v_now_ms bigint := hippo.ms(hippo.clock());
begin
    select * into v_stream from hippo.stream s where s.channel = p_channel;
    if not found then
        raise exception 'no channel %', p_channel using errcode = 'HP404';
    end if;
    v_stream.epoch := hippo.stream_epoch(v_stream.epoch);
    select coalesce(min(e."offset"), 0) into v_oldest from hippo.stream_event e where e.channel = p_channel;
    v_is_new := p_after is null or p_epoch is distinct from v_stream.epoch or p_after > v_stream.top;
    v_after := greatest(case when v_is_new then v_stream.top - p_limit else p_after end, v_oldest - 1);
    return query select 'head', v_stream.top, v_stream.epoch, v_oldest::text, v_now_ms;
    if v_after < v_stream.top then
        return query select 'event', e."offset", v_stream.epoch, e.data::text, v_now_ms
            from hippo.stream_event e
            where e.channel = p_channel and e."offset" > v_after
            order by e."offset" limit p_limit;
    end if;
    if v_is_new or (v_after < v_stream.top and v_stream.top - v_after <= p_limit) then
        return query select 'snapshot', v_stream.top, v_stream.epoch, hippo.channel_snapshot(p_channel)::text, v_now_ms;
    end if;
end
$$;
