#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# cookbook_test.sh [--write]: asks every question of sql/report/README.md as hippo_report, in the house of lib/three_days.sql, and
# compares the answers with those that stand there. Prints TAP.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${TEST_DATABASE_URL:?run me through tests/run sql}"
database=cookbook
url="postgresql:///$database?${TEST_DATABASE_URL#*\?}"
server() { psql -XAtq -v ON_ERROR_STOP=1 -d "$TEST_DATABASE_URL" -c "$1"; }
server "drop database if exists $database with (force)" 2>/dev/null
server "create database $database template pattern"
trap 'server "drop database if exists $database with (force)"' EXIT
psql -XAtq -v ON_ERROR_STOP=1 -d "$url" -f sql/roles.sql >/dev/null
psql -XAtq -v ON_ERROR_STOP=1 -d "$url" >/dev/null <<'SQL'
set client_min_messages = warning;
update hippo.confirmation set database_oid = h.database_oid, relation_oid = h.relation_oid, confirmed_for = null
from hippo.house_identity() h;
begin;
\ir tests/sql/lib/house.sql
\ir tests/sql/lib/money.sql
\ir tests/sql/lib/three_days.sql
select pg_temp.settle_down();
select pg_temp.rate('agent', null, null, 1000, 'sales', '2026-01-03'), pg_temp.rate('agent', null, 'anna', 1200, 'sales', '2026-01-03'),
    pg_temp.rate('supervisor', 1, null, 500, 'net', '2026-01-03');
select pg_temp.three_days();
commit;
SQL

# In node, which takes a Markdown file apart more safely than a shell.
exec node tests/sql/lib/cookbook.mjs sql/report/README.md "$url" "$@"
