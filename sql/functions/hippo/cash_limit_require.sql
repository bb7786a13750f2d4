-- SPDX-License-Identifier: MIT
-- Purpose: may so much cash leave this till, by this user, at once and on this day? Supervisors have limits like everybody.
-- Parameters: p_kind payout (prizes and refunds) or cashOut (cash-outs and withdrawals); p_user who does it; p_till_id, its row
--             held; p_amount of cash
-- Errors: HP409 limit_payout or limit_cash_out, with limit, scope (house, shop, till, user), per (act, day) and left
create or replace function hippo.cash_limit_require(p_kind text, p_user hippo.app_user, p_till_id integer, p_amount bigint)
returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_code text := case p_kind when 'payout' then 'limit_payout' else 'limit_cash_out' end;
    v_act text := case p_kind when 'payout' then 'pay' else 'take out' end;
    v_scope text;
    v_limit bigint;
    v_left bigint;
begin
    select l.scope, l.amount into v_scope, v_limit
    from hippo.limit_list(p_kind, p_till_id, p_user.user_id) l order by l.amount, l.scope limit 1;
    if p_amount > v_limit then
        perform hippo.refuse(409, v_code,
            format('you may %s %s at once here: ask someone who may %s more', v_act, v_limit, v_act),
            jsonb_build_object('limit', v_limit, 'scope', v_scope, 'per', 'act', 'left', v_limit));
    end if;
    if not exists (select from hippo.limit_list(p_kind || 'Day', p_till_id, p_user.user_id)) then
        return;
    end if;
    perform hippo.limit_lock(p_till_id);
    select l.scope, l.amount, greatest(l.amount - hippo.cash_spent(p_kind, l.scope, p_till_id, p_user.user_id), 0)
    into v_scope, v_limit, v_left
    from hippo.limit_list(p_kind || 'Day', p_till_id, p_user.user_id) l order by 3, 1 limit 1;
    if p_amount > v_left then
        perform hippo.refuse(409, v_code,
            format('%s of the %s that the %s may %s in a day are left', v_left, v_limit, v_scope, v_act),
            jsonb_build_object('limit', v_limit, 'scope', v_scope, 'per', 'day', 'left', v_left));
    end if;
end
$$;
