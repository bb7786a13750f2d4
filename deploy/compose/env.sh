# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034
# How to call Compose here: sets the array `compose`.
if [ -n "${COMPOSE:-}" ]; then
    read -ra compose <<<"$COMPOSE"
elif docker compose version >/dev/null 2>&1; then
    compose=(docker compose)
else
    compose=(docker-compose)
fi
