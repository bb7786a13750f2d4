# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034
# What the scripts beside this file share: where the database and the key are, and how to ask.
: "${DATABASE_URL:=postgresql:///hippodrome?host=/run/postgresql&user=postgres}" "${VAULT_KEY_FILE=/var/lib/hippodrome/vault.key}"
as=()
# Peer authentication knows postgres only as itself.
[ "$(id -u)" != 0 ] || [[ $DATABASE_URL != *host=/run/postgresql* ]] || as=(runuser -u postgres --)

# url_of DATABASE: the same server's other database.
url_of() { sed -E "s#^(postgres(ql)?://[^/]*/)[^?]*#\1$1#" <<<"$DATABASE_URL"; }
query() { "${as[@]}" psql -XAtq -v ON_ERROR_STOP=1 -d "$1" -c "$2"; }
sql() { query "$DATABASE_URL" "$1"; }

# What must be true of a database's text, whatever the cluster's locale is: the same as in hippodrome-migrate.service.
create_options="template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'"

# prove URL: ends with the rows of report.proof(), if there are any, but for the one that a restored house must have: it was
# set back and has not begun anew yet. Its scheduler sees to that before anything is sold; without it nothing would.
# (A backup of a release before that, and a house in which nothing has happened, have no such memory.)
prove() {
    local found violated notice='a house that was set back has begun anew|'
    found=$(query "$1" 'select * from report.proof()')
    violated=$(grep -vF "$notice" <<<"$found" || true)
    [ -z "$violated" ] || { printf '%s: the books do not hold:\n%s\n' "${0##*/}" "$violated" >&2; exit 1; }
    [[ $found != *"$notice"* ]] || return 0
    [ "$(query "$1" "select to_regclass('hippo.confirmation') is null")" = t ] ||
        [ "$(query "$1" 'select exists (select from hippo.session)')" = f ] ||
        { echo "${0##*/}: this house does not know that it was restored, and would sell on with results that are known" >&2; exit 1; }
}

# What had happened when the backup was made has happened still. history_of URL [LAST]: the rounds up to LAST, in one word.
history_of() {
    query "$1" "select coalesce(md5(string_agg(concat_ws(' ', round_id, phase, finish_order, secret), '|' order by round_id)), '-') || ' ' || count(*) || ' ' || coalesce(max(round_id), 0)
        from report.rounds where phase in ('settled', 'void') ${2:+and round_id <= $2}"
}

# same_history URL: prints how many rounds the restored database has, and the last one's number. Fails where the house has others.
same_history() {
    local digest count last live
    read -r digest count last <<<"$(history_of "$1")"
    read -r live _ <<<"$(history_of "$DATABASE_URL" "$last")"
    [ "$digest" = "$live" ] || { echo "${0##*/}: its $count rounds are not those of the house" >&2; exit 1; }
    echo "$count rounds up to $last"
}

# fingerprint FILE: of a key, as hippo.session.key_fingerprint has it in hex (scheduler/vault.c).
fingerprint() {
    [ "$(stat -c %s "$1")" = 32 ] || { echo "${0##*/}: $1 is not a key" >&2; return 1; }
    { printf hippo/vault-key && cat "$1"; } | sha256sum | cut -c -16
}

# wanted_key URL: the fingerprint that the newest session of rounds wants; nothing where there is none yet.
wanted_key() { query "$1" "select encode(key_fingerprint, 'hex') from hippo.session order by session_id desc limit 1"; }
