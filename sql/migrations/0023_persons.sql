-- SPDX-License-Identifier: MIT
-- Who counts as a person of its own: since when a user has its rights, who gave them, and since when it has a password that
-- it chose itself. And the limit from which cash leaves a till with a second person only.

-- Whoever waits behind a lock that is waited for waits as well: so it is asked for, not waited for (as in 0017). What is known of
-- the users that there are is read before that: the house's journal has who made, changed, unblocked and reset them.
set local lock_timeout = '200ms';
do $$
declare
    v_known jsonb;
begin
    with act as (
        select u.user_id, j.seq, j.at, j.user_id as by,
               j.action in ('user_create', 'user_password', 'password', 'admin_reset') as is_password,
               coalesce(j.user_id = u.user_id, true) as is_own -- nobody signed in: the operator, at the machine itself
        from hippo.journal j join hippo.app_user u on u.username = j.subject collate "C"
        where j.scope = 0 and (
            j.action in ('user_create', 'user_password', 'password', 'admin_reset')
            or j.action = 'user_update' and (j.before ->> 'role', j.before #>> '{shop,shopId}', j.before ->> 'blocked')
                is distinct from (j.after ->> 'role', j.after #>> '{shop,shopId}', j.after ->> 'blocked'))
    )
    select coalesce(jsonb_object_agg(user_id, json_build_object(
               'rights_at', rights_at, 'rights_by', rights_by, 'own_password_at', own_password_at)), '{}') into v_known
    from (
        select user_id, max(at) filter (where not is_own) as rights_at,
               (array_agg(by order by seq desc) filter (where not is_own))[1] as rights_by,
               (array_agg(case when is_own then at end order by seq desc) filter (where is_password))[1] as own_password_at
        from act group by user_id) known;
    for v_try in 1 .. 150 loop
        begin
            lock table hippo.app_user in access exclusive mode;
            exit;
        exception when lock_not_available then
            if v_try = 150 then
                raise exception 'another transaction, a backup perhaps, holds hippo.app_user for more than 30 s: nothing was changed, migrate again later';
            end if;
            perform pg_sleep(0.2);
        end;
    end loop;
    alter table hippo.app_user
        add column rights_at timestamptz,
        add column rights_by integer constraint app_user_rights_by references hippo.app_user,
        add column own_password_at timestamptz;
    update hippo.app_user
    set rights_at = coalesce((v_known #>> array[user_id::text, 'rights_at'])::timestamptz, created_at),
        rights_by = (v_known #>> array[user_id::text, 'rights_by'])::integer,
        own_password_at = (v_known #>> array[user_id::text, 'own_password_at'])::timestamptz;
    alter table hippo.app_user alter column rights_at set not null;
end
$$;
comment on column hippo.app_user.rights_at is
    'When another person last made it, gave it a role or a shop, unblocked it or set its password; -infinity for the first admin, who is as old as the house.';
comment on column hippo.app_user.rights_by is 'Who did that; null: the operator, at the machine itself.';
comment on column hippo.app_user.own_password_at is
    'Since when it has a password that it chose itself; null while it has one that another person set, and so knows.';

insert into hippo.setting (name, kind, value, minimum, maximum, description) values
    ('two_person_hours', 'integer', '24', 24, 8760,
     'hours for which a user must have had its rights and its own password before a question that takes two persons'),
    ('cash_out_supervisor_from', 'integer', '1000000', 1, 1000000000000000,
     'cash that one cashier takes out of tills in a day other than to players: from this sum on a supervisor does it');
