-- SPDX-License-Identifier: MIT
-- Purpose: rows that are written once: the journal, payments, rates of commissions, a card's runners and prices, what froze
--          with a round, and seals.
-- Errors: HP409, always
create or replace function hippo.append_only() returns trigger
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'HP409';
end
$$;

create or replace trigger journal_append_only before update or delete on hippo.journal
    for each row execute function hippo.append_only();
create or replace trigger journal_append_only_all before truncate on hippo.journal
    for each statement execute function hippo.append_only();
create or replace trigger payment_append_only before update or delete on hippo.payment
    for each row execute function hippo.append_only();
create or replace trigger payment_append_only_all before truncate on hippo.payment
    for each statement execute function hippo.append_only();
create or replace trigger card_template_runner_append_only before update or delete on hippo.card_template_runner
    for each row execute function hippo.append_only();
create or replace trigger card_template_runner_append_only_all before truncate on hippo.card_template_runner
    for each statement execute function hippo.append_only();
create or replace trigger price_append_only before update or delete on hippo.price
    for each row execute function hippo.append_only();
create or replace trigger price_append_only_all before truncate on hippo.price
    for each statement execute function hippo.append_only();
create or replace trigger round_terms_append_only before update or delete on hippo.round_terms
    for each row execute function hippo.append_only();
create or replace trigger round_terms_append_only_all before truncate on hippo.round_terms
    for each statement execute function hippo.append_only();
create or replace trigger round_totals_append_only before update or delete on hippo.round_totals
    for each row execute function hippo.append_only();
create or replace trigger round_totals_append_only_all before truncate on hippo.round_totals
    for each statement execute function hippo.append_only();
create or replace trigger commission_rate_append_only before update or delete on hippo.commission_rate
    for each row execute function hippo.append_only();
create or replace trigger commission_rate_append_only_all before truncate on hippo.commission_rate
    for each statement execute function hippo.append_only();
create or replace trigger tax_rate_append_only before update or delete on hippo.tax_rate
    for each row execute function hippo.append_only();
create or replace trigger tax_rate_append_only_all before truncate on hippo.tax_rate
    for each statement execute function hippo.append_only();
create or replace trigger seal_append_only before update or delete on hippo.seal
    for each row execute function hippo.append_only();
create or replace trigger seal_append_only_all before truncate on hippo.seal
    for each statement execute function hippo.append_only();
create or replace trigger seal_chain_append_only before update or delete on hippo.seal_chain
    for each row execute function hippo.append_only();
create or replace trigger seal_chain_append_only_all before truncate on hippo.seal_chain
    for each statement execute function hippo.append_only();
create or replace trigger seal_account_append_only before update or delete on hippo.seal_account
    for each row execute function hippo.append_only();
create or replace trigger seal_account_append_only_all before truncate on hippo.seal_account
    for each statement execute function hippo.append_only();
create or replace trigger seal_till_append_only before update or delete on hippo.seal_till
    for each row execute function hippo.append_only();
create or replace trigger seal_till_append_only_all before truncate on hippo.seal_till
    for each statement execute function hippo.append_only();
create or replace trigger seal_market_append_only before update or delete on hippo.seal_market
    for each row execute function hippo.append_only();
create or replace trigger seal_market_append_only_all before truncate on hippo.seal_market
    for each statement execute function hippo.append_only();
create or replace trigger seal_shop_append_only before update or delete on hippo.seal_shop
    for each row execute function hippo.append_only();
create or replace trigger seal_shop_append_only_all before truncate on hippo.seal_shop
    for each statement execute function hippo.append_only();
create or replace trigger round_day_append_only before update or delete on hippo.round_day
    for each row execute function hippo.append_only();
create or replace trigger round_day_append_only_all before truncate on hippo.round_day
    for each statement execute function hippo.append_only();
create or replace trigger seal_seller_append_only before update or delete on hippo.seal_seller
    for each row execute function hippo.append_only();
create or replace trigger seal_seller_append_only_all before truncate on hippo.seal_seller
    for each statement execute function hippo.append_only();
create or replace trigger seal_safe_append_only before update or delete on hippo.seal_safe
    for each row execute function hippo.append_only();
create or replace trigger seal_safe_append_only_all before truncate on hippo.seal_safe
    for each statement execute function hippo.append_only();
create or replace trigger seal_session_append_only before update or delete on hippo.seal_session
    for each row execute function hippo.append_only();
create or replace trigger seal_session_append_only_all before truncate on hippo.seal_session
    for each statement execute function hippo.append_only();
create or replace trigger seal_tax_append_only before update or delete on hippo.seal_tax
    for each row execute function hippo.append_only();
create or replace trigger seal_tax_append_only_all before truncate on hippo.seal_tax
    for each statement execute function hippo.append_only();
