-- SPDX-License-Identifier: MIT
-- Purpose: says what is wrong with a line of a sale.
-- Parameters: p_till; p_line its number; p_selection 'market selection'; p_stake
-- Errors: HP400, always: bad_market, bad_selection, bad_stake, stake_min, stake_max or stake_step, with the line
create or replace function hippo.sale_line(p_till hippo.till_book, p_line integer, p_selection text, p_stake bigint)
returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_market text := split_part(p_selection, ' ', 1);
    v_facts jsonb := jsonb_build_object('line', p_line);
begin
    if (v_market = any (p_till.markets)) is not true then
        perform hippo.refuse(400, 'bad_market', format('line %s: this round has no market %s', p_line, v_market), v_facts);
    elsif not exists (select from hippo.price where card_template_id = p_till.card_template_id and label = p_selection) then
        perform hippo.refuse(400, 'bad_selection', format('line %s: the card has no %s', p_line, p_selection), v_facts);
    elsif p_stake is null then
        perform hippo.refuse(400, 'bad_stake', format('line %s: a stake is a whole number', p_line), v_facts);
    elsif p_stake < p_till.stake_min then
        perform hippo.refuse(400, 'stake_min', format('line %s: the smallest stake is %s', p_line, p_till.stake_min),
                             v_facts || jsonb_build_object('min', p_till.stake_min));
    elsif p_stake > p_till.stake_max then
        perform hippo.refuse(400, 'stake_max', format('line %s: the largest stake is %s', p_line, p_till.stake_max),
                             v_facts || jsonb_build_object('max', p_till.stake_max));
    end if;
    perform hippo.refuse(400, 'stake_step', format('line %s: stakes are multiples of %s', p_line, p_till.stake_step),
                         v_facts || jsonb_build_object('step', p_till.stake_step));
end
$$;
