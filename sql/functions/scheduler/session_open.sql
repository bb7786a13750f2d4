-- SPDX-License-Identifier: MIT
-- Purpose: publishes the anchor of a new hash chain and keeps its last secret, sealed. Rounds that open from now on
--          use it, so it is only taken when the chain before is used up, or has ended before its time. Its name tells the
--          era, if it is not the first: a session of the day may have been lost.
-- Parameters: p_rounds in the chain; p_anchor 32 bytes in hex; p_sealed the sealed secret in hex; p_key_fingerprint hex
-- Returns: bigint, the session's id
-- Errors: HP401 not the leader; HP400 not hexadecimal, or no chain; HP409 the chain before is not used up, or its round
--         still runs
create or replace function scheduler.session_open(
    p_rounds integer, p_anchor text, p_sealed text, p_key_fingerprint text) returns bigint
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_round hippo.round := hippo.round_latest();
    v_newest hippo.session;
    v_day text := to_char(hippo.clock() at time zone 'UTC', 'YYYY-MM-DD');
    v_id bigint;
begin
    perform hippo.lead_require();
    if (p_rounds between 1 and 1000000) is not true or octet_length(hippo.from_hex(p_anchor)) <> 32 then
        raise exception 'a chain has 1 to 1000000 rounds and an anchor of 32 bytes' using errcode = 'HP400';
    end if;
    select * into v_newest from hippo.session order by session_id desc limit 1;
    if v_newest.session_id is not null
        and (v_round.phase not in ('settled', 'void') or not hippo.session_is_over(v_newest.session_id)
             and (v_round.session_id is distinct from v_newest.session_id or v_round.chain_index < v_newest.rounds)) then
        raise exception 'session % is not used up', v_newest.name using errcode = 'HP409';
    end if;
    insert into hippo.session (name, rounds, anchor, sealed_secret, key_fingerprint)
    select concat(v_day, '/', count(*) + 1, (select '-' || era from hippo.confirmation where era > 1)), p_rounds, hippo.from_hex(p_anchor), hippo.from_hex(p_sealed),
           hippo.from_hex(p_key_fingerprint)
    from hippo.session where name like v_day || '/%'
    returning session_id into v_id;
    return v_id;
end
$$;
