# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034
# Where a private house lives on this machine: sourced by `run`, `psql` and `reset-admin`, so that all agree.
# Sets ROOT, VAR_DIR, RUN_DIR, PG_BIN, PG_USER, and as_pg_user: what stands before a command that PG_USER shall run.

# PostgreSQL's account must get through these folders, whatever the caller's umask is. What is secret says so itself.
umask 022
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
VAR_DIR=${VAR_DIR:-$ROOT/var}
PG_USER=$(id -un)
as_pg_user=()
if [ "$(id -u)" = 0 ]; then
    # PostgreSQL refuses to run as root, so it gets the account that its package made.
    PG_USER=postgres
    as_pg_user=(setpriv "--reuid=$PG_USER" "--regid=$PG_USER" --init-groups)
fi
PG_BIN=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)

mkdir -p "$VAR_DIR"
VAR_DIR=$(cd "$VAR_DIR" && pwd)
if ! "${as_pg_user[@]}" test -x "$VAR_DIR"; then
    # That account cannot enter a clone under /root. Each clone gets a folder of its own that it can enter; the first one on
    # the machine has the plain name.
    rmdir "$VAR_DIR" 2>/dev/null || true
    VAR_DIR=/var/lib/hippodrome
    if [ "$(cat "$VAR_DIR/tree" 2>/dev/null || echo "$ROOT")" != "$ROOT" ]; then
        VAR_DIR=$VAR_DIR-$(sha256sum <<<"$ROOT" | cut -c1-12)
    fi
    mkdir -p "$VAR_DIR"
    echo "$ROOT" >"$VAR_DIR/tree"
fi
# The name of a socket has at most 107 bytes, and stands in URLs and in Caddy's configuration: a long folder, or one with
# other letters in its name, takes a short name elsewhere.
RUN_DIR=$VAR_DIR/run
if [ ${#RUN_DIR} -gt 80 ] || [[ $RUN_DIR == *[^A-Za-z0-9/._-]* ]]; then
    RUN_DIR=/tmp/hippodrome-$(id -u)-$(printf %s "$VAR_DIR" | sha256sum | cut -c1-12)
fi
