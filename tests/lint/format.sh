#!/usr/bin/env bash
# clang-format has nothing to change (make format applies it).
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
source "$here/lib.sh"

files '*.c' '*.h' | xargs -r -P 2 -n 20 clang-format --style="file:$here/../../.clang-format" --dry-run -Werror 2>&1 |
    { grep ' error: ' || true; } | sed 's/:[0-9]*: error: code should be clang-formatted.*/: make format changes this line/' |
    sort -u -t : -k 1,1 -k 2,2n | awk '{ print; n++ } END { exit n > 0 }'
