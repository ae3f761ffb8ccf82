#!/usr/bin/env bash
# Every check finds what is wrong in its tree below bad/: the places of expected.txt, and no others.
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
failed=0

for tree in "$here"/bad/*/; do
    check=$(basename "$tree")
    if got=$(cd "$tree" && "$here/$check.sh" 2>&1); then
        echo "tests/lint/bad/$check:1: $check.sh is content with it"
        failed=1
    fi
    rm -rf "$tree/out"
    places=$({ grep -oE '^[^ :]+:[0-9]+' <<<"$got" || true; } | LC_ALL=C sort -u)
    if ! differences=$(diff <(printf '%s\n' "$places") "$tree/expected.txt"); then
        echo "tests/lint/bad/$check/expected.txt:1: $check.sh finds other places (< found, > expected)"
        printf '%s\n' "$differences"
        failed=1
    fi
done
exit "$failed"
