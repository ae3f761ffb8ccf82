#!/usr/bin/env bash
# clang-tidy over the program. It is slow: what a file's own content, its headers' and the checks' say was clean
# before is not looked at again (out/lint/tidy/<hash>).
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
source "$here/lib.sh"

# The hash of all that decides the verdict over one file.
verdict_key() {
    local headers
    headers=$(gcc "${flags[@]}" -MM "$1" 2>/dev/null | sed 's/^[^:]*://; s/\\$//') || true
    # shellcheck disable=SC2086 # a list of paths without blanks
    cat "$root/.clang-tidy" "$here/tidy.sh" "$1" $headers | sha256sum | cut -d ' ' -f 1
}

tidy() {
    local key found
    key=$(verdict_key "$1")
    [[ -e out/lint/tidy/$key ]] && return
    found=$(clang-tidy --quiet --config-file="$root/.clang-tidy" "$1" -- "${flags[@]}" 2>/dev/null |
        sed -E "s|^$PWD/||; s|^\./||" | grep -E '^[^ ]+:[0-9]+:[0-9]+: (error|warning):' | sort -u) || true
    if [[ -n $found ]]; then
        printf '%s\n' "$found"
        return 1
    fi
    touch "out/lint/tidy/$key"
}

root=$(realpath "$here/../..")
mapfile -t packages < <(sed -n 's/^PKGS *:= *//p' "$root/Makefile" | tr ' ' '\n')
mapfile -t libraries < <(pkg-config --cflags "${packages[@]}" | sed 's/-I/-isystem /g' | tr ' ' '\n' | sed '/^$/d')
flags=(-std=gnu11 -D_GNU_SOURCE '-DESTRADO_VERSION="0"' -I. -include "$root/fcgi/base/banned.h" "${libraries[@]}")
mkdir -p out/lint/tidy
if [[ $# -gt 0 ]]; then
    tidy "$1"
    exit
fi
program_files '*.c' | xargs -r -P 2 -n 1 nice bash "${BASH_SOURCE[0]}"
