-- SPDX-License-Identifier: MIT
-- Purpose: takes only what looks like an Argon2id hash: a password in clear must never get into a table.
-- Parameters: p_hash
-- Errors: HP400 bad_parameter
create or replace function hippo.password_check(p_hash text) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    if (p_hash ~ '^\$argon2id\$v=19\$m=[0-9]+,t=[0-9]+,p=[0-9]+\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{22,}$') is not true then
        perform hippo.refuse(400, 'bad_parameter', 'not an Argon2id hash', '{"name": "password"}');
    end if;
end
$$;
