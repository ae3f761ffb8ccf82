#!/usr/bin/env bash
# Fuzzes every harness with libFuzzer for T seconds each, under ASan and UBSan.
# New inputs that reach new code stay in out/fuzz/<name>; a crash is kept there too: give it a
# name that says what it is and put it into tests/fuzz/corpus/<name>, where every run replays it.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=${1:-60}
# discount grows its buffers by realloc: with ASan's usual quarantine that alone is gigabytes.
export ASAN_OPTIONS=quarantine_size_mb=16
out=out/fuzz
san=fuzzer-no-link,address,undefined
make -s -j"$(nproc)" CC=clang O=$out/build SAN=$san libs
status=0
for source in tests/fuzz/fuzz_*.c; do
    name=$(basename "$source" .c)
    name=${name#fuzz_}
    mkdir -p "$out/$name" "tests/fuzz/corpus/$name"
    make -s CC=clang O=$out/build SAN=$san "$out/build/tests/fuzz/libfuzzer_$name"
    printf '  %-14s' "$name"
    if "$out/build/tests/fuzz/libfuzzer_$name" -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$out/$name/" "$out/$name" "tests/fuzz/corpus/$name" >"$out/$name.log" 2>&1; then
        sed -n 's/^stat::number_of_executed_units: */ok, inputs: /p' "$out/$name.log"
    else
        echo "FAILED ($out/$name.log)"
        status=1
    fi
done
exit $status
