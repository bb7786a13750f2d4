-- SPDX-License-Identifier: MIT
-- Lists that are long and wide: what a ticket can win, counted without looking at every order, and a page of the largest
-- tickets there may be, in time.
begin;
select plan(13);
set local client_min_messages = warning;
\ir lib/house.sql
\ir lib/money.sql
select pg_temp.start(), pg_temp.people(), pg_temp.open_session(60) \g /dev/null
select pg_temp.open_till('anna', 1, 500000) \g /dev/null
select pg_temp.set(market, 1) from (select 'market_' || market as market from hippo.market where market <> 'win') m \g /dev/null
select pg_temp.set('ticket_prize_max', 1000000000000000), pg_temp.set('round_exposure_max', 1000000000000000),
    pg_temp.set('till_exposure_max', 1000000000000000) \g /dev/null
select setseed(0.25) \g /dev/null

-- A round with so many runners, in every market that such a field has.
create function pg_temp.round_of(p_runners integer) returns bigint language plpgsql as $$
declare
    v_card bigint := api.card_propose(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 'card of ' || p_runners, 900000, (
        select json_agg(json_build_object('number', 3 * n - n % 2, 'name', 'Runner ' || n, 'color', '#000000', 'weight',
          1000 + 17 * n))
        from generate_series(1, p_runners) n), 'x') ->> 'cardId';
begin
    perform api.card_decide(pg_temp.token('abe'), pg_temp.key(), pg_temp.print(), v_card, true, 'x');
    return scheduler.round_open();
end
$$;
-- So many selections of the round, of some of its markets.
create function pg_temp.selections(p_round bigint, p_lines integer,
  p_markets integer) returns text[] language sql volatile as $$
    with chosen as (select market from hippo.market order by random() limit p_markets)
    select array_agg(label) from (
        select p.label from hippo.price p join hippo.round r using (card_template_id)
        where r.round_id = p_round and (p.market in (select market from chosen) or p.market = 'win')
        order by random() limit p_lines) line
$$;
-- Of so many random tickets, those that do not win most in the order in which the plain count says it.
create function pg_temp.wrong(p_round bigint, p_tickets integer) returns text language plpgsql as $$
declare
    v_ids integer[];
    v_prizes bigint[];
begin
    for i in 1 .. p_tickets loop
        select array_agg(price_id), array_agg(floor(1 + random() * 100000)::bigint) into v_ids, v_prizes
        from hippo.price p join hippo.round r using (card_template_id),
        unnest(pg_temp.selections(p_round, 1 + floor(random() * 20)::integer, 1 + floor(random() * 4)::integer)) l (label)
        where r.round_id = p_round and p.label = l.label;
        if i % 3 = 0 then -- the same selection twice
            v_ids := v_ids || v_ids[1];
            v_prizes := v_prizes || 777::bigint;
        end if;
        if hippo.ticket_max_prize(p_round, v_ids, v_prizes)
            is distinct from (select max(prize) from hippo.line_cells(p_round, v_ids, v_prizes)) then
            return format('%s %s', v_ids, v_prizes);
        end if;
    end loop;
    return null;
end
$$;
create function pg_temp.is_right(p_runners integer) returns text language plpgsql as $$
declare
    v_round bigint := pg_temp.round_of(p_runners);
    v_wrong text := pg_temp.wrong(v_round, 30);
begin
    perform pg_temp.run_out(v_round);
    return v_wrong;
end
$$;
select is(pg_temp.is_right(runners), null, format('the most that a ticket can win, of %s runners, is its best order''s',
  runners))
from unnest('{2,3,5,6,7,8,12}'::integer[]) runners;

select pg_temp.round_of(24) as round \gset
select is(pg_temp.wrong(:round, 10), null, 'and of 24');
select is((select count(pg_temp.sell('anna', (select array_agg('win ' || number) from (
        select number from hippo.round_runner where round_id = :round order by random() + n limit 20) r),
        array_fill(2500::bigint, '{20}')))
    from generate_series(1, 100) n), 100::bigint, '100 tickets of 20 lines on 24 runners');
-- Counted over all orders, this page took two seconds of a machine that did nothing else; now it takes a tenth.
analyze hippo.price, hippo.ticket; -- as autovacuum does, which sees nothing of this transaction
set local statement_timeout = '1500ms';
select is((select count(*) from json_array_elements(api.ticket_list(pg_temp.token(who), :round, null, null, null, null,
  100) -> 'items')),
    100::bigint, who || ' lists them in time') from unnest('{anna,sam,ada}'::text[]) who;
set local statement_timeout = 0;
select is(pg_temp.proof(), '', 'the books hold');
select * from finish();
rollback;
