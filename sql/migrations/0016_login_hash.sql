-- SPDX-License-Identifier: MIT
-- login_finish is also told the hash that the password was checked against; with the old form beside it a call would be
-- ambiguous.

drop function if exists api.login_finish(bigint, text, text, boolean, bytea, text);
