-- SPDX-License-Identifier: MIT
-- Purpose: what a day of the house came to so far: its rounds, what was staked on the settled ones and what they won, what was
--          paid out, and how that went in the course of the day. Whatever was settled counts for the day on which its round
--          opened, whatever was paid for the day on which it was paid.
-- Parameters: p_day; p_shop_id of one shop only, null for all
-- Returns: json {rounds {opened, settled, void}, tickets, stakes, prizes, gross, refunds, paid {count, amount}, hold, course}.
--          hold {rounds, stakes, prizes, expected, deviation}, null for one shop, of those settled rounds whose expected prizes
--          are known, rounds those in which somebody bet; deviation is the standard deviation of the sum of prizes, estimated by the rounds' own squares: they
--          are independent, and each is expected to be off by nothing. course: for each quarter of an hour in which rounds
--          opened {minute of the day, rounds, stakes, prizes, expected, squares}
create or replace function hippo.glance_day_json(p_day date, p_shop_id integer) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_from timestamptz := p_day::timestamp at time zone hippo.setting_text('time_zone');
    v_to timestamptz := (p_day + 1)::timestamp at time zone hippo.setting_text('time_zone');
begin
    return (
        with quarter as (
            select floor(extract(epoch from opened_at - v_from) / 900)::integer * 15 as minute,
                   count(*) as opened, count(*) filter (where phase = 'settled') as settled,
                   count(*) filter (where phase = 'void') as void,
                   coalesce(sum(tickets) filter (where phase = 'settled'), 0) as tickets,
                   coalesce(sum(stakes) filter (where phase = 'settled'), 0) as stakes,
                   coalesce(sum(prizes) filter (where phase = 'settled'), 0) as prizes,
                   coalesce(sum(stakes) filter (where phase = 'void'), 0) as refunds,
                   count(expected) filter (where stakes > 0) as known, sum(stakes) filter (where expected is not null) as known_stakes,
                   sum(prizes) filter (where expected is not null) as known_prizes,
                   sum(expected) as expected, sum((prizes - expected) ^ 2) as squares
            from hippo.glance_rounds(v_from, v_to, p_shop_id)
            group by 1)
        select json_build_object(
            'rounds', json_build_object('opened', coalesce(sum(opened), 0), 'settled', coalesce(sum(settled), 0),
                                        'void', coalesce(sum(void), 0)),
            'tickets', coalesce(sum(tickets), 0), 'stakes', coalesce(sum(stakes), 0), 'prizes', coalesce(sum(prizes), 0),
            'gross', coalesce(sum(stakes - prizes), 0), 'refunds', coalesce(sum(refunds), 0),
            'paid', hippo.glance_paid_json(v_from, v_to, p_shop_id),
            'hold', case when p_shop_id is null then json_build_object(
                'rounds', coalesce(sum(known), 0), 'stakes', coalesce(sum(known_stakes), 0),
                'prizes', coalesce(sum(known_prizes), 0), 'expected', coalesce(round(sum(expected)), 0),
                'deviation', coalesce(round(sqrt(sum(squares))), 0)) end,
            'course', coalesce(json_agg(json_build_object(
                'minute', minute, 'rounds', settled, 'stakes', stakes, 'prizes', prizes,
                'expected', round(expected), 'squares', round(squares)) order by minute), '[]'))
        from quarter);
end
$$;
