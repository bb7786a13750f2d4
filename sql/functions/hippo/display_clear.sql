-- SPDX-License-Identifier: MIT
-- Purpose: the displays of a till show nothing of a customer any more: its cashier has gone.
-- Parameters: p_till_id
create or replace function hippo.display_clear(p_till_id integer) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_display_id integer;
begin
    for v_display_id in
        select display_id from hippo.display where till_id = p_till_id and revoked_at is null order by display_id for share
    loop
        if hippo.display_snapshot_json(v_display_id) ->> 'picture' is not null then
            perform hippo.display_append(v_display_id, '{"kind": "idle"}');
        end if;
    end loop;
end
$$;
