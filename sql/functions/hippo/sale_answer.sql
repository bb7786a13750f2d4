-- SPDX-License-Identifier: MIT
-- Purpose: the answer to a sale, to the byte: to the sale itself, and to a request that repeats it. Made as text, for
--          json_build_object looks up the type of each of its arguments at every call, which costs a sale 45 000 instructions, one in twenty;
--          nothing in it needs escaping. In SQL, to become part of the expression that calls it.
-- Parameters: of the ticket; p_lines of hippo.sale_answer_line, one after the other
-- Returns: text of json {number, code, roundId, state, soldAt, stake, lines [{line, market, selection, odds, stake, prize}],
--          commitment, cardHash}
create or replace function hippo.sale_answer(
    p_number text, p_code text, p_round_id bigint, p_sold_at timestamptz, p_stake bigint, p_lines text, p_commitment bytea,
    p_card_hash bytea) returns text
language sql stable
as $$
    select format('{"number":"%s","code":"%s","roundId":%s,"state":"sold","soldAt":"%s","stake":%s,"lines":[%s],'
                  || '"commitment":"%s","cardHash":"%s"}',
                  p_number, p_code, p_round_id, hippo.rfc3339(p_sold_at), p_stake, substr(p_lines, 2),
                  encode(p_commitment, 'hex'), encode(p_card_hash, 'hex'))
$$;
