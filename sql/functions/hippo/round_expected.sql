-- SPDX-License-Identifier: MIT
-- Purpose: what the tickets of a round should pay: of each line its prize times the chance of its selection. What the house
--          keeps over many rounds comes near to stakes less this.
-- Parameters: p_round_id
-- Returns: numeric, minor units
create or replace function hippo.round_expected(p_round_id bigint) returns numeric
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    return (
        select coalesce(round(sum(l.prize * p.chance), 4), 0)
        from (
            -- A round has far fewer selections than lines.
            select u.price_id, sum(u.prize) as prize
            from hippo.ticket t, unnest(t.price_ids, t.prizes) as u (price_id, prize)
            where t.round_id = p_round_id and t.state <> 'voided'
            group by 1) l
        join hippo.price p on p.price_id = l.price_id);
end
$$;
