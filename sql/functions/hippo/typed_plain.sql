-- SPDX-License-Identifier: MIT
-- Purpose: a ticket's number or code in the characters that are printed, whoever typed or pasted it: without blanks of any
--          width, in capitals, O read as 0, I and L as 1, every dash as a hyphen.
-- Parameters: p_text
-- Returns: text
create or replace function hippo.typed_plain(p_text text) returns text
language sql immutable strict parallel safe
set search_path = pg_catalog, hippo, pg_temp
as $$
    select translate(
        upper(regexp_replace(p_text, '[\s\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]', '', 'g')
              collate "C"),
        E'OIL\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d', '011---------')
$$;
