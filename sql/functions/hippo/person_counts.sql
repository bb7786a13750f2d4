-- SPDX-License-Identifier: MIT
-- Purpose: does a user count in a matter that takes two persons? Its rights, and its own password, have to be older than the
--          question, by setting two_person_hours: an account that was made, reset or unblocked for the occasion is the hand
--          of whoever did that, directly or through others.
-- Parameters: p_user; p_asked_at when the question arose: a round opened, a card was proposed
-- Returns: boolean
create or replace function hippo.person_counts(p_user hippo.app_user, p_asked_at timestamptz) returns boolean
language sql stable
set search_path = pg_catalog, hippo, pg_temp
as $$
    select coalesce(hippo.person_since(p_user) <= p_asked_at - hippo.setting_integer('two_person_hours') * interval '1 hour', false)
$$;
