-- SPDX-License-Identifier: MIT
-- Purpose: the columns of a view of schema report.
-- Parameters: p_view
-- Returns: place from 1; name; type integer, decimal, day, time, flag or text; description, its comment
create or replace function hippo.report_columns(p_view text)
returns table (place integer, name text, type text, description text)
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select attnum::integer, attname::text,
           case atttypid when 'bigint'::regtype then 'integer' when 'integer'::regtype then 'integer'
               when 'numeric'::regtype then 'decimal' when 'date'::regtype then 'day' when 'timestamptz'::regtype then 'time'
               when 'boolean'::regtype then 'flag' else 'text' end,
           col_description(attrelid, attnum)
    from pg_attribute
    where attrelid = format('report.%I', p_view)::regclass and attnum > 0 and not attisdropped
    order by attnum
$$;
