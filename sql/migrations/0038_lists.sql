-- SPDX-License-Identifier: MIT
-- Lists with more filters: new parameters at their end, with defaults, so that an api of the release before goes on. A cashier's
-- sessions are found by who it was.
set local lock_timeout = '5s';
create index till_session_by_user on hippo.till_session (user_id, till_id, till_session_id);

drop function if exists api.ticket_list(bytea, bigint, date, text, bigint, text, integer);
drop function if exists api.audit_list(bytea, bigint, text, bigint, integer);
drop function if exists api.till_movements(bytea, bigint, text, bigint, integer, bigint);
drop function if exists api.till_sessions(bytea, bigint, bigint, integer);
drop function if exists api.user_list(bytea, bigint, integer);
drop function if exists api.shop_list(bytea, bigint, integer);
drop function if exists api.till_list(bytea, bigint, bigint, integer);
drop function if exists api.round_list(bigint, integer);
drop function if exists hippo.sessions_open_to(hippo.app_user, bigint);
