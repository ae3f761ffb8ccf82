#!/usr/bin/env bash
# The scripts as shellcheck sees them.
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
source "$here/lib.sh"

{ files '*.sh'; files run | grep '^\.ci/' || true; } | xargs -r -P 2 -n 10 shellcheck --external-sources --source-path=SCRIPTDIR --format=gcc
