#!/usr/bin/env bash
# Each .c file has a test file that is built and run.
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
source "$here/lib.sh"

program_files '*.c' | while read -r source; do
    folder=$(dirname "$source")
    name=$(basename "$source" .c)
    test=tests/unit/${folder//\//_}/test_$name.c
    [[ -f $test ]] || printf '%s\t1\tuntested\t%s is missing\n' "$source" "$test"
done | judge tests
