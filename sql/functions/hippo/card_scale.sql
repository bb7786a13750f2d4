-- SPDX-License-Identifier: MIT
-- Purpose: the one denominator of all chances of a card while its odds are made. A chance is rounded down to a whole number
--          of such parts: whatever the weights, that is quick to reckon with, and less than 10^-95 of any chance.
-- Returns: numeric, a whole number
create or replace function hippo.card_scale() returns numeric
language sql immutable parallel safe
as $$
    select power(10::numeric, 120)
$$;
