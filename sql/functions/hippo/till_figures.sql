-- SPDX-License-Identifier: MIT
-- Purpose: what each user did at each till on a sealed day, counted from the journal (view hippo.till_figures).
-- Parameters: p_day
-- Returns: rows of hippo.seal_till
create or replace function hippo.till_figures(p_day date) returns setof hippo.seal_till
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select day, till_id, user_id, postings, sales_count, sales, voids_count, voids, payments_count, payments, refunds_count,
           refunds, cash_in, cash_out, variance, copies, failed_scans
    from hippo.till_figures where day = p_day and not is_open
$$;
