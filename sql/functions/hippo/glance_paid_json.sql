-- SPDX-License-Identifier: MIT
-- Purpose: what tills paid out in a time, prizes and refunds, for rounds of whatever day; without what was withheld.
-- Parameters: p_from; p_to, not included; p_shop_id of one shop only, null for all
-- Returns: json {count, amount}
create or replace function hippo.glance_paid_json(p_from timestamptz, p_to timestamptz, p_shop_id integer) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object('count', count(*), 'amount', coalesce(sum(p.amount - p.withheld), 0))
        from (
            -- Two indexes: one has the sessions that are still open, one those that were closed since.
            select till_session_id, till_id from hippo.till_session where state <> 'closed' and opened_at < p_to
            union all
            select till_session_id, till_id from hippo.till_session
            where state = 'closed' and closed_at >= p_from and opened_at < p_to) s
        join hippo.till k on k.till_id = s.till_id
        join hippo.payment p on p.till_session_id = s.till_session_id
        where p.paid_at >= p_from and p.paid_at < p_to and (p_shop_id is null or k.shop_id = p_shop_id));
end
$$;
