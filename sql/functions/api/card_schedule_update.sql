-- SPDX-License-Identifier: MIT
-- Purpose: an admin says with which approved cards rounds open from the next one on: a list, each place for so many rounds,
--          from its first place. One admin is enough: each card had its two persons. A card may stand on it more than once,
--          and one that ran before may run again.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_entries json array of 1 to 100 {cardId, rounds 1 to 100000};
--             p_reason, may be null
-- Returns: json as hippo.card_schedule_json
-- Errors: HP400; HP401; HP403; HP404 no such card; HP409 card_undecided, card_return, card_unsellable, card_coin; HP422
create or replace function api.card_schedule_update(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_entries json, p_reason text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_before json;
    v_cards bigint[];
    v_rounds integer[];
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hippo.require(json_typeof(p_entries) = 'array', 'entries');
    perform hippo.require(json_array_length(p_entries) between 1 and 100, 'entries');
    perform hippo.require(json_typeof(e) = 'object', 'entries') from json_array_elements(p_entries) e;
    perform hippo.require(
        (select array_agg(k order by k) from json_object_keys(e) k) = '{cardId,rounds}'
            and json_typeof(e -> 'cardId') = 'number' and e ->> 'cardId' ~ '^[1-9][0-9]{0,17}$'
            and json_typeof(e -> 'rounds') = 'number' and e ->> 'rounds' ~ '^([1-9][0-9]{0,4}|100000)$', 'entries')
    from json_array_elements(p_entries) e;
    perform hippo.remark_require(p_reason, 200, 'reason');
    select array_agg((e ->> 'cardId')::bigint order by place), array_agg((e ->> 'rounds')::integer order by place)
    into v_cards, v_rounds from json_array_elements(p_entries) with ordinality as t (e, place);
    if exists (select from unnest(v_cards) c where not exists (select from hippo.card_template where card_template_id = c)) then
        perform hippo.refuse(404, 'not_found', 'there is no such card');
    end if;
    perform from hippo.house_book for no key update; -- one decision on cards, and on settings, at a time
    v_before := hippo.card_schedule_json();
    perform hippo.card_schedule_set(v_cards, v_rounds);
    return hippo.house_act(p_token_hash, v_admin, 'card_schedule', null, p_key, p_fingerprint, v_before,
                           hippo.card_schedule_json(), p_reason);
end
$$;
