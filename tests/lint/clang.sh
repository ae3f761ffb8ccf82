#!/usr/bin/env bash
# The second compiler takes everything too, with the same warnings as errors.
set -euo pipefail

if ! log=$(make -s -j "$(nproc)" CC=clang CFLAGS=-O1 O=out/lint/clang all units fuzzers 2>&1); then
    grep -E 'error:|\*\*\*|undefined reference' <<<"$log" || printf '%s\n' "$log"
    exit 1
fi
