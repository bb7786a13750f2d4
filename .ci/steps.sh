# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# How `run` and `nightly` do their steps and count them. Sourced.
passed=0
failed=0
times=()

# worked: hundredths of a second that the machine's processors have worked so far, together.
worked() { awk '/^cpu / { print $2 + $3 + $4 + $7 + $8 }' /proc/stat; }

# begin NAME command…: a step that goes on beside the next ones, its words kept until `end NAME`. One at a time.
begin() {
    local name=$1
    shift
    mkdir -p build
    aside=$(printf '%q ' "$@")
    aside_began=$SECONDS
    "$@" >"build/ci-$name.log" 2>&1 &
    aside_pid=$!
}
# end NAME: waits for it, and counts what a step of its own would.
end() {
    local status=0
    wait "$aside_pid" || status=1
    echo "== $1, beside the steps before"
    cat "build/ci-$1.log"
    add "$1" "$status" "$aside_began" "$aside"
}

# step NAME command…: runs it, and counts it.
step() {
    local name=$1 status=0 begin=$SECONDS busy
    shift
    busy=$(worked)
    mkdir -p build
    echo "== $name"
    "$@" 2>&1 | tee "build/ci-$name.log" || status=1
    busy=$((($(worked) - busy) / (SECONDS - begin + 1) / $(nproc)))
    add "$name" "$status" "$begin" "$*" ", processors $(printf '%2d' "$busy") % busy"
}

# add NAME STATUS BEGIN COMMAND [WHAT]: counts what a step's own last line counts; a step without such a line counts as one check.
add() {
    local line took=$((SECONDS - $3))
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "build/ci-$1.log" | tail -n 1)
    if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1]))
        failed=$((failed + BASH_REMATCH[2]))
        [ "$2" = 0 ] || [ "${BASH_REMATCH[2]}" != 0 ] || failed=$((failed + 1))
    elif [ "$2" = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
    echo "== $1: status $2, ${took}s"
    [ "$2" = 0 ] || echo "== to see it alone: $4"
    times+=("$(printf '%5d s%s  %s%s' "$took" "${5:-}" "$1" "$([ "$2" = 0 ] || echo ', failed')")")
}

# The table of times, and the line that counts. The status is that of all steps.
finish() {
    printf '%s\n' "${times[@]}"
    printf '%5d s  all of it\n' "$SECONDS"
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}
