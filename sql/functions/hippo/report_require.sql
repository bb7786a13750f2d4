-- SPDX-License-Identifier: MIT
-- Purpose: may this user read this report, of which days and which shop? Decided in one place for rows and files.
-- Parameters: p_token_hash; p_name; p_from, p_to days, both included, null for today; p_shop_id of one shop only, null for
--             all: a supervisor's is the own one
-- Returns: name, place, sums of hippo.report_list(); from_day, to_day, shop_id
-- Errors: HP400 from, to, shop; HP401; HP403; HP404 no such report
create or replace function hippo.report_require(
    p_token_hash bytea, p_name text, p_from date, p_to date, p_shop_id bigint,
    out name text, out place text, out sums text[], out from_day date, out to_day date, out shop_id integer)
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user := hippo.caller(p_token_hash, 'supervisor', 'auditor', 'admin');
    v_is_of_shop boolean;
begin
    from_day := coalesce(p_from, hippo.house_day(hippo.clock()));
    to_day := coalesce(p_to, hippo.house_day(hippo.clock()));
    perform hippo.require(from_day <= to_day, 'from');
    select l.name, l.place, l.sums, l.is_of_shop into name, place, sums, v_is_of_shop
    from hippo.report_list() l where l.name = p_name;
    if not found then
        perform hippo.refuse(404, 'not_found', 'there is no such report');
    elsif v_user.role = 'supervisor' and not v_is_of_shop then
        perform hippo.refuse(403, 'forbidden', format('this report is the whole house''s: those of the own shop are %s',
            (select string_agg(l.name, ', ') from hippo.report_list() l where l.is_of_shop)));
    end if;
    perform hippo.require(p_shop_id is null or v_is_of_shop and p_shop_id between 0 and 2147483647
        and (v_user.role <> 'supervisor' or p_shop_id = v_user.shop_id), 'shop');
    shop_id := coalesce(v_user.shop_id, p_shop_id);
end
$$;
