#!/usr/bin/env bash
# make metrics: sizes and complexity, to look at; nothing here fails.
# shellcheck disable=SC2016 # $ in quotes is awk's
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export LC_ALL=C.UTF-8

files() { # files FOLDER DEPTH PATTERN
    find "$1" -maxdepth "$2" -name "$3" -not -path '*/node_modules/*' -not -path '*/lint/bad/*' -type f 2>/dev/null
}
lines() { # of the files named on standard input
    xargs -r cat | wc -l
}
row() { printf '  %-28s %8s %8s\n' "$@"; }

title() {
    printf '\n%s\n' "$1"
}

# function lines and complexity of the program: "lines complexity place"
functions() {
    find fcgi themes content accessibility chatbot -name '*.c' -print0 2>/dev/null | xargs -0 -r pmccabe |
        awk -F '\t' '{ print $5, $1, $6 }'
}

# median, 90th percentile and largest of one number per line
quantiles() {
    sort -n | awk '{ v[NR] = $1 } END { if (NR) print v[int((NR + 1) / 2)], v[int(NR * 0.9 + 0.999)], v[NR] }'
}

title 'Lines                           files    lines'
for folder in fcgi fcgi/base fcgi/http fcgi/config fcgi/store fcgi/app themes content accessibility chatbot; do
    [[ -n $(files "$folder" 1 '*.[ch]') ]] || continue
    row "$folder (C)" "$(files "$folder" 1 '*.[ch]' | wc -l)" "$(files "$folder" 1 '*.[ch]' | lines)"
done
row 'all C of the program' "$(files . 9 '*.[ch]' | grep -cv '^./tests/\|^./out/\|^./var/')" \
    "$(files . 9 '*.[ch]' | grep -v '^./tests/\|^./out/\|^./var/' | lines)"
row 'tests (C)' "$(files tests 9 '*.[ch]' | wc -l)" "$(files tests 9 '*.[ch]' | lines)"
row 'tests (JavaScript)' "$(files tests 9 '*.mjs' | wc -l)" "$(files tests 9 '*.mjs' | lines)"
row 'tests, operation (shell, awk)' "$({ files . 9 '*.sh'; files . 9 '*.awk'; } | wc -l)" "$({ files . 9 '*.sh'; files . 9 '*.awk'; } | lines)"
row 'templates' "$(files themes 9 '*.html' | wc -l)" "$(files themes 9 '*.html' | lines)"
row 'CSS' "$(files themes 9 '*.css' | wc -l)" "$(files themes 9 '*.css' | lines)"
row 'texts of the interface' "$({ files themes 9 '*.yml'; files fcgi 9 '*.yml'; } | wc -l)" "$({ files themes 9 '*.yml'; files fcgi 9 '*.yml'; } | lines)"
row 'pages' "$(files content/pages 9 '*.md' | wc -l)" "$(files content/pages 9 '*.md' | lines)"
row 'documents' "$({ files . 1 '*.md'; files docs 9 '*.md'; } | wc -l)" "$({ files . 1 '*.md'; files docs 9 '*.md'; } | lines)"

all=$(functions)
printf '\n%s functions                  median      p90  largest\n' "$(wc -l <<<"$all")"
read -r median p90 most < <(cut -d ' ' -f 1 <<<"$all" | quantiles)
printf '  %-23s %10s %8s %8s\n' 'lines' "$median" "$p90" "$most"
read -r median p90 most < <(cut -d ' ' -f 2 <<<"$all" | quantiles)
printf '  %-23s %10s %8s %8s\n' 'cyclomatic complexity' "$median" "$p90" "$most"

title 'Longest functions'
sort -rn <<<"$all" | head -n 5 | awk '{ printf "  %5d lines  %s %s\n", $1, $3, $4 }'
title 'Most complex functions'
sort -k 2,2rn <<<"$all" | head -n 5 | awk '{ printf "  %5d        %s %s\n", $2, $3, $4 }'
title 'More than 6 parameters'
find fcgi themes content accessibility chatbot -name '*.h' -print0 2>/dev/null | xargs -0 -r awk '
    /^[a-z].*\(/ { text = ""; at = FILENAME ":" FNR }
    { text = text $0 }
    /\);|\) *PRINTF|\)$/ { n = gsub(/,/, ",", text); if (n > 6 && at != "") printf "  %5d        %s\n", n + 1, at; at = "" }' | sort -rn | head -n 5
title 'Longest files'
files . 9 '*.[ch]' | grep -v '^./out/\|^./var/' | xargs wc -l | grep -v ' total$' | sort -rn | head -n 5 | sed 's/^ */      /; s|\./||'

title 'Tests'
row 'unit tests (cmocka)' '' "$(files tests/unit 9 '*.c' | xargs -r cat | grep -cE '^static void .*\(void \*\*' || true)"
row 'integration, browser tests' '' "$(files tests 9 '*.test.mjs' | xargs -r cat | grep -cE '^ *(test|it)\(' || true)"
row 'golden pairs' '' "$(files tests/golden 9 '*.in' | wc -l)"
row 'fuzz harnesses, inputs' "$(files tests/fuzz 1 'fuzz_*.c' | wc -l)" "$(files tests/fuzz/corpus 9 '*' | wc -l)"

title 'Program'
binary=${O:-out/plain}/estrado
if [[ -x $binary ]]; then
    row 'binary, KiB' '' "$(($(stat -c %s "$binary") / 1024))"
    read -r text data bss _ < <(size "$binary" | tail -n 1)
    row 'text, data + bss, KiB' "$((text / 1024))" "$(((data + bss) / 1024))"
else
    echo '  not built: make'
fi
