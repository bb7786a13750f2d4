-- SPDX-License-Identifier: MIT
-- Purpose: an admin proposes a card: runners, chances or odds, and what the odds return. All its odds are made now, so that
--          whoever decides sees what will be sold. It runs only after another person has approved it.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_name, not used before; p_target_ppm what selections return at most,
--             in millionths; p_runners as hippo.card_runners takes them; p_reason, may be null
-- Returns: json as hippo.card_json, with prices
-- Errors: HP400 runners, card_return; HP401; HP403; HP409 name_taken; HP422
create or replace function api.card_propose(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_name text, p_target_ppm integer, p_runners json, p_reason text)
returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_card hippo.card_template;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hippo.require(p_target_ppm between 500000 and 990000, 'targetPpm'),
            hippo.remark_require(p_reason, 200, 'reason');
    insert into hippo.card_template (name, target_ppm, proposed_by, reason, created_at)
    values (hippo.text_require(p_name, 40, 'name'), p_target_ppm, v_admin.user_id, nullif(btrim(p_reason), ''), hippo.clock())
    on conflict (name) do nothing returning * into v_card;
    if not found then
        perform hippo.refuse(409, 'name_taken', 'there is a card with this name');
    end if;
    insert into hippo.card_template_runner (card_template_id, number, name, weight, win_odds, color)
    select v_card.card_template_id, r.number, r.name, r.weight, r.win_odds, r.color
    from hippo.card_runners(p_runners, p_target_ppm) r;
    perform hippo.card_price(v_card.card_template_id);
    return hippo.house_act(p_token_hash, v_admin, 'card_propose', v_card.name, p_key, p_fingerprint, null,
                           hippo.card_json(v_card, true), p_reason);
end
$$;
