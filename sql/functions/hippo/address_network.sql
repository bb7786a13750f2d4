-- SPDX-License-Identifier: MIT
-- Purpose: what failures are counted by: whoever has one IPv6 address has the 2^64 of its network too.
-- Parameters: p_address as the api writes it
-- Returns: the /64 of an IPv6 address; anything else as it is
create or replace function hippo.address_network(p_address text) returns text
language plpgsql immutable
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if strpos(p_address, ':') = 0 then
        return p_address;
    end if;
    return text(network(set_masklen(p_address::inet, 64)));
exception
    when invalid_text_representation then
        return p_address;
end
$$;
