-- SPDX-License-Identifier: MIT
-- Purpose: the canonical card of a round: the bytes that the card hash covers and that a player can check.
--          One fact a line, LF, UTF-8 NFC, no blank at a line's end. A changed byte is another card.
-- Parameters: p_round_id, p_session name, p_chain_index, p_commitment, p_locks_at; p_card_template_id; p_markets it sells
-- Returns: text
create or replace function hippo.card_text(
    p_round_id bigint, p_session text, p_chain_index integer, p_commitment bytea, p_locks_at timestamptz,
    p_card_template_id bigint, p_markets text[]) returns text
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select concat_ws(E'\n',
        'HR1-CARD',
        'round ' || p_round_id,
        'session ' || p_session,
        'chain-index ' || p_chain_index,
        'commit ' || encode(p_commitment, 'hex'),
        'lock ' || hippo.rfc3339(p_locks_at),
        'beacon none',
        'rules R1',
        'runners ' || count(*),
        string_agg(format('r %s %s %s', number, weight, name), E'\n' order by number),
        hippo.card_lines(p_card_template_id, p_markets))
    from hippo.card_template_runner
    where card_template_id = p_card_template_id
$$;
