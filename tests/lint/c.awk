# c_line(line): splits a line of C. CODE is what runs, strings emptied and comments blank; TEXT[1..NTEXT] the
# strings' contents. A comment goes on to the next line until c_reset().

function c_reset() {
    in_comment = 0
}

function c_line(line,   i, n, c, two, quote, text) {
    CODE = ""
    NTEXT = 0
    quote = ""
    n = length(line)
    for (i = 1; i <= n; i++) {
        c = substr(line, i, 1)
        two = substr(line, i, 2)
        if (in_comment) {
            if (two == "*/") { in_comment = 0; i++ }
        } else if (quote != "") {
            if (c == "\\") { text = text two; i++ }
            else if (c != quote) text = text c
            else {
                if (quote == "\"") TEXT[++NTEXT] = text
                quote = ""
                CODE = CODE c
            }
        } else if (two == "/*") { in_comment = 1; i++; CODE = CODE " " }
        else if (two == "//") return
        else {
            if (c == "\"" || c == "'") { quote = c; text = "" }
            CODE = CODE c
        }
    }
}
