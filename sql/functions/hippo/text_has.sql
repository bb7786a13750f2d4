-- SPDX-License-Identifier: MIT
-- Purpose: is a text found by what somebody typed? Capitals and small letters are the same, blanks around it do not matter, and no
--          character stands for another one.
-- Parameters: p_text; p_search
-- Returns: boolean
create or replace function hippo.text_has(p_text text, p_search text) returns boolean
language sql immutable
as $$
    select strpos(lower(p_text), lower(btrim(p_search))) > 0
$$;
