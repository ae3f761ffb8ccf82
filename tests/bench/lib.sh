# Processes, measuring and medians of the bench. Sourced by run.sh.
# shellcheck shell=bash disable=SC2013,SC2154
started=() # process groups to end

# start LOG COMMAND...: in a group of its own, ended by stop_all.
start() {
    local log=$1
    shift
    setsid "$@" >>"$log" 2>&1 </dev/null &
    started+=("$!")
}

# stop PID: asks the group, waits for its leader. Ours lets requests finish first.
stop() {
    kill -TERM -- "-$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

stop_all() {
    local pid
    for pid in "${started[@]}"; do stop "$pid"; done
    rm -rf -- "$place"
}

fail() {
    printf 'bench: %s\n' "$*" >&2
    exit 1
}

until_ready() { # until_ready WHAT COMMAND...
    local what=$1 deadline=$((SECONDS + 20))
    shift
    until "$@" >/dev/null 2>&1; do
        [[ $SECONDS -lt $deadline ]] || { tail -n 5 "$place"/*.log >&2; fail "$what does not start"; }
        sleep 0.05
    done
}

free_port() {
    local port
    while port=$((20000 + RANDOM % 12000)); port_is_taken "$port" || [[ " ${taken[*]} " == *" $port "* ]]; do :; done
    taken+=("$port")
    printf -v "$1" '%s' "$port"
}
taken=()

now_ms() {
    local us=${EPOCHREALTIME/[.,]/}
    printf '%s\n' "$((us / 1000))"
}

median() {
    sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# load_of URL [HEADER]: requests per second; fails when an answer was none.
load_of() {
    local out
    out=$(wrk -t 1 -c 32 -d "${SECONDS_EACH}s" ${2:+-H "$2"} "$1")
    ! grep -qE 'Non-2xx|Socket errors' <<<"$out" || fail "$1: $(grep -E 'Non-2xx|Socket errors' <<<"$out")"
    awk '/^Requests\/sec/ { print $2 }' <<<"$out"
}

# side_by_side TITLE GOAL OURS THEIRS [HEADER [HEADER-OF-THEIRS]]: rounds A B A B; the ratio is the median of each round's own.
side_by_side() {
    local title=$1 goal=$2 ours=$3 theirs=$4 header=${5:-} theirs_header=${6-${5:-}} round a b
    : >"$place/rounds"
    load_of "$ours" "$header" >/dev/null # warms both
    load_of "$theirs" "$theirs_header" >/dev/null
    for ((round = 0; round < ROUNDS; round++)); do
        a=$(load_of "$ours" "$header")
        b=$(load_of "$theirs" "$theirs_header")
        awk -v a="$a" -v b="$b" 'BEGIN { print a, b, a / b }' >>"$place/rounds"
    done
    row "$title" "$(cut -d ' ' -f 1 "$place/rounds" | median | cut -d . -f 1) /s" \
        "$(cut -d ' ' -f 2 "$place/rounds" | median | cut -d . -f 1) /s" \
        "$(cut -d ' ' -f 3 "$place/rounds" | median)" "${goal:+≥ $goal}"
}

# row TITLE OURS THEIRS VALUE GOAL: a line of the table; GOAL "≥ x" or "≤ x" judges VALUE, "" judges nothing.
row() {
    local verdict
    verdict=$(awk -v v="$4" -v goal="$5" 'BEGIN {
        split(goal, g, " ")
        if (goal == "") print ""
        else if (g[1] == "≥") print (v + 0 >= g[2] + 0 ? "yes" : "no")
        else print (v + 0 <= g[2] + 0 ? "yes" : "no") }')
    printf '| %s | %s | %s | %s | %s | %s |\n' "$1" "$2" "$3" "$(printf '%.2f' "$4")" "$5" "$verdict" >>"$place/table"
    printf '  %-46s %12s %12s   %6.2f  %-7s %s\n' "$1" "$2" "$3" "$4" "$5" "$verdict"
}

# descendants PID: all of them, one a line.
descendants() {
    local child
    for child in $(cat "/proc/$1/task/$1/children" 2>/dev/null); do # one line of words
        printf '%s\n' "$child"
        descendants "$child"
    done
}

# pss_mib PID...: proportional set size (proc(5), smaps_rollup) of these together.
pss_mib() {
    local pid
    for pid in "$@"; do cat "/proc/$pid/smaps_rollup" 2>/dev/null || true; done |
        awk '$1 == "Pss:" { s += $2 } END { printf "%.1f\n", s / 1024 }'
}
