-- SPDX-License-Identifier: MIT
-- Purpose: what was withheld from prizes in a shop is handed over to the state, out of the shop's account at the bank; never more
--          than is owed.
-- Parameters: p_token_hash; p_key, p_fingerprint of the request; p_shop_id; p_amount; p_reference of the receipt, may be null;
--             p_description may be null
-- Returns: json {entry, amount, owed, shop, reference, description, at, by}; owed after it
-- Errors: HP400; HP401; HP403; HP404 no such shop; HP409 tax_owed with owed; HP422
create or replace function api.tax_pay(
    p_token_hash bytea, p_key text, p_fingerprint bytea, p_shop_id bigint, p_amount bigint, p_reference text,
    p_description text) returns json
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_admin hippo.app_user := hippo.caller(p_token_hash, 'admin');
    v_answer json := hippo.request_replay(v_admin.user_id, p_key, p_fingerprint);
    v_entry hippo.journal;
    v_owed bigint;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hippo.require(p_shop_id is not null, 'shopId'),
            hippo.require(coalesce(p_amount between 1 and 1000000000000000, false), 'amount'),
            hippo.remark_require(p_reference, 60, 'reference'), hippo.remark_require(p_description, 200, 'description');
    if not exists (select from hippo.shop where shop_id = p_shop_id) then
        perform hippo.refuse(404, 'not_found', 'there is no such shop');
    end if;
    -- Held, nobody else hands over the same money; the number in the answer is the entry's.
    perform from hippo.house_book for no key update;
    v_owed := hippo.tax_owed(p_shop_id::integer);
    if p_amount > v_owed then
        perform hippo.refuse(409, 'tax_owed', 'that is more than the shop withheld and has not handed over',
                             jsonb_build_object('owed', v_owed));
    end if;
    v_entry := hippo.journal_entry(p_token_hash, v_admin.user_id, 0, 'tax_paid', nullif(btrim(p_reference), ''), p_key, p_fingerprint);
    v_entry := hippo.posting(v_entry, 'tax', p_shop_id, 'bank', p_shop_id, p_amount);
    v_entry.at := hippo.clock();
    v_entry.reason := nullif(btrim(p_description), '');
    v_entry.after := json_build_object('entry', (select seq + 1 from hippo.house_book), 'amount', p_amount, 'owed', v_owed - p_amount,
        'shop', hippo.shop_json(p_shop_id::integer), 'reference', v_entry.subject, 'description', v_entry.reason,
        'at', hippo.rfc3339(v_entry.at), 'by', hippo.user_json(v_admin.user_id));
    perform hippo.journal_append(v_entry);
    return v_entry.after;
end
$$;
