#!/usr/bin/env bash
# Every header compiles alone, with both compilers.
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
source "$here/lib.sh"

compile() {
    "$1" -std=gnu11 -Wall -Wextra -Wpedantic -Wshadow -Wundef -Wstrict-prototypes -Werror -D_GNU_SOURCE -I. \
        -fsyntax-only -include "$2" -x c /dev/null 2>&1 |
        grep -E ': (fatal )?error:' || true
}
export -f compile

found=$(program_files '*.h' | while read -r header; do printf '%s\n' "gcc $header" "clang $header"; done |
    xargs -P 2 -L 1 bash -c 'compile "$@"' _ | sed 's|^\./||' | sort -u)
[[ -z $found ]] || { printf '%s\n' "$found"; exit 1; }
