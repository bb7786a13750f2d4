-- SPDX-License-Identifier: MIT
-- Purpose: the views of schema report that the api serves as reports, in the order in which people look for them.
-- Returns: name; is_of_shop whether it has a shop, so that a supervisor reads it for the own one; place how its rows come;
--          sums the columns that add up
create or replace function hippo.report_list()
returns table (name text, is_of_shop boolean, place text, sums text[])
language sql immutable
as $$
    values
        ('daily_by_till', true, 'day desc, shop, till_id',
            '{tickets,sales,prizes,agent_commission,balance,supervisor_commission,final_balance}'::text[]),
        ('deficit_profit', true, 'day desc, shop, agent', '{tickets,sales,prizes,commission,net}'),
        ('days', false, 'day desc', '{rounds,settled,voided,late,tickets,stakes,prizes,gross,refunds}'),
        ('shop_days', true, 'day desc, shop', '{tickets,sales,voids,payments,refunds,cash_in,cash_out,variance,stakes,prizes,gross,'
            'agent_commission,supervisor_commission,net}'),
        ('shops', true, 'day desc, shop', '{tickets,stakes,winning_tickets,prizes,gross}'),
        ('tills', true, 'day desc, shop, till_id',
            '{tickets,sales,voided_tickets,voids,paid_tickets,payments,refunds,cash_in,cash_out,variance,balance}'),
        ('cashier_days', true, 'day desc, shop, cashier',
            '{sessions,tickets,sales,voids,payments,refunds,variance,stakes,prizes,gross,commission}'),
        ('cashiers', true, 'day desc, shop, cashier',
            '{tickets,sales,voided_tickets,voids,paid_tickets,payments,refunds,balance,duplicates,failed_scans}'),
        ('till_sessions', true, 'day desc, till_session_id desc', '{float,expected,counted,variance}'),
        ('commissions', true, 'day desc, shop, till, cashier, kind', '{commission}'),
        ('safes', true, 'day desc, shop', '{to_tills,from_tills,to_bank,from_bank,corrections,change}'),
        ('taxes', true, 'day desc, shop', '{tickets,prizes,withheld,net_prizes,handed_over}'),
        ('movements', true, 'day desc, at desc, till_id, entry desc', '{amount}'),
        ('rounds', false, 'day desc, round_id desc', '{tickets,stakes,prizes,gross}'),
        ('markets', false, 'day desc, market', '{lines,stakes,prizes,gross}'),
        ('round_markets', false, 'day desc, round_id desc, market', '{lines,stakes,prizes,gross,prizes_expected}'),
        ('fairness', false, 'day desc, kind, name', '{}'),
        ('runners', false, 'number, name', '{}'),
        ('tickets', true, 'day desc, round_id desc, ticket desc', '{lines,stake,prize,copies}'),
        ('voids', true, 'day desc, voided_at desc, ticket', '{stake}'),
        ('payouts', true, 'day desc, paid_at desc, ticket', '{amount,cash}'),
        ('payouts_large', true, 'day desc, paid_at desc, ticket', '{amount,cash}'),
        ('reprints', true, 'day desc, printed_at desc, ticket', '{}'),
        ('unclaimed', true, 'day desc, since desc, ticket', '{amount}'),
        ('liability', false, 'day desc, round_id desc', '{tickets,stakes,amount}'),
        ('ledger', false, 'day desc, at desc, scope, entry desc', '{}'),
        ('audit', false, 'day desc, at desc, scope, entry desc', '{}'),
        ('proofs', false, 'day desc', '{violations}'),
        ('seals', false, 'day desc', '{entries}')
$$;
