#!/usr/bin/env bash
# make lint: every check, cheapest first; a line each, then what it found. `run.sh layers texts` runs only those.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

checks=("$@")
[[ $# -gt 0 ]] || checks=(layers banned texts tests headers shell spelling format selftest clang cppcheck tidy)
failed=0
findings=0
out=$(mktemp)
trap 'rm -f "$out"' EXIT

for check in "${checks[@]}"; do
    began=${EPOCHREALTIME/[.,]/}
    verdict=ok
    "tests/lint/$check.sh" >"$out" 2>&1 || verdict=FAILED
    ms=$(((${EPOCHREALTIME/[.,]/} - began) / 1000))
    printf '  %-9s %-7s %5d.%d s\n' "$check" "$verdict" $((ms / 1000)) $((ms % 1000 / 100))
    [[ $verdict == ok ]] && continue
    sed 's/^/    /' "$out"
    failed=$((failed + 1))
    findings=$((findings + $(wc -l <"$out")))
done
printf 'lint: %d checks, %d failed, %d findings\n' "${#checks[@]}" "$failed" "$findings"
[[ $failed -eq 0 ]]
