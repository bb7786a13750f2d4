-- SPDX-License-Identifier: MIT
-- Several sessions under one script's control, through dblink. Include it outside of a transaction.

create temp table other (name text primary key, pid integer);

create function pg_temp.open(p_name text, p_role text default 'postgres') returns void language plpgsql as $$
begin
    perform dblink_connect(p_name, format('dbname=%s user=%s host=%s port=%s', current_database(), p_role,
        split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port')));
    insert into other select p_name, pid from dblink(p_name, 'select pg_backend_pid()') as r (pid integer)
    on conflict (name) do update set pid = excluded.pid;
end
$$;

-- Runs one statement there and waits: its value, or the SQLSTATE that it ended with.
create function pg_temp.ask(p_name text, p_statement text) returns text language plpgsql as $$
declare
    v_value text;
begin
    if p_statement ~ '^select' then
        select value into v_value from dblink(p_name, p_statement) as r (value text);
        return v_value;
    end if;
    return dblink_exec(p_name, p_statement);
exception when others then
    return sqlstate;
end
$$;

create function pg_temp.send(p_name text, p_statement text) returns void language plpgsql as $$
begin
    if dblink_send_query(p_name, p_statement) <> 1 then
        raise exception '%', dblink_error_message(p_name);
    end if;
end
$$;

-- Does it wait for a lock? Gives it some time to come there.
create function pg_temp.is_waiting(p_name text) returns boolean language plpgsql as $$
begin
    for i in 1 .. 500 loop
        if exists (select from pg_locks join other using (pid) where name = p_name and not granted) then
            return true;
        end if;
        perform pg_sleep(0.01);
    end loop;
    return false;
end
$$;

-- The result of what was sent: its value, or the SQLSTATE that it ended with.
create function pg_temp.result(p_name text) returns text language plpgsql as $$
declare
    v_value text;
begin
    select value into v_value from dblink_get_result(p_name) as r (value text);
    perform from dblink_get_result(p_name) as r (value text); -- the end of it, so that the session can be used again
    return v_value;
exception when others then
    begin
        perform from dblink_get_result(p_name) as r (value text);
    exception when others then
        null;
    end;
    return sqlstate;
end
$$;

create function pg_temp.close(p_name text) returns void language plpgsql as $$
begin
    perform dblink_disconnect(p_name);
    delete from other where name = p_name;
    -- The server may take a moment to see it.
    for i in 1 .. 500 loop
        exit when not exists (select from pg_locks
            where pid not in (select pid from other) and locktype = 'advisory' and pid <> pg_backend_pid());
        perform pg_sleep(0.01);
    end loop;
end
$$;
