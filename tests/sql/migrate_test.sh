#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The migration runner on a cluster of its own, where no role of the house exists yet. Prints TAP.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
pg_bin=${PG_BIN:-$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin | sort -V | tail -n 1)}
folder=$(mktemp -d /tmp/hippo-migrate.XXXXXX)
as_postgres=()
if [ "$(id -u)" = 0 ]; then
    chown postgres "$folder"
    as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups)
fi
postgres_pid=
clean_up() {
    if [ -n "$postgres_pid" ]; then
        kill -INT "$postgres_pid"
        wait "$postgres_pid" || true
    fi
    rm -rf "$folder"
}
trap clean_up EXIT

(cd / && "${as_postgres[@]}" "$pg_bin/initdb" -D "$folder/data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
    --no-sync >/dev/null)
(cd / && exec "${as_postgres[@]}" "$pg_bin/postgres" -D "$folder/data" -c listen_addresses= -c fsync=off \
    -c unix_socket_directories="$folder" >"$folder/log" 2>&1) &
postgres_pid=$!
for _ in $(seq 200); do
    psql -X -h "$folder" -U postgres -c '' postgres >/dev/null 2>&1 && break
    sleep 0.05
done

# --- Test Anything Protocol -------------------------------------------------------------------------------------------

tests=0
failures=0
is() { # HAVE WANT WHAT
    tests=$((tests + 1))
    if [ "$1" = "$2" ]; then
        echo "ok $tests - $3"
    else
        failures=$((failures + 1))
        echo "not ok $tests - $3"
        printf '%s\n' "have: $1" "want: $2" | sed 's/^/# /'
    fi
}
matches() { # TEXT PATTERN WHAT
    if grep -qE "$2" <<<"$1"; then is yes yes "$3"; else is "$1" "/$2/" "$3"; fi
}

# --- What the tests do ------------------------------------------------------------------------------------------------

url() { echo "postgresql:///$1?host=$folder&user=${2:-postgres}"; }
sql() { psql -XAtq -v ON_ERROR_STOP=1 -d "$(url "$1" "${3:-postgres}")" -c "$2"; }
# migrate DATABASE [ROLE] [TREE]: prints what it says, then its status.
migrate() {
    local said status=0
    said=$(DATABASE_URL=$(url "$1" "${2:-postgres}") "${3:-sql}/migrate" 2>&1) || status=$?
    printf '%s\n' ${said:+"$said"} "status $status"
}
# skip WHAT: a pg_dump that is older than the server reads nothing of it.
skip() {
    tests=$((tests + 1))
    echo "ok $tests - $1 # SKIP pg_dump $dump_major cannot read a server of $server_major"
}

# same_schema DATABASE DATABASE WHAT
same_schema() {
    if ((dump_major < server_major)); then
        skip "$3"
    else
        is "$(diff <(snapshot "$1") <(snapshot "$2") && echo same)" same "$3"
    fi
}
dump_major=$(pg_dump --version | grep -oE '[0-9]+' | head -n 1)
server_major=$("$pg_bin/postgres" --version | grep -oE '[0-9]+' | head -n 1)
snapshot() { DATABASE_URL=$(url "$1") sql/snapshot; }
# What would differ had anything been made anew.
traces() {
    sql "$1" "select md5(string_agg(x, ' ' order by x)) from (
        select 'f ' || oid || ' ' || xmin from pg_proc
        where pronamespace::regnamespace::text in ('hippo', 'scheduler', 'gateway', 'api', 'report')
        union all select 'c ' || oid || ' ' || xmin from pg_class where relnamespace::regnamespace::text in ('hippo', 'report')
        union all select 'm ' || number || ' ' || xmin from hippo.migration
        union all select 'r ' || xmin from hippo.replaceable) t (x)"
}
# tree NAME: a copy of sql/ that a test may change.
tree() {
    mkdir -p "$folder/$1"
    cp -r sql/. "$folder/$1"
    echo "$folder/$1"
}
files=$(cd sql/migrations && ls -- *.sql)
latest=$((10#$(tail -n 1 <<<"$files" | cut -d_ -f1)))
all_migrated="migrated to ${files//$'\n'/$'\nmigrated to '}"$'\nfunctions and views renewed\nstatus 0'

# --- A managed server: no superuser, a login that may create roles and owns its database --------------------------------

sql postgres "create role manager login createrole createdb"
sql postgres "create database managed" manager
is "$(migrate managed manager)" "$all_migrated" "an owner of a database who may create roles can migrate it"
is "$(sql managed "select rolsuper from pg_roles where rolname = 'manager'")" f "he is no superuser"
is "$(sql managed "select string_agg(distinct relowner::regrole::text, ' ') from pg_class where relnamespace = 'hippo'::regnamespace")" \
    hippo_owner "all is hippo_owner's"
is "$(migrate managed manager)" "status 0" "a second time he changes nothing"
for door in scheduler gateway api; do
    is "$(sql managed "select $door.schema_version()" "hippo_$door")" "$latest" "hippo_$door finds schema $latest behind its door"
done
is "$(sql managed 'select count(*) from report.rounds' hippo_report)" 0 "hippo_report can read"
is "$(sql managed "alter role hippo_api password 'x'" manager 2>&1)" "" "he can give the daemons passwords"
sql postgres "create role stranger login"
matches "$(sql managed 'select 1' stranger 2>&1)" 'permission denied for database' "nobody else can connect"
sql postgres "create database weak owner stranger"
matches "$(migrate weak stranger)" 'ERROR:.*"hippo_owner"' "a login that may not take the owner's part is told"
is "$(migrate weak stranger | tail -n 1)" "status 3" "and fails"

# --- Again, and at once -----------------------------------------------------------------------------------------------

sql postgres "create database hippodrome"
is "$(migrate hippodrome)" "$all_migrated" "a superuser can migrate"
before=$(traces hippodrome)
is "$(migrate hippodrome)" "status 0" "a second time it says nothing"
is "$(traces hippodrome)" "$before" "and touches nothing"
same_schema managed hippodrome "whoever migrates, the schema is the same"

sql postgres "create database crowd"
pids=()
for i in 1 2 3 4 5 6 7 8; do
    migrate crowd >"$folder/crowd.$i" &
    pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid"; done
is "$(tail -qn 1 "$folder"/crowd.? | sort | uniq -c | sed 's/^ *//')" "8 status 0" "eight at once on an empty database all succeed"
is "$(grep -ch '^migrated to' "$folder"/crowd.? | sort -n | tail -n 1)" "$(wc -l <<<"$files")" "one of them did the work"
is "$(cat "$folder"/crowd.? | grep -c '^migrated to')" "$(wc -l <<<"$files")" "and only one"
same_schema hippodrome crowd "with the same schema"

# --- What it refuses --------------------------------------------------------------------------------------------------

said=$(
    sql crowd "insert into hippo.migration (number, name, digest) values (9000, '9000_future', 'x')"
    migrate crowd
)
matches "$said" "the database is at schema 9000, this tree only knows up to $latest" "a newer schema is refused"
is "$(tail -n 1 <<<"$said")" "status 3" "with a failure"

edited=$(tree edited)
echo "-- a harmless word" >>"$edited/migrations/0001_rounds.sql"
before=$(traces hippodrome)
said=$(migrate hippodrome postgres "$edited")
matches "$said" 'migration 0001_rounds.sql was edited after it had been applied' "an edited migration is refused"
is "$(tail -n 1 <<<"$said")" "status 3" "with a failure"
is "$(traces hippodrome)" "$before" "and nothing is touched"

is "$(env -u DATABASE_URL sql/migrate 2>&1 | grep -o 'DATABASE_URL is required')" "DATABASE_URL is required" "it says what it needs"

# --- What it does next time -------------------------------------------------------------------------------------------

broken=$(tree broken)
printf '%s\n' "create table hippo.half (i integer);" "select 1 / 0;" >"$broken/migrations/9000_half.sql"
said=$(migrate hippodrome postgres "$broken")
is "$(tail -n 1 <<<"$said")" "status 3" "a migration that breaks is a failure"
is "$(sql hippodrome "select to_regclass('hippo.half') is null and not exists (select from hippo.migration where number = 9000)")" t \
    "of which nothing stays"
echo "create table hippo.half (i integer);" >"$broken/migrations/9000_half.sql"
is "$(migrate hippodrome postgres "$broken" | head -n 1)" "migrated to 9000_half.sql" "once mended it runs"
is "$(sql hippodrome "select has_table_privilege('hippo_api', 'hippo.half', 'select')")" f "and gives nobody a right"
matches "$(migrate hippodrome)" "at schema 9000, this tree only knows up to $latest" "the old tree then steps back"

sql postgres "create database changed"
migrate changed >/dev/null
changed=$(tree "it's changed")
sed -i "s/'HTG'/'USD'/; s/hippo.setting_text('currency')/'EUR'/" "$changed/functions/api/config.sql"
is "$(migrate changed postgres "$changed")" $'functions and views renewed\nstatus 0' \
    "a changed function is renewed, from a folder with a quote in its name"
is "$(sql changed "select api.config() ->> 'currency'" hippo_api)" EUR "and works as it says now"
sql changed "grant select on hippo.round to hippo_api; grant execute on function hippo.clock() to public"
sed -i "s/'EUR'/'CHF'/" "$changed/functions/api/config.sql"
migrate changed postgres "$changed" >/dev/null
is "$(sql changed "select has_table_privilege('hippo_api', 'hippo.round', 'select')
    or has_function_privilege('public', 'hippo.clock()', 'execute')")" f \
    "rights that somebody gave by hand are taken back"

# --- From the first release to this one, with a history -----------------------------------------------------------------

first=$(tree first)
(cd "$first/migrations" && find . -name '*.sql' ! -name 0001_rounds.sql -delete)
sql postgres "create database upgraded"
migrate upgraded postgres "$first" >/dev/null
sql upgraded "
    insert into hippo.session (name, rounds, anchor, sealed_secret, key_fingerprint)
    values ('2026-01-02/1', 9, sha256('a'), 'x', 'x');
    set session_replication_role = replica;
    insert into hippo.round (round_id, session_id, chain_index, card_template_id, phase, commitment, card_text, card_hash, opened_at,
        locks_at, race_starts_at, race_ends_at, closes_at, secret, outcome_seed, film_seed, runner_order)
    select 10000001, 1, 1, 1, 'settled', sha256('b'), 'x', sha256('x'), t, t + '4 s', t + '5 s', t + '8 s', t + '9 s', sha256('c'),
        sha256('d'), sha256('e'), '{1,2}' from (select timestamptz '2026-01-02 12:00:00+00') s (t)"
is "$(migrate upgraded | tail -n 1)" "status 0" "a database of the first release with settled rounds is brought up to date"
is "$(sql upgraded 'select race_due_at = race_starts_at from hippo.round')" t "its rounds get the promise that they kept"
is "$(sql upgraded "update hippo.round set race_due_at = now()" 2>&1 | grep -o 'cannot go from settled to settled')" \
    "cannot go from settled to settled" "and are guarded as before"
same_schema upgraded managed "the schema is that of a new database"

# --- Whatever the locale ----------------------------------------------------------------------------------------------

# In this order of texts an underscore is no letter, and a capital is beside its small one.
sql postgres "create database elsewhere template template0 locale_provider icu icu_locale 'en-US'"
is "$(sql elsewhere "select 'B' > 'a' and 'a_c' < 'ab'")" t "a database has an order of texts of its own"
is "$(migrate elsewhere)" "$all_migrated" "the schema can be made in it"
same_schema elsewhere managed "and is the same"
is "$(sql elsewhere "insert into hippo.setting (name, kind, value, description) values ('a_c', 'text', '', ''), ('ab', 'text', '', ''), ('aB', 'text', '', '');
    select string_agg(name, ' ' order by name) from hippo.setting where name ~ '^a.?.$'")" "aB a_c ab" "names come in the order of their bytes"

# --- Beside a house that runs -----------------------------------------------------------------------------------------

# older NAME FIRST: a tree without the migrations from FIRST on, and without the functions that are about tables that they make:
# triggers go with their functions. No view of today looks only at what a house of before had.
older() {
    local before file made=none
    before=$(tree "$1")
    for file in "$before"/migrations/*; do
        [[ ${file##*/} < $2 ]] && continue
        made+=$(sed -nE 's/^create (unlogged )?table hippo\.([a-z_]+).*/|\2/p' "$file" | tr -d '\n')
        rm "$file"
    done
    rm -r "$before/views" "$before/functions/hippo/card_schedule_guard.sql"
    mkdir "$before/views"
    grep -rlE "hippo\.($made)([^_a-z]|$)" "$before/functions" | xargs rm
    echo "$before"
}

before=$(older before 0017)
sql postgres "create database busy"
migrate busy postgres "$before" >/dev/null
sql busy "begin; lock table hippo.setting in access share mode; select pg_sleep(2); commit" >/dev/null &
holder=$!
until [ "$(sql busy "select count(*) from pg_locks where relation = 'hippo.setting'::regclass")" = 1 ]; do :; done
migrate busy >"$folder/busy" &
migrator=$!
late=0
while kill -0 $migrator 2>/dev/null; do
    sql busy "set statement_timeout = '1s'; select count(*) from hippo.setting, hippo.app_user" >/dev/null 2>&1 || late=$((late + 1))
done
wait "$holder" "$migrator"
is "$(tail -n 1 "$folder/busy")" "status 0" "a backup's locks do not stop the change of collations for good"
is "$late" 0 "and nobody else waits for them"

# --- Restored from a backup of a release before ---------------------------------------------------------------------------

before=$(older old 0020)
sql postgres "create database older"
migrate older postgres "$before" >/dev/null
where="select hippo.house_is_moved() || ' ' || (confirmed_for is not null) from hippo.confirmation"
if ((dump_major < server_major)); then
    skip "one that was restored just before knows that it was not there"
else
    pg_dump -h "$folder" -U postgres --format=custom --file="$folder/older.dump" older
    sql postgres "create database restored template template0"
    pg_restore -h "$folder" -U postgres --exit-on-error --dbname=restored "$folder/older.dump"
    migrate restored >/dev/null
    is "$(sql restored "$where")" "true false" "one that was restored just before knows that it was not there"
fi
migrate older >/dev/null
is "$(sql older "$where")" "false true" "a house that is brought up to date goes on where it is"

# --- The snapshot -----------------------------------------------------------------------------------------------------

# The file is as Debian 12's pg_dump writes it.
if ((server_major == 15)); then
    is "$(diff sql/schema.sql <(snapshot managed) | head -n 40)" "" "sql/schema.sql is the schema (if not: make schema)"
    is "$(snapshot managed | grep -cE '^(SET|\\restrict|-- Dumped)')" 0 "which has nothing of this machine in it"
fi

echo "1..$tests"
[ "$failures" = 0 ]
