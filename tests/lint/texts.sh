#!/usr/bin/env bash
# Texts live in catalogues, and catalogues hold no text too many: no letters outside ASCII in C strings, every
# diag code has its sentence and the reverse, every {{t "key"}} its text and the reverse.
# shellcheck disable=SC2016 # $ in quotes is awk's
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
source "$here/lib.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
program=fcgi/locales/es-MX.yml

mapfile -t sources < <(program_files '*.c' '*.h')
awk -f "$here/c.awk" -f "$here/texts.awk" "${sources[@]}" >"$work/c"
awk -f "$here/keys.awk" "$program" >"$work/program"
awk -F '\t' '$1 == "literal" { print $4 }' "$work/c" | sort -u >"$work/literals"

# prints "file TAB line TAB key" of {{t "key" ...}} in the templates of one theme
template_keys() {
    find "$1" -name '*.html' -o -name '*.xml' -o -name '*.txt' | sort | xargs -r awk '{
        rest = $0
        while (match(rest, /\{\{t "[^"]*"/)) {
            print FILENAME "\t" FNR "\t" substr(rest, RSTART + 5, RLENGTH - 6)
            rest = substr(rest, RSTART + RLENGTH)
        }
    }'
}

# lines of $2 (file TAB line TAB key) whose key, behind the prefix $3, is not a line of $1, with the sentence $4;
# a known "error.%d.%s" stands for every key of that form, "callout." for every key that begins so
missing() {
    awk -F '\t' -v known="$1" -v prefix="$3" -v sentence="$4" '
        BEGIN {
            while ((getline k < known) > 0) {
                have[k] = 1
                if (k ~ /^[a-z-]+\.([a-z0-9.%-]*%[ds]|[a-z0-9.-]*\.$)/ && k !~ /^diag\./) {
                    sub(/\.$/, ".%s", k)
                    gsub(/\./, "[.]", k); gsub(/%d/, "[0-9]+", k); gsub(/%s/, "[^.]+", k)
                    forms = forms (forms == "" ? "" : "|") "^" k "$"
                }
            }
        }
        !((prefix $3) in have) && !(forms != "" && (prefix $3) ~ forms) { print $1 "\t" $2 "\t" $3 "\t\"" $3 "\" " sentence }' "$2"
}

{
    awk -F '\t' '$1 == "letter" { print $2 "\t" $3 "\tletters\t\"" $4 "\": texts belong to the catalogues" }' "$work/c"

    awk -F '\t' '$1 == "code" { print $2 "\t" $3 "\t" $4 }' "$work/c" | sort -u >"$work/codes"
    cut -f 3 "$work/program" >"$work/program.keys"
    missing "$work/program.keys" "$work/codes" diag. "has no sentence under diag: in $program"

    awk -F '\t' '{ print "diag." $4 }' <(grep '^literal' "$work/c") | cat - "$work/literals" >"$work/used"
    missing "$work/used" "$work/program" '' "is used nowhere in C"

    for theme in themes/*/; do
        [[ -d $theme/locales ]] || continue
        template_keys "$theme" >"$work/templates"
        for locale in "$theme"locales/*.yml; do
            awk -f "$here/keys.awk" "$locale" >"$work/theme"
            cut -f 3 "$work/theme" >"$work/theme.keys"
            # what another language lacks is the text of es-MX (theme_load_over)
            if [[ $locale == */es-MX.yml || ! -e ${theme}locales/es-MX.yml ]]; then
                missing "$work/theme.keys" "$work/templates" '' "has no text in $locale"
            fi
            cut -f 3 "$work/templates" | cat - "$work/literals" >"$work/used"
            missing "$work/used" "$work/theme" '' "is used by no template and nowhere in C"
        done
    done
} | judge texts
