#!/usr/bin/env bash
# The test suite: `quick` (no services), `all`, or `a11y` (the long browser matrix).
# One line a step while it runs; the full output of each in out/test/<step>.log.
# Ends with one line "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2

what=${1:-all}
logs=out/test
jobs=$(nproc)
plain=out/plain
san=out/address-undefined
node_limit=1500 # seconds for one folder of node:test files: what hangs is a failure, not an endless run
passed=0
failed=0
mkdir -p "$logs"

# Results of the runners: cmocka's lines, TAP of node:test; anything else is one test by its exit status.
# A test that was skipped did not pass.
count() {
    local log=$1 status=$2 ok bad
    ok=$(grep -cE '^\[ +OK \]|^ *ok [0-9]+ .*' "$log")
    bad=$(grep -cE '^\[  FAILED  \] [a-z]|^ *not ok [0-9]+|^ *ok [0-9]+ .*# (SKIP|TODO)' "$log")
    if grep -qE '^TAP version' "$log"; then
        ok=$(sed -n 's/^# pass //p' "$log" | awk '{ s += $1 } END { print s + 0 }')
        bad=$(sed -nE 's/^# (fail|cancelled|skipped|todo) //p' "$log" | awk '{ s += $1 } END { print s + 0 }')
    fi
    if [ "$((ok + bad))" -eq 0 ]; then
        [ "$status" -eq 0 ] && ok=1 || bad=1
    elif [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1
    fi
    passed=$((passed + ok))
    failed=$((failed + bad))
    here="$ok passed, $bad failed"
    [ "$bad" -eq 0 ]
}

step() {
    local name=$1 log start end status
    shift
    log=$logs/${name// /-}.log
    start=$(date +%s)
    [ -t 1 ] && printf '  …     %s\r' "$name"
    "$@" >"$log" 2>&1
    status=$?
    end=$(date +%s)
    if count "$log" "$status"; then
        printf '  ok   %4d s  %-34s %s\n' "$((end - start))" "$name" "$here"
        return 0
    fi
    printf '  FAIL %4d s  %-34s %s   (%s)\n' "$((end - start))" "$name" "$here" "$log"
    grep -nE 'not ok|FAILED|ERROR|error:|findings' "$log" | head -n 15 | sed 's/^/         /'
    tail -n 12 "$log" | sed 's/^/         | /'
    return 1
}

build() { make -s -j"$jobs" "$@"; }
# clock_now() and friends are the real ones; nothing here depends on the day.
units() { local status=0 u; for u in $(make -s SAN="$1" list-units); do echo "== $u"; timeout 120 "$u" || status=1; done; return $status; }
replay() {
    local status=0 f name
    for f in $(make -s SAN=address,undefined list-fuzzers); do
        name=${f##*/fuzz_}
        if timeout 120 "$f" "tests/fuzz/corpus/$name"; then echo "[       OK ] $name"; else echo "[  FAILED  ] $name"; status=1; fi
    done
    return $status
}
# Every page of the real site in every variant: our checks and audit; then the W3C's own checker over the HTML that was
# audited and the style sheet as visitors get it. tidy knew neither aria-current nor <search> nor what changed since HTML 5.0.
site_check() { rm -rf out/test/views && $plain/estrado --set state_dir="$PWD/out/test/var" check --write out/test/views; }
# Its CSS is older than container queries (CSS Conditional 5): those findings and no others are left out.
css_findings() {
    local found
    found=$(vnu --css "$1" 2>&1 | grep -vE 'Unrecognized at-rule “@container”|“container(-type)?”: Property “container(-type)?” doesn.t exist') || true
    [ -z "$found" ] || { printf '%s\n' "$found"; return 1; }
}
vnu() { java -Xmx512m -jar tests/node_modules/vnu-jar/build/dist/vnu.jar --errors-only "$@"; }
pages() {
    local css
    css=$($plain/estrado --set state_dir="$PWD/out/test/var" render / | sed -n 's|.*rel="stylesheet" href="/estatico/\([^"]*\)".*|\1|p')
    if vnu out/test/views/*.html; then echo "[       OK ] $(find out/test/views -name '*.html' | wc -l) pages"; else echo "[  FAILED  ] pages"; fi
    if [ -n "$css" ] && css_findings "out/test/var/static/estatico/$css"; then echo "[       OK ] $css"; else echo "[  FAILED  ] style sheet"; fi
}
# node:test files of a folder, one after the other: each starts services of its own.
node_tests() {
    local serial=()
    if node --help | grep -q -- --test-concurrency; then serial=(--test-concurrency=1); fi
    ESTRADO_BIN=$PWD/$1/estrado timeout --kill-after=30 "$node_limit" node --test --test-reporter=tap "${serial[@]}" "${@:2}"
}

started=$(date +%s)
case $what in
quick)
    step "build" build all units &&
        step "unit tests" units ""
    step "check of the site" site_check
    step "pages through vnu" pages
    ;;
all)
    step "build" build all units
    step "build with sanitizers" build SAN=address,undefined all units fuzzers
    step "lint" bash tests/lint/run.sh
    step "unit tests" units ""
    step "unit tests with sanitizers" units address,undefined
    step "fuzz corpora with sanitizers" replay
    step "check of the site" site_check
    step "pages through vnu" pages
    step "integration with sanitizers" node_tests $san tests/it/*.test.mjs
    step "browser" node_tests $plain tests/browser/*.test.mjs
    ;;
a11y)
    step "build" build all
    export A11Y_FULL=1
    node_limit=5000
    step "browser matrix" node_tests $plain tests/browser/*.test.mjs
    ;;
*)
    echo "usage: tests/run.sh quick|all|a11y" >&2
    exit 2
    ;;
esac
printf '  %d min %02d s\n' "$((($(date +%s) - started) / 60))" "$((($(date +%s) - started) % 60))"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
