-- SPDX-License-Identifier: MIT
-- Purpose: settings that only make sense together, with each other and with the cards that are to run. Only what the named
--          one has part in is looked at: a fault elsewhere must not keep anybody from mending this one.
-- Parameters: p_name of the setting that was changed
-- Errors: HP400 bad_parameter, with `value`: no such value whatever the others are; HP409 settings_conflict, with the settings
--         that do not go together, and the card
create or replace function hippo.settings_require(p_name text) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v jsonb := (select jsonb_object_agg(name, case kind when 'integer' then to_jsonb(value::bigint) else to_jsonb(value) end)
                from hippo.setting);
    v_fault record;
begin
    select f.settings, f.fault, null::bigint as card_id into v_fault
    from (values
        ('{lock_ms,betting_ms}'::text[], (v ->> 'betting_ms')::bigint - (v ->> 'lock_ms')::bigint < 200,
            format('lock_ms is %s and betting_ms %s: at least 200 ms are left to sell in',
                v ->> 'lock_ms', v ->> 'betting_ms')),
        ('{film_ms}', (v ->> 'film_ms')::bigint % 100 <> 0, 'film_ms is a multiple of 100'),
        ('{stake_min,stake_max}', (v ->> 'stake_min')::bigint > (v ->> 'stake_max')::bigint,
            format('stake_min is %s and stake_max %s: the smallest stake is not above the largest',
                v ->> 'stake_min', v ->> 'stake_max')),
        ('{stake_min,stake_step}', (v ->> 'stake_min')::bigint % (v ->> 'stake_step')::bigint <> 0,
            format('stake_min is %s and stake_step %s: the smallest stake is a multiple of the step',
                v ->> 'stake_min', v ->> 'stake_step')),
        ('{stake_max}', (v ->> 'stake_max')::bigint > 900000000000, 'stake_max is at most 900000000000: a prize must fit'),
        ('{stake_min,ticket_stake_max}', (v ->> 'stake_min')::bigint > (v ->> 'ticket_stake_max')::bigint,
            format('stake_min is %s and ticket_stake_max %s: no ticket could be sold',
                v ->> 'stake_min', v ->> 'ticket_stake_max')),
        ('{till_exposure_max,round_exposure_max}', (v ->> 'till_exposure_max')::bigint > (v ->> 'round_exposure_max')::bigint,
            format('till_exposure_max is %s and round_exposure_max %s: a till exposes no more than the round may',
                v ->> 'till_exposure_max', v ->> 'round_exposure_max')),
        ('{exposure_step,round_exposure_max}', (v ->> 'exposure_step')::bigint > (v ->> 'round_exposure_max')::bigint,
            format('exposure_step is %s and round_exposure_max %s: a till asks for no more than there is',
                v ->> 'exposure_step', v ->> 'round_exposure_max')),
        ('{cash_unit,stake_step}', (v ->> 'stake_step')::bigint % (v ->> 'cash_unit')::bigint <> 0,
            format('cash_unit is %s and stake_step %s: stakes, which are given back exactly, are whole coins',
                v ->> 'cash_unit', v ->> 'stake_step')),
        ('{denominations}', v ->> 'denominations' !~ '^[1-9][0-9]{0,9}( [1-9][0-9]{0,9})*$'
                or (select count(*) <> count(distinct d) from string_to_table(v ->> 'denominations', ' ') d),
            'denominations are whole numbers in minor units, with one blank between them, each once'),
        ('{quick_stakes}', v ->> 'quick_stakes' !~ '^[1-9][0-9]{0,11}( [1-9][0-9]{0,11}){0,8}$'
                or (select count(*) <> count(distinct d) from string_to_table(v ->> 'quick_stakes', ' ') d),
            'quick_stakes are one to nine whole numbers in minor units, with one blank between them, each once'),
        ('{denominations,cash_unit}', v ->> 'denominations' ~ '^[1-9][0-9]{0,9}( [1-9][0-9]{0,9})*$'
                and not exists (select from string_to_table(v ->> 'denominations', ' ') d
                                where (v ->> 'cash_unit')::bigint % d::bigint = 0),
            format('cash_unit is %s and denominations %s: none of them makes up the coin that prizes are rounded to',
                v ->> 'cash_unit', v ->> 'denominations')),
        ('{warn_days,ticket_days}', (v ->> 'warn_days')::bigint > (v ->> 'ticket_days')::bigint,
            format('warn_days is %s and ticket_days %s: the warning comes within the time that a prize can be claimed',
                v ->> 'warn_days', v ->> 'ticket_days')),
        ('{time_zone}', p_name = 'time_zone' -- reading all of them takes a tenth of a second
                and (v ->> 'time_zone' ~ '^(UTC|[A-Z][A-Za-z]+(/[A-Z][A-Za-z0-9_+-]+)+)$'
                     and exists (select from pg_timezone_names where name = v ->> 'time_zone')) is not true,
            'time_zone is UTC or a name such as America/Port-au-Prince'),
        ('{currency}', v ->> 'currency' !~ '^[A-Z]{3}$', 'a currency is three letters'),
        ('{rules_url}', v ->> 'rules_url' !~ '^(/|https://)', 'rules_url begins with / or https://')
    ) as f (settings, is_fault, fault)
    where f.is_fault and p_name = any (f.settings) limit 1;
    if not found then
        perform hippo.card_price(c.card_template_id) from hippo.card_schedule c;
        select f.settings, f.fault, c.card_template_id as card_id into v_fault
        from hippo.card_schedule c, lateral hippo.card_faults(c.card_template_id) f
        where p_name = any (f.settings) order by c.place limit 1;
    end if;
    if found and v_fault.card_id is null and cardinality(v_fault.settings) = 1 then
        perform hippo.refuse(400, 'bad_parameter', v_fault.fault, '{"name": "value"}');
    elsif found then
        perform hippo.refuse(409, 'settings_conflict', v_fault.fault,
            jsonb_strip_nulls(jsonb_build_object('settings', v_fault.settings, 'cardId', v_fault.card_id)));
    end if;
end
$$;
