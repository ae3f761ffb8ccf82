#!/usr/bin/env bash
# Layers look down; one library, one file.
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
source "$here/lib.sh"

mapfile -t sources < <(program_files '*.c' '*.h')
awk -f "$here/layers.awk" "$here/layers.txt" "${sources[@]}"
