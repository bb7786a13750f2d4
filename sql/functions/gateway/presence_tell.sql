-- SPDX-License-Identifier: MIT
-- Purpose: a gateway says who is connected to it: every ten seconds, for the day at a glance. What the ones that are gone said
--          is forgotten after a day.
-- Parameters: p_gateway a name of the process; p_clients all connections; p_channels the private channels that are followed,
--             p_readers by how many, each
create or replace function gateway.presence_tell(p_gateway text, p_clients integer, p_channels text[], p_readers integer[]) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
-- Nobody waits for a disk because of this.
set synchronous_commit = off
as $$
begin
    insert into hippo.presence (gateway, told_at, clients, channels, readers)
    values (left(p_gateway, 100), hippo.clock(), p_clients, p_channels, p_readers)
    on conflict (gateway) do update
    set told_at = excluded.told_at, clients = excluded.clients, channels = excluded.channels, readers = excluded.readers;
    delete from hippo.presence where told_at < hippo.clock() - interval '1 day';
end
$$;
