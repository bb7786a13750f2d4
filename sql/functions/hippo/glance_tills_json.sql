-- SPDX-License-Identifier: MIT
-- Purpose: the tills that are in use now, what is in them, and the counts that wait for a second person.
-- Parameters: p_user who asks: a supervisor, of the own shop
-- Returns: json {open, cash, shops [{shop, open, cash}], waiting [{sessionId, till, cashier, countedAt, variance}], the oldest
--          50}. Cash is as of the last pulse, half a second ago at most; null where it would tell whoever asks what should be in
--          the own till
create or replace function hippo.glance_tills_json(p_user hippo.app_user) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        with used as (
            select s.*, k.shop_id, coalesce(p.cash, 0) as cash, hippo.session_is_blind_to(p_user, s) as is_blind
            from hippo.till_session s
            join hippo.till k on k.till_id = s.till_id
            left join hippo.pulse_till p on p.till_id = s.till_id and p.till_session_id = s.till_session_id
            where s.state <> 'closed' and (p_user.role <> 'supervisor' or k.shop_id = p_user.shop_id)),
        shop as (
            select shop_id, count(*) as open, case when not bool_or(is_blind) then sum(cash) end as cash
            from used where state = 'open' group by shop_id)
        select json_build_object(
            'open', (select coalesce(sum(open), 0) from shop),
            'cash', (select case when count(*) = count(cash) then coalesce(sum(cash), 0) end from shop),
            'shops', (select coalesce(json_agg(json_build_object('shop', hippo.shop_json(shop_id), 'open', open, 'cash', cash)
                                               order by shop_id), '[]') from shop),
            'waiting', (select coalesce(json_agg(json_build_object(
                'sessionId', till_session_id, 'till', hippo.till_json(till_id), 'cashier', hippo.user_json(user_id),
                'countedAt', hippo.rfc3339(counted_at), 'variance', counted_minor - expected_minor) order by counted_at), '[]')
                from (select * from used where state = 'counted' order by counted_at limit 50) w)));
end
$$;
