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
    local name=$1 log=build/ci-$1.log status=0 begin=$SECONDS took line busy
    shift
    busy=$(worked)
    mkdir -p build
    echo "== $name"
    "$@" 2>&1 | tee "$log" || status=1
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -n 1)
    if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1]))
        failed=$((failed + BASH_REMATCH[2]))
        [ "$status" = 0 ] || [ "${BASH_REMATCH[2]}" != 0 ] || failed=$((failed + 1))
    elif [ "$status" = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
    took=$((SECONDS - begin))
    busy=$((($(worked) - busy) / (took + 1) / $(nproc)))
    echo "== $name: status $status, ${took}s"
    [ "$status" = 0 ] || echo "== to see it alone: $*"
    times+=("$(printf '%5d s, processors %2d %% busy  %s%s' "$took" "$busy" "$name" "$([ "$status" = 0 ] || echo ', failed')")")
}

# The table of times, and the line that counts. The status is that of all steps.
finish() {
    printf '%s\n' "${times[@]}"
    printf '%5d s  all of it\n' "$SECONDS"
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}
