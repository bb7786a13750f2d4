-- SPDX-License-Identifier: MIT
-- Purpose: writes the figures of a sealed day, counted from its entries and tickets: when it is sealed, and what is
--          missing anew should any ever be lost (hippo.figures_anew); days in their order, for balances go on from the day before.
-- Parameters: p_day
create or replace function hippo.seal_figures(p_day date) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    insert into hippo.seal_account select * from hippo.account_figures(p_day) on conflict do nothing;
    insert into hippo.seal_till select * from hippo.till_figures(p_day) on conflict do nothing;
    insert into hippo.seal_market select * from hippo.market_figures where day = p_day on conflict do nothing;
    insert into hippo.seal_shop select * from hippo.shop_figures where day = p_day on conflict do nothing;
    insert into hippo.seal_seller select * from hippo.seller_figures where day = p_day on conflict do nothing;
    insert into hippo.seal_safe
    select day, shop_id, to_tills, from_tills, to_bank, from_bank, corrections, change
    from hippo.safe_figures where day = p_day and not is_open on conflict do nothing;
    insert into hippo.seal_session select * from hippo.session_figures(p_day) on conflict do nothing;
    insert into hippo.seal_tax
    select day, shop_id, tickets, prizes, withheld, handed_over from hippo.tax_figures where day = p_day and not is_open
    on conflict do nothing;
end
$$;
