-- SPDX-License-Identifier: MIT
-- Purpose: what went through a till session, by kind: the body of the X and of the Z report.
-- Parameters: p_till_session_id
-- Returns: json {float, sales, voids, payments, refunds, …: each {count, amount}, reversals, expectedCash}; movements stand
--          as they were entered, and reversals {count, amount} is what undoing them put into the till, less than nothing when
--          it took out
create or replace function hippo.till_totals(p_till_session_id integer) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select json_build_object(
            'float', s.float_minor,
            'sales', json_build_object('count', k.sales, 'amount', k.sale),
            'voids', json_build_object('count', k.voids, 'amount', k.void),
            'payments', json_build_object('count', k.pays, 'amount', k.pay),
            'refunds', json_build_object('count', k.refunds, 'amount', k.refund),
            'rounding', k.rounding, 'deposits', k.deposit, 'withdrawals', k.withdrawal, 'cashIn', k.cash_in,
            'cashOut', k.cash_out, 'supplies', k.supply, 'drops', k.drop,
            'reversals', json_build_object('count', k.reversals, 'amount', k.reversal),
            'expectedCash', coalesce(s.expected_minor, hippo.till_cash(p_till_session_id)))
        from hippo.till_session s,
        lateral (
            select count(*) filter (where action = 'sale') as sales, count(*) filter (where action = 'void') as voids,
                   count(*) filter (where action = 'pay') as pays, count(*) filter (where action = 'refund') as refunds,
                   count(*) filter (where action = 'reversal') as reversals,
                   coalesce(sum(amount) filter (where action = 'sale'), 0) as sale,
                   coalesce(sum(amount) filter (where action = 'void'), 0) as void,
                   coalesce(sum(amount) filter (where action = 'pay'), 0) as pay,
                   coalesce(sum(amount) filter (where action = 'refund'), 0) as refund,
                   coalesce(sum(amount) filter (where action = 'rounding'), 0) as rounding,
                   coalesce(sum(amount) filter (where action = 'deposit'), 0) as deposit,
                   coalesce(sum(amount) filter (where action = 'withdrawal'), 0) as withdrawal,
                   coalesce(sum(amount) filter (where action = 'cash_in'), 0) as cash_in,
                   coalesce(sum(amount) filter (where action = 'cash_out'), 0) as cash_out,
                   coalesce(sum(amount) filter (where action = 'supply'), 0) as supply,
                   coalesce(sum(amount) filter (where action = 'drop'), 0) as drop,
                   coalesce(sum(case debit when 'till_cash' then amount else -amount end) filter (where action = 'reversal'), 0)
                       as reversal
            from hippo.journal j
            where j.scope = s.till_id and j.seq >= s.opened_seq and j.seq <= coalesce(s.closed_seq, j.seq)
        ) k
        where s.till_session_id = p_till_session_id);
end
$$;
