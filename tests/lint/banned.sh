#!/usr/bin/env bash
# Memory, environment and time have one door each, in fcgi/base; what banned.h bans everywhere stays banned.
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
source "$here/lib.sh"

mapfile -t sources < <(program_files '*.c' '*.h' | grep -v '^fcgi/base/')
awk -f "$here/c.awk" -f "$here/banned.awk" "$here/../../fcgi/base/banned.h" "${sources[@]}" | judge banned
