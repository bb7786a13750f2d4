-- SPDX-License-Identifier: MIT
-- Purpose: the leader tells how the database's clock goes beside its own two: every ten seconds, and at once when something
--          is wrong. Beyond setting clock_skew_max_ms in either direction sales are stopped, and the admins told: for the
--          rest of the round when the clock jumped, until it is over when the clocks are apart. The house's lived time grows
--          by what the leader has measured.
-- Parameters: p_elapsed_ms on the leader's monotonic clock since it told last, 0 for a new leader; p_jump_ms by how much
--             more (or less) the database's clock went in that time; p_apart_ms by how much the database's clock is ahead of
--             the leader's wall clock
-- Returns: json {state, skewMs, changed}: changed when sales were stopped, or go on
-- Errors: HP401 not the leader; HP400 not three numbers
create or replace function scheduler.clock_tell(p_elapsed_ms bigint, p_jump_ms bigint, p_apart_ms bigint) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_max bigint := hippo.setting_integer('clock_skew_max_ms');
    v_old hippo.house_clock := (select c from hippo.house_clock c);
    v_new hippo.house_clock := v_old;
    v_back_ms bigint;
    v_entry hippo.journal;
begin
    perform hippo.lead_require();
    if (p_elapsed_ms >= 0 and p_jump_ms is not null and p_apart_ms is not null) is not true then
        raise exception 'a clock is told by three numbers' using errcode = 'HP400';
    end if;
    v_new.seen_at := hippo.clock();
    -- A thousandth more, because two good clocks do not go alike to the last bit.
    v_new.lived_at := greatest(v_old.lived_at, least(v_new.seen_at, v_old.lived_at + p_elapsed_ms * interval '1.001 ms'));
    v_back_ms := case when isfinite(v_old.seen_at) then least(hippo.ms(v_new.seen_at) - hippo.ms(v_old.seen_at), 0) else 0 end;
    if abs(p_apart_ms) > v_max then
        v_new.state := 'apart';
        v_new.skew_ms := p_apart_ms;
    elsif abs(p_jump_ms) > v_max or -v_back_ms > v_max then
        v_new.state := 'jumped';
        v_new.skew_ms := case when abs(p_jump_ms) > v_max then p_jump_ms else v_back_ms end;
    elsif v_old.state = 'apart' then
        v_new.state := 'right';
        v_new.skew_ms := 0;
    end if;
    if v_new.state <> v_old.state then
        v_new.changed_at := v_new.seen_at;
        update hippo.round set sales_stopped_at = case when v_new.state <> 'right' then v_new.seen_at end where phase = 'betting';
        v_entry.action := 'clock_' || v_new.state;
        v_entry.after := json_build_object('skewMs', v_new.skew_ms);
        perform hippo.journal_append(v_entry);
        if v_new.state <> 'right' then
            perform hippo.stream_append('admin', 'alarm', null, json_build_object(
                'kind', 'clock', 'state', v_new.state, 'skewMs', v_new.skew_ms));
        end if;
    end if;
    update hippo.house_clock set state = v_new.state, skew_ms = v_new.skew_ms, changed_at = v_new.changed_at,
        seen_at = v_new.seen_at, lived_at = v_new.lived_at;
    return json_build_object('state', v_new.state, 'skewMs', v_new.skew_ms, 'changed', v_new.state <> v_old.state);
end
$$;
