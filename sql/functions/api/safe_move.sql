-- SPDX-License-Identifier: MIT
-- Purpose: money goes from a shop's safe to the bank, or from the bank to the safe.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_shop_id, null for the own shop; p_kind to_bank or
--             from_bank; p_amount; p_reference the slip's number, may be null; p_description may be null
-- Returns: json {entry, kind, amount, shop, reference, description, at, by}
-- Errors: HP400; HP401; HP403; HP404 no such shop, or not the own; HP422
create or replace function api.safe_move(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_kind text, p_amount bigint, p_reference text,
    p_description text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'supervisor', 'admin');
    v_answer json := hippo.request_replay(v_user.user_id, p_key, p_fingerprint);
    v_shop bigint := coalesce(p_shop_id, v_user.shop_id);
    v_entry hippo.journal;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hippo.require(coalesce(p_kind in ('to_bank', 'from_bank'), false), 'kind'),
            hippo.require(coalesce(p_amount between 1 and 1000000000000, false), 'amount'),
            hippo.remark_require(p_reference, 60, 'reference'), hippo.remark_require(p_description, 200, 'description'),
            hippo.require(v_shop is not null, 'shopId');
    if v_user.role = 'supervisor' and v_shop <> v_user.shop_id
        or not exists (select from hippo.shop where shop_id = v_shop) then
        perform hippo.refuse(404, 'not_found', 'there is no such shop');
    end if;
    v_entry := hippo.journal_entry(p_token_hash, v_user.user_id, 0, 'safe_' || p_kind, nullif(btrim(p_reference), ''),
                                   p_key, p_fingerprint);
    v_entry := case p_kind when 'to_bank' then hippo.posting(v_entry, 'bank', v_shop, 'shop_safe', v_shop, p_amount)
                           else hippo.posting(v_entry, 'shop_safe', v_shop, 'bank', v_shop, p_amount) end;
    perform from hippo.house_book for no key update; -- the number in the answer is the entry's
    v_entry.at := hippo.clock();
    v_entry.reason := nullif(btrim(p_description), '');
    v_entry.after := json_build_object('entry', (select seq + 1 from hippo.house_book), 'kind', p_kind, 'amount', p_amount,
        'shop', hippo.shop_json(v_shop::integer), 'reference', v_entry.subject, 'description', v_entry.reason,
        'at', hippo.rfc3339(v_entry.at), 'by', hippo.user_json(v_user.user_id));
    perform hippo.journal_append(v_entry);
    return v_entry.after;
end
$$;
