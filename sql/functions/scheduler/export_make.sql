-- SPDX-License-Identifier: MIT
-- Purpose: makes the file of an export, but for its last line, as of one moment. May take minutes; a second call makes it anew.
-- Parameters: p_export_id of scheduler.export_begin; p_public_key that will sign it, in hex
-- Returns: integer, its parts
create or replace function scheduler.export_make(p_export_id bigint, p_public_key text) returns integer
language plpgsql volatile security definer
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    c_part_bytes constant integer := 131072;
    v_export hippo.export;
begin
    select * into strict v_export from hippo.export where export_id = p_export_id and signed_at is null;
    delete from hippo.export_part where export_id = p_export_id;
    with line as (
        select l.place, l.kind, replace(l.line::text, E'\n', ' ') as text
        from hippo.export_lines(v_export.from_day, v_export.to_day, hippo.from_hex(p_public_key))
            with ordinality as l (kind, line, place)
    ), placed as (
        select place, text, sum(octet_length(text)) over (order by place) / c_part_bytes as piece from line
    ), part as (
        insert into hippo.export_part (export_id, part, text)
        select p_export_id, row_number() over (order by piece), string_agg(text, E'\n' order by place) || E'\n'
        from placed group by piece
        returning part, octet_length(text) as bytes
    )
    update hippo.export e
    set public_key = hippo.from_hex(p_public_key), parts = p.parts, bytes = p.bytes, lines = l.lines, rounds = l.rounds,
        tickets = l.tickets, entries = l.entries
    from (select count(*) as parts, sum(bytes) as bytes from part) p,
        (select count(*) as lines, count(*) filter (where kind = 'round') as rounds, count(*) filter (where kind = 'sale') as tickets,
                count(*) filter (where kind in ('entry', 'sale')) as entries from line) l
    where e.export_id = p_export_id
    returning e.parts into v_export.parts;
    return v_export.parts;
end
$$;
