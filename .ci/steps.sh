# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# How `run` and `nightly` do their steps and count them. Sourced.
passed=0
failed=0
times=()

# worked: hundredths of a second that the machine's processors have worked so far, together.
worked() { awk '/^cpu / { print $2 + $3 + $4 + $7 + $8 }' /proc/stat; }

# step NAME command…: counts what the step's own last line counts; a step without such a line counts as one check.
step() {
    local name=$1 log=build/ci-$1.log status=0 begin=$SECONDS busy
    shift
    mkdir -p build
    echo "== $name"
    busy=$(worked)
    "$@" 2>&1 | tee "$log" || status=1
    busy=$((($(worked) - busy) / (SECONDS - begin + 1) / $(nproc)))
    ended "$name" "$status" $((SECONDS - begin)) ", processors $busy % busy" "$*"
}

# beside NAME command…: a step that goes on beside those that come now, until `joined NAME`, which shows what it said.
beside() {
    local name=$1 begin=$SECONDS
    shift
    mkdir -p build
    { "$@" >"build/ci-$name.log" 2>&1; echo "$? $((SECONDS - begin)) $*" >"build/ci-$name.end"; } &
    declare -g "beside_$name=$!"
}
joined() {
    local status seconds command process=beside_$1
    echo "== $1, beside the steps before"
    wait "${!process}"
    cat "build/ci-$1.log"
    read -r status seconds command <"build/ci-$1.end"
    ended "$1" "$status" "$seconds" ", beside others" "$command"
}

# ended NAME STATUS SECONDS WORDS COMMAND
ended() {
    local line
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
    echo "== $1: status $2, ${3}s"
    [ "$2" = 0 ] || echo "== to see it alone: $5"
    times+=("$(printf '%5d s  %s%s%s' "$3" "$1" "$([ "$2" = 0 ] || echo ', failed')" "$4")")
}

# The table of times, and the line that counts. The status is that of all steps.
finish() {
    printf '%s\n' "${times[@]}"
    printf '%5d s  all of it\n' "$SECONDS"
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}
