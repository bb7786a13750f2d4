-- SPDX-License-Identifier: MIT
-- Purpose: gives a new till its book: the beginning of its tickets' numbers, its secret, the root of its journal.
-- Parameters: p_till a row, just inserted while the house's book is held
create or replace function hippo.till_book_insert(p_till hippo.till) returns void
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_head text := hippo.shop_number(p_till.shop_id) || '-' || lpad(p_till.number::text, 2, '0');
    v_check integer := 0;
begin
    for i in 1 .. length(v_head) loop
        continue when substr(v_head, i, 1) = '-';
        v_check := (v_check + substr(v_head, i, 1)::integer) * 2 % 11; -- as in hippo.ticket_number
    end loop;
    insert into hippo.till_book (till_id, ticket_base, ticket_head, ticket_check, secret, hash)
    values (p_till.till_id, p_till.shop_id * 100000000000 + p_till.number * 1000000000::bigint, v_head, v_check,
            hippo.gen_random_bytes(32), sha256(convert_to('till ' || p_till.till_id, 'UTF8')));
end
$$;
