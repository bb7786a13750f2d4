-- SPDX-License-Identifier: MIT
-- Purpose: settings that only make sense together.
-- Errors: HP409 conflict; HP400 value
create or replace function hippo.settings_require() returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_fault text := case
        when hippo.setting_integer('lock_ms') >= hippo.setting_integer('betting_ms') then 'the lock is shorter than betting'
        when hippo.setting_integer('film_ms') % 100 <> 0 then 'the film is a multiple of 100 ms'
        when hippo.setting_integer('stake_min') > hippo.setting_integer('stake_max') then 'the smallest stake is not above the largest'
        when hippo.setting_integer('stake_min') % hippo.setting_integer('stake_step') <> 0 then 'the smallest stake is a multiple of the step'
        when hippo.setting_integer('stake_max') > 900000000000 then 'a stake is at most 900000000000: its prize must fit'
        when hippo.setting_integer('till_exposure_max') > hippo.setting_integer('round_exposure_max')
            then 'a till exposes no more than the round may'
        when hippo.setting_text('time_zone') not in (select name from pg_timezone_names) then 'there is no such time zone'
        when hippo.setting_text('denominations') !~ '^[1-9][0-9]{0,9}( [1-9][0-9]{0,9})*$' then 'denominations are whole numbers'
        when hippo.setting_text('currency') !~ '^[A-Z]{3}$' then 'a currency is three letters'
        when not exists (select from hippo.setting where name like 'market\_%' and value = '1') then 'one market at least is sold'
    end;
begin
    if v_fault is not null then
        perform hippo.refuse(409, 'conflict', v_fault);
    end if;
end
$$;
