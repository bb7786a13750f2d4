#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A house of the release before 0022, with what that release took: a card whose odds return more than its target, one that
# returns more than 100 %, a coin that does not divide the stakes. After the upgrade it runs. Prints TAP.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${TEST_DATABASE_URL:?run me through tests/run sql}"
database=upgrade_settings
url="postgresql:///$database?${TEST_DATABASE_URL#*\?}"
server() { psql -XAtq -v ON_ERROR_STOP=1 -d "$TEST_DATABASE_URL" -c "$1"; }
sql() { psql -XAtq -v ON_ERROR_STOP=1 -d "$url" -c "$1"; }
trap 'server "drop database if exists $database with (force)"' EXIT

tests=0
is() { # HAVE WANT WHAT
    tests=$((tests + 1))
    if [ "$1" = "$2" ]; then echo "ok $tests - $3"; else printf 'not ok %s - %s\n# have: %s\n# want: %s\n' "$tests" "$3" "$1" "$2"; fi
}

# old ACTIVE: the database as the older release left it, with the card of that name running.
old() {
    server "drop database if exists $database with (force)" 2>/dev/null
    server "create database $database owner hippo_owner"
    {
        echo "set role hippo_owner; set check_function_bodies = off; set client_min_messages = warning; create schema hippo;"
        echo "create table hippo.migration (number integer constraint migration_pk primary key, name text not null, digest text not null,"
        echo "    applied_at timestamptz not null default clock_timestamp());"
        echo "create table hippo.replaceable (is_only boolean constraint replaceable_pk primary key default true"
        echo "    constraint replaceable_is_only check (is_only), digest text not null, applied_at timestamptz not null);"
        for file in sql/migrations/00{01..18}_*.sql; do
            [ -f "$file" ] || continue
            name=$(basename "$file" .sql)
            echo "begin;"
            cat "$file"
            echo "commit; insert into hippo.migration values ($((10#${name%%_*})), '$name', '$(sha256sum <"$file" | cut -d' ' -f1)');"
        done
        cat <<SQL
create function hippo.journal_append(p_entry hippo.journal) returns bigint language sql as 'insert into hippo.journal (scope, seq, at, action,
    subject, after, reason, hash) select 0, 1, now(), (p_entry).action, (p_entry).subject, (p_entry).after, (p_entry).reason, sha256('''')
    returning seq';
insert into hippo.app_user (username, display_name, role, password_hash, created_at)
select u, u, 'admin', '\$argon2id\$' || repeat('x', 90), now() from unnest('{ada,abe}'::text[]) u;
insert into hippo.card_template (name, target_ppm, proposed_by, decided_by, decided_at)
select n, 900000, 1, 2, now() from unnest('{high,mad}'::text[]) n;
insert into hippo.card_template_runner (card_template_id, number, name, weight, win_odds, color)
select card_template_id, i, 'R' || i, 1, case name when 'high' then 570 else 700 end, '#000000'
from hippo.card_template, generate_series(1, 6) i where name in ('high', 'mad');
update hippo.card_template set is_active = false where is_active;
update hippo.card_template set is_active = true where name = '$1';
update hippo.setting set value = '700' where name = 'cash_unit';
SQL
    } | psql -Xq -v ON_ERROR_STOP=1 -d "$url" >/dev/null
    DATABASE_URL=$url sql/migrate >/dev/null
}
listed="select string_agg(t.name || ' ' || t.target_ppm, ' ') from hippo.card_schedule join hippo.card_template t using (card_template_id)"

old high
is "$(sql "$listed")" "high 950000" "a card goes on, and says what its odds return"
is "$(sql "select hippo.card_price(card_template_id) from hippo.card_schedule")$(sql "select string_agg(code, ' ')
    from hippo.card_schedule, hippo.card_faults(card_template_id)")" "" "so its next round opens"
is "$(sql "select value from hippo.setting where name = 'cash_unit'")" 1 "a coin that stakes are not made of is not kept"
is "$(sql "select action || ', ' || subject || ', ' || reason from hippo.journal")" \
    "setting, cash_unit, migration 0022: stakes were not whole coins" "which is on record"
old mad
is "$(sql "$listed")" "classic-6 900000" "a card that returns 117 % makes room for the one that the house came with"
old classic-6
is "$(sql "$listed")" "classic-6 900000" "which runs on as it was"
echo "1..$tests"
