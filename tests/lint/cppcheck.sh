#!/usr/bin/env bash
# cppcheck over the program. (readdirCalled: glibc's readdir is safe on a stream of one's own, and so is one thread.)
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
source "$here/lib.sh"

mkdir -p out/lint/cppcheck
program_files '*.c' >out/lint/cppcheck/files
cppcheck --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 --quiet -j 2 -I. \
    --cppcheck-build-dir=out/lint/cppcheck --suppress=missingIncludeSystem --suppress=readdirCalled --library=posix,gnu \
    --template='{file}:{line}: {message} ({id})' --file-list=out/lint/cppcheck/files 2>&1
