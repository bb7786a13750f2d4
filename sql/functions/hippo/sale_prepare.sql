-- SPDX-License-Identifier: MIT
-- Purpose: a sale that could not go straight through: is it a repeated request, is the user allowed to sell, has the till
--          not yet sold in this round? In the last case the till enters the round, and the sale goes on.
-- Parameters: those of api.ticket_sell
-- Returns: json, the answer to the repeated request; null when the sale may try again
-- Errors: HP400 no key, no round; HP401; HP403; HP409 till_closed, no_round, round_changed, card_changed, betting_closed,
--         clock_wrong, till_full; HP422 the key was burnt or used for another request; HP503
--         house_unconfirmed
create or replace function hippo.sale_prepare(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_round_id bigint, p_card_hash bytea) returns json
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'cashier', 'supervisor');
    v_replay json := hippo.request_replay(v_user.user_id, p_key, p_fingerprint);
    v_round hippo.round;
    v_till_id integer;
begin
    if v_replay is not null then
        return v_replay;
    end if;
    select till_id into v_till_id from hippo.till_book where user_id = v_user.user_id;
    if not found then
        perform hippo.refuse(409, 'till_closed', 'you have no open till');
    end if;
    if p_round_id is null then
        perform hippo.refuse(400, 'bad_parameter', 'a sale names its round', '{"name": "roundId"}');
    end if;
    perform hippo.house_require();
    v_round := hippo.round_latest();
    if v_round.round_id is null or v_round.phase in ('settled', 'void') then
        perform hippo.refuse(409, 'no_round', 'no round is open');
    elsif v_round.round_id <> p_round_id then
        perform hippo.refuse(409, 'round_changed', format('the round is now %s', v_round.round_id),
                             jsonb_build_object('roundId', v_round.round_id));
    elsif p_card_hash <> v_round.card_hash then
        perform hippo.refuse(409, 'card_changed', 'the card of this round is another one');
    elsif v_round.phase <> 'betting' or v_round.void_requested_at is not null or v_round.locks_at <= hippo.clock() then
        perform hippo.refuse(409, 'betting_closed', format('betting on round %s is closed', p_round_id));
    elsif v_round.sales_stopped_at is not null or v_round.opened_at > hippo.clock() then
        perform hippo.refuse(409, 'clock_wrong', 'the house''s clock is wrong, and nothing is sold by it: try the next round');
    end if;
    -- A round cannot write so many entries: whoever enters below this bound stays within its till's numbers.
    if exists (select from hippo.till_book where till_id = v_till_id and seq > hippo.till_seq_max() - 10000000) then
        perform hippo.refuse(409, 'till_full',
            'this till''s ticket numbers are used up: it pays, but an admin has to set up another one to sell');
    end if;
    perform hippo.till_enter(v_till_id, v_round);
    return null;
end
$$;
