/*
 * Counting, line by line and block by block.
 */
#include "content/limits.h"
#include "content/markdown.h"

#define NESTING_MAX 12   /* '>' and list marks at the head of one line */
#define INDENT_MAX  200  /* blanks at the head of a line: a list level takes two at least */
#define LINE_MAX_   8192 /* bytes; a paragraph is one line in many editors */
/* Per block (lines between blank ones): 2,000 unclosed "[a](" take discount 12 ms, and time grows
 * with the square. */
#define OPENERS_MAX  2000
#define EMPHASIS_MAX 4000

struct count {
    int openers, emphasis;
};

static int nesting(struct str line, size_t *ret_indent)
{
    int marks = 0;
    size_t i = 0;

    *ret_indent = 0;
    while (i < line.n) {
        char c = line.p[i], next = i + 1 < line.n ? line.p[i + 1] : ' ';

        if (c == ' ' || c == '\t') {
            *ret_indent += marks == 0;
        } else if (c == '>' || ((c == '-' || c == '*' || c == '+') && next == ' ')) {
            marks++;
        } else if (c >= '0' && c <= '9') {
            /* "1. 1. 1. x" nests as well */
            while (i + 1 < line.n && line.p[i + 1] >= '0' && line.p[i + 1] <= '9')
                i++;
            if (i + 1 >= line.n || line.p[i + 1] != '.')
                break;
            i++;
            marks++;
        } else {
            break;
        }
        i++;
    }
    return marks;
}

static void tally(struct count *n, struct str line)
{
    for (size_t i = 0; i < line.n; i++) {
        char c = line.p[i];

        n->openers += c == '[' || c == '(' || c == '<' || c == '`' || c == '!';
        n->emphasis += c == '*' || c == '_' || c == '~';
    }
}

static bool has_control(struct str line)
{
    for (size_t i = 0; i < line.n; i++) {
        if (((unsigned char)line.p[i] < ' ' && line.p[i] != '\t') || line.p[i] == 0x7F)
            return true;
    }
    return str_has(line, STR("\xEE\x80\x80")) || str_has(line, STR("\xEE\x80\x81"));
}

/* The code of what is wrong with a line, or NULL. */
static const char *line_problem(struct str line, struct count *n)
{
    size_t indent;
    int marks = nesting(line, &indent);

    if (str_trim(line).n == 0)
        *n = (struct count){0, 0};
    tally(n, line);
    if (line.n > LINE_MAX_)
        return "markdown-line-long";
    if (marks > NESTING_MAX || indent > INDENT_MAX)
        return "markdown-nested";
    if (n->openers > OPENERS_MAX || n->emphasis > EMPHASIS_MAX)
        return "markdown-crowded";
    return has_control(line) ? "markdown-control" : NULL;
}

bool limits_check(struct str shown, struct str source, int first_line, struct diags *d)
{
    struct count n = {0, 0};
    struct str line;

    if (source.n > MARKDOWN_MAX) {
        diag_error(d, shown, 0, "markdown-too-big");
        return false;
    }
    if (!str_is_utf8(source)) {
        diag_error(d, shown, 0, "markdown-not-utf8");
        return false;
    }
    for (int number = first_line; str_line(&source, &line); number++) {
        const char *code = line_problem(line, &n);

        if (code == NULL)
            continue;
        diag_add(d, DIAG_ERROR, shown, number, code, NULL, 0);
        return false;
    }
    return true;
}
