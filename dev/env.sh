# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Where a private house lives on this machine: sourced by `run` and `psql`, so that both agree.
# Sets ROOT, VAR_DIR, RUN_DIR, PG_BIN and PG_USER.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
VAR_DIR=${VAR_DIR:-$ROOT/var}
PG_USER=$(id -un)
if [ "$(id -u)" = 0 ]; then
    # PostgreSQL refuses to run as root, so it gets the account that its package made.
    PG_USER=postgres
fi
PG_BIN=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)

mkdir -p "$VAR_DIR"
VAR_DIR=$(cd "$VAR_DIR" && pwd)
if [ "$(id -u)" = 0 ] && ! setpriv --reuid="$PG_USER" --regid="$PG_USER" --init-groups test -x "$VAR_DIR"; then
    # A clone under /root cannot be entered by that account.
    rmdir "$VAR_DIR" 2>/dev/null || true
    VAR_DIR=/var/lib/hippodrome
    mkdir -p "$VAR_DIR"
fi
# Socket names are limited to 107 bytes: a deep folder takes a short name elsewhere.
RUN_DIR=$VAR_DIR/run
if [ ${#RUN_DIR} -gt 80 ]; then
    RUN_DIR=/tmp/hippodrome-$(id -u)-$(printf %s "$VAR_DIR" | sha256sum | cut -c1-12)
fi
