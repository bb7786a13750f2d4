-- SPDX-License-Identifier: MIT
-- Purpose: the picture at the head of the house's papers.
-- Returns: json {width, height, bits} with bits in base64; null when there is none
create or replace function hippo.logo_json() returns json
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select json_build_object('width', width, 'height', height, 'bits', translate(encode(bits, 'base64'), E'\n', '')) from hippo.logo
$$;
