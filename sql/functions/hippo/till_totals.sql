-- SPDX-License-Identifier: MIT
-- Purpose: what went through a till session, by kind: the body of the X and of the Z report. However long it is open, no more is
--          read than what was written since the last seal.
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
        from hippo.till_session s
        -- What it came to by the last day that was sealed while it was open, and what went through it since.
        left join lateral (
            select k.day, c.last_seq from hippo.seal_session k join hippo.seal_chain c on c.day = k.day and c.scope = s.till_id
            where k.till_session_id = s.till_session_id order by k.day desc limit 1) sealed on true
        cross join lateral (
            select coalesce(sum(entries) filter (where action = 'sale'), 0) as sales,
                   coalesce(sum(entries) filter (where action = 'void'), 0) as voids,
                   coalesce(sum(entries) filter (where action = 'pay'), 0) as pays,
                   coalesce(sum(entries) filter (where action = 'refund'), 0) as refunds,
                   coalesce(sum(entries) filter (where action = 'reversal'), 0) as reversals,
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
                   coalesce(sum(amount) filter (where action = 'reversal'), 0) as reversal
            from (
                select k.action, k.entries, k.amount from hippo.seal_session k
                where k.till_session_id = s.till_session_id and k.day = sealed.day
                union all
                select j.action, count(*), sum(case when j.action = 'reversal' and j.credit = 'till_cash' then -j.amount
                                                    else j.amount end)
                from hippo.journal j
                where j.scope = s.till_id and j.seq >= coalesce(sealed.last_seq + 1, s.opened_seq)
                    and j.seq <= coalesce(s.closed_seq, 9223372036854775807)
                group by j.action) n
        ) k
        where s.till_session_id = p_till_session_id);
end
$$;
