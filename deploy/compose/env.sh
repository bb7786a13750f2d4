# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034
# How to call Compose here (the array `compose`), and its containers.
if [ -n "${COMPOSE:-}" ]; then
    read -ra compose <<<"$COMPOSE"
elif docker compose version >/dev/null 2>&1; then
    compose=(docker compose)
else
    compose=(docker-compose)
fi

# containers SERVICE: the ids of those that run, one a line, whatever their numbers. Not those of `run`, which 1.29 lists too.
containers() {
    local ids
    mapfile -t ids < <("${compose[@]}" ps -q "$1")
    [ ${#ids[@]} -gt 0 ] || return 0
    docker inspect -f '{{if and .State.Running (eq (index .Config.Labels "com.docker.compose.oneoff") "False")}}{{.Id}}{{end}}' "${ids[@]}" | grep . || true
}

# inside SERVICE command…: in the first of them, with this standard input.
inside() {
    local ids
    mapfile -t ids < <(containers "$1")
    [ ${#ids[@]} -gt 0 ] || { echo "no $1 runs: docker compose up -d" >&2; return 1; }
    docker exec -i "${ids[0]}" "${@:2}"
}
