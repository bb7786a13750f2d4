-- SPDX-License-Identifier: MIT
-- Purpose: what a scheduler is to do for exports: it calls this on a connection of its own, when scheduler.pulse says that
--          something is due. From then on no other scheduler may, until the connection ends. Forgets old files; counts a try, so
--          that an export that cannot be made is given up.
-- Parameters: p_public_key of the caller, in hex
-- Returns: bigint, an export that is to be made and signed; null: none, or another scheduler is at it, or the key is not
--          published
create or replace function scheduler.export_begin(p_public_key text) returns bigint
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_export hippo.export;
begin
    if not pg_try_advisory_lock(hashtextextended('export made', 0)) then
        return null;
    end if;
    delete from hippo.export_part p using hippo.export e where e.export_id = p.export_id and hippo.export_is_old(e);
    update hippo.export e set forgotten_at = hippo.clock() where forgotten_at is null and hippo.export_is_old(e);
    update hippo.export set tries = tries + 1
    where export_id = (select min(export_id) from hippo.export e where hippo.export_state(e) = 'working')
        and exists (select from hippo.signing_key where public_key = hippo.from_hex(p_public_key))
    returning * into v_export;
    if hippo.export_state(v_export) = 'failed' then
        delete from hippo.export_part where export_id = v_export.export_id;
        return null;
    end if;
    return v_export.export_id;
end
$$;
