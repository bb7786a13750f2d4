-- SPDX-License-Identifier: MIT
-- Purpose: who asks, and may they? Called first by every function for signed-in users: rights are decided in the
--          transaction that uses them, and a user who was blocked a moment ago is out.
-- Parameters: p_token_hash of the session's token; p_roles that may; none: every role
-- Returns: the user's row
-- Errors: HP401 not signed in, or not any more; HP403 another role
create or replace function hippo.caller(p_token_hash bytea, variadic p_roles hippo.role[] default '{}')
returns hippo.app_user
language plpgsql volatile
set search_path = pg_catalog, hippo, pg_temp
as $$
declare
    v_user hippo.app_user;
begin
    select u.* into v_user
    from hippo.sign_in s join hippo.app_user u on u.user_id = s.user_id
    where s.token_hash = p_token_hash and s.expires_at > hippo.clock() and u.blocked_at is null;
    if not found then
        perform hippo.refuse(401, 'not_signed_in', 'signing in is required');
    end if;
    if cardinality(p_roles) > 0 and v_user.role <> all (p_roles) then
        perform hippo.refuse(403, 'forbidden', format('a %s may not do this', v_user.role),
                             jsonb_build_object('role', v_user.role));
    end if;
    return v_user;
end
$$;
