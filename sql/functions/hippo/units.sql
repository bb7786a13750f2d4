-- SPDX-License-Identifier: MIT
-- Purpose: an amount in currency units, as reports show it. In SQL and with the digits given, to become part of the view
--          that calls it: a report over a million tickets calls no function and reads the setting once.
-- Parameters: p_minor in minor units, may be null; p_digits of the currency (hippo.house_terms)
-- Returns: numeric with that many digits; null for null
create or replace function hippo.units(p_minor numeric, p_digits integer) returns numeric
language sql immutable parallel safe
as $$
    select round(p_minor / power(10::numeric, p_digits), p_digits)
$$;
