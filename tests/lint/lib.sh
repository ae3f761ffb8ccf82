# Sourced by the checks. Each runs in the root of a tree (the checkout, or a
# small wrong tree of bad/), prints "file:line: sentence" and fails when it did.
# shellcheck shell=bash
export LC_ALL=C

# Paths that match one of the name patterns, without what is built, fetched or wrong on purpose.
files() {
    local names=() pattern
    for pattern in "$@"; do names+=(-o -name "$pattern"); done
    find . \( -path ./out -o -path ./var -o -name .git -o -name node_modules -o -path ./tests/lint/bad \) -prune \
        -o -type f \( "${names[@]:1}" \) -print | sed 's|^\./||' | sort
}

# C of the program, without tests.
program_files() {
    files "$@" | { grep -v '^tests/' || true; }
}

# Reads "file TAB line TAB word TAB sentence"; prints what tests/lint/allow.txt does not excuse for this check.
# Exceptions that excuse nothing are findings themselves.
judge() {
    awk -F '\t' -v check="$1" -v list=tests/lint/allow.txt '
        BEGIN {
            while ((getline row < list) > 0) {
                n++
                split(row, f, /[ \t]+/)
                if (f[1] == check) { at[f[2] " " f[3]] = n; if (f[4] == "") bad[n] = "an exception needs a reason" }
            }
        }
        ($1 " " $3) in at { used[$1 " " $3] = 1; next }
        { print $1 ":" $2 ": " $4; found = 1 }
        END {
            for (k in at) if (!(k in used)) bad[at[k]] = "excuses nothing any more"
            for (k in bad) { print list ":" k ": " bad[k]; found = 1 }
            exit found
        }'
}
