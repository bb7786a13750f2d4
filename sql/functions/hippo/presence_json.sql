-- SPDX-License-Identifier: MIT
-- Purpose: who is connected, by what the gateways told in the last half minute.
-- Parameters: p_shop_id of one shop only, null for all
-- Returns: json {gateways, screens, shops [{shopId, tills, displays}]}: screens are connections that follow nothing private,
--          public screens and phones, null for one shop; tills and displays are those that somebody follows
create or replace function hippo.presence_json(p_shop_id integer) returns json
language plpgsql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_since timestamptz := hippo.clock() - interval '30 s';
begin
    return (
        with told as (select * from hippo.presence where told_at > v_since),
        followed as (select distinct split_part(channel, ':', 1) as kind, split_part(channel, ':', 2)::integer as id
                     from told, unnest(told.channels) as channel where channel ~ '^(till|display):'),
        place as (
            select k.shop_id, count(distinct f.id) filter (where f.kind = 'till') as tills,
                   count(distinct f.id) filter (where f.kind = 'display') as displays
            from followed f left join hippo.display d on f.kind = 'display' and d.display_id = f.id
            join hippo.till k on k.till_id = coalesce(d.till_id, f.id)
            where p_shop_id is null or k.shop_id = p_shop_id
            group by 1)
        select json_build_object(
            'gateways', (select count(*) from told),
            'screens', case when p_shop_id is null then (
                select coalesce(sum(greatest(told.clients - (select coalesce(sum(n), 0) from unnest(told.readers) n), 0)), 0)
                from told) end,
            'shops', (select coalesce(json_agg(json_build_object('shopId', shop_id, 'tills', tills, 'displays', displays)
                                               order by shop_id), '[]') from place)));
end
$$;
