-- SPDX-License-Identifier: MIT
-- hippo.hr1_draw: the finish order from an outcome seed and the runners of a card. At each place a runner is
-- chosen among those left, with a chance of exactly its weight over the sum of theirs.
--
-- Words: block k = HMAC-SHA256(outcome seed, "HR1/draw" || u32be(k)), four unsigned 64-bit big-endian words each.
-- They do not fit into bigint: numeric, never a float.
--
-- Parameters
--   p_outcome_seed  32 bytes, from hippo.hr1_outcome_seed
--   p_numbers       runner numbers, 2 to 24, strictly ascending, from 1
--   p_weights       their weights in the same order, each at least 1, sum at most 2^63-1
-- Returns one row
--   runner_order  runner numbers, first to last
--   words         words taken from the stream
--   rejects       of them refused, to keep the choice unbiased
-- Errors
--   HP400  a malformed card, or a seed that is not 32 bytes
create or replace function hippo.hr1_draw(
    p_outcome_seed bytea, p_numbers integer[], p_weights bigint[],
    out runner_order integer[], out words integer, out rejects integer)
language plpgsql
immutable parallel safe
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_count integer := cardinality(p_numbers);
    v_numbers integer[] := p_numbers[:];    -- a slice starts at 1, whatever the caller's array did
    v_weights bigint[] := p_weights[:];     -- a placed runner weighs 0 from then on
    v_sum numeric := 0;                     -- of v_weights
    v_incomplete numeric;                   -- 2^64 mod v_sum: so many words at the top are refused
    v_word numeric;
    v_block bytea;
    v_at integer;                           -- of the word's first byte in v_block
    v_rest bigint;
    v_runner integer;
begin
    if octet_length(p_outcome_seed) is distinct from 32 then
        raise exception 'an outcome seed has 32 bytes' using errcode = 'HP400';
    end if;
    if array_ndims(p_numbers) is distinct from 1 or array_ndims(p_weights) is distinct from 1
       or cardinality(p_weights) <> v_count or v_count not between 2 and 24 then
        raise exception 'a card has 2 to 24 runners with a number and a weight each' using errcode = 'HP400';
    end if;
    for i in 1 .. v_count loop
        if v_numbers[i] is null or v_numbers[i] <= coalesce(v_numbers[i - 1], 0) then
            raise exception 'runner numbers ascend from 1' using errcode = 'HP400';
        end if;
        if v_weights[i] is null or v_weights[i] < 1 then
            raise exception 'a weight is at least 1' using errcode = 'HP400';
        end if;
        v_sum := v_sum + v_weights[i];
    end loop;
    if v_sum > 9223372036854775807 then
        raise exception 'the weights of a card sum to at most 2^63-1' using errcode = 'HP400';
    end if;

    runner_order := '{}';
    words := 0;
    rejects := 0;
    for v_place in 1 .. v_count loop
        v_rest := 0;
        if v_place < v_count then           -- the last place is nobody's choice and takes no word
            v_incomplete := mod(18446744073709551616, v_sum);
            loop
                v_at := words % 4 * 8;
                if v_at = 0 then
                    v_block := hippo.hmac('HR1/draw'::bytea || int4send(words / 4), p_outcome_seed, 'sha256');
                end if;
                v_word := ((get_byte(v_block, v_at)::bigint << 24) + (get_byte(v_block, v_at + 1) << 16)
                         + (get_byte(v_block, v_at + 2) << 8) + get_byte(v_block, v_at + 3)) * 4294967296.0
                         + ((get_byte(v_block, v_at + 4)::bigint << 24) + (get_byte(v_block, v_at + 5) << 16)
                         + (get_byte(v_block, v_at + 6) << 8) + get_byte(v_block, v_at + 7));
                words := words + 1;
                exit when v_word < 18446744073709551616 - v_incomplete;
                rejects := rejects + 1;
            end loop;
            v_rest := mod(v_word, v_sum);
        end if;
        v_runner := 1;
        while v_rest >= v_weights[v_runner] loop
            v_rest := v_rest - v_weights[v_runner];
            v_runner := v_runner + 1;
        end loop;
        runner_order[v_place] := v_numbers[v_runner];
        v_sum := v_sum - v_weights[v_runner];
        v_weights[v_runner] := 0;
    end loop;
end
$$;
