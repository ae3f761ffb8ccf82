#!/usr/bin/env bash
# codespell over code, comments and the English documents; not over tests, which quote Spanish and mistakes.
# spelling.txt holds words that are right here.
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
source "$here/lib.sh"

program_files '*.c' '*.h' '*.sh' '*.awk' '*.sql' Makefile README.md CONTRIBUTING.md SOURCE-TOUR.md CHANGELOG.md |
    xargs -r codespell --ignore-words "$here/spelling.txt"
