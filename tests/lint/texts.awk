# awk -f c.awk -f texts.awk FILES: "letter", "literal" or "code" TAB file TAB line TAB what.
# letter: a string with bytes outside ASCII. literal: every string. code: a literal handed to a parameter
# `const char *code` of any function, to diag_error/diag_warn, or set as `.code =`.

# The k-th argument (from 1) of the call whose '(' is at position p of s, as it is written.
function argument(s, p, k,   i, c, depth, n, from) {
    n = 1
    from = p + 1
    for (i = p; i <= length(s); i++) {
        c = substr(s, i, 1)
        if (c == "(" || c == "{") depth++
        if (c == ")" || c == "}") depth--
        if (depth == 0 || (c == "," && depth == 1)) {
            if (n == k) return substr(s, from, i - from)
            if (depth == 0) return ""
            n++
            from = i + 1
        }
    }
    return ""
}

# Remembers f when its definition in s (at its parameters' '(') has a `const char *code`.
function learn(f, s, p,   k, a) {
    for (k = 1; k <= 12; k++) {
        a = argument(s, p, k)
        if (a ~ /const char \*code[ \n]*$/) { place[f] = k; return }
        if (a == "") return
    }
}

# The whole file as one text, with each string replaced by "N" that TEXTS[N] and LINES[N] explain.
function slurp(   i, out, part, n) {
    n = split(CODE, part, "\"\"")
    out = part[1]
    for (i = 2; i <= n; i++) {
        nliterals++
        TEXTS[nliterals] = TEXT[i - 1]
        LINES[nliterals] = FNR
        FILES[nliterals] = FILENAME
        print "literal\t" FILENAME "\t" FNR "\t" TEXT[i - 1]
        if (TEXT[i - 1] ~ /[\200-\377]/)
            print "letter\t" FILENAME "\t" FNR "\t" TEXT[i - 1]
        out = out "\"" nliterals "\"" part[i]
    }
    return out
}

BEGIN { place["diag_error"] = place["diag_warn"] = 4 }

FNR == 1 { c_reset() }

{
    c_line($0)
    body[FILENAME] = body[FILENAME] slurp() "\n"
}

function each_call(s, pass,   rest, at, word) {
    rest = s
    at = 0
    while (match(rest, /[A-Za-z_][A-Za-z0-9_]*\(/)) {
        word = substr(rest, RSTART, RLENGTH - 1)
        at += RSTART + RLENGTH - 1
        rest = substr(rest, RSTART + RLENGTH)
        if (pass == 1) learn(word, s, at)
        else if (word in place) report(argument(s, at, place[word]))
    }
}

function report(arg,   n) {
    while (match(arg, /"[0-9]+"/)) {
        n = substr(arg, RSTART + 1, RLENGTH - 2)
        if (TEXTS[n] != "")
            print "code\t" FILES[n] "\t" LINES[n] "\t" TEXTS[n]
        arg = substr(arg, RSTART + RLENGTH)
    }
}

END {
    for (f in body)
        if (body[f] ~ /const char \*code/) each_call(body[f], 1)
    for (f in body) {
        each_call(body[f], 2)
        rest = body[f]
        while (match(rest, /\.code = "[0-9]+"/)) {
            code = substr(rest, RSTART, RLENGTH)
            rest = substr(rest, RSTART + RLENGTH)
            report(code)
        }
    }
}
