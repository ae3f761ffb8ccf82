/*
 * Counting, line by line and block by block (a block: lines between blank ones). The figures are
 * such that the worst page found for each stays below half a second with discount 2.2.7
 * (tests/unit/content/test_limits.c has the pages).
 */
#include "content/limits.h"
#include "content/markdown.h"

#define NESTING_MAX 12   /* '>' and list marks at the head of one line */
#define INDENT_MAX  64   /* blanks at the head of a line: a list level takes two at least */
#define LINE_BYTES  8192 /* a paragraph is one line in many editors */
#define COLUMNS_MAX 40   /* '|' in a line */
/* Per block. */
#define LINES_MAX 1000 /* a list is looked through again at each of its lines */
#define BRACKETS_MAX                                                                              \
    2000                  /* '[', '(', '!', '`': each looks for its end; time grows by the square \
                           */
#define ANGLES_MAX   300  /* '<': the same, ten times as slow */
#define UNCLOSED_MAX 60   /* "](" without ")": by the cube */
#define EMPHASIS_MAX 4000 /* '*', '_', '~' */
/* Per page. */
#define REFERENCES_MAX 2000  /* what "[x]" may repeat of "[x]: address": the size of the output */
#define NOTES_MAX      1000  /* "[^": every note is looked for among all */
#define CELLS_MAX      50000 /* of tables: discount fills short rows up */

struct count {
    int lines, columns, brackets, angles, emphasis, unclosed;
    bool in_link; /* after "](", before ")" */
};
struct page_count {
    int references, notes, cells;
    bool has_definitions;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Where the digits at i end when a point follows ("1. 1. 1. x" nests as well); 0: none. */
static size_t number_end(struct str line, size_t i)
{
    while (i < line.n && is_digit(line.p[i]))
        i++;
    return i < line.n && line.p[i] == '.' ? i : 0;
}

static int nesting(struct str line, size_t *ret_indent)
{
    int marks = 0;

    *ret_indent = 0;
    for (size_t i = 0; i < line.n; i++) {
        char c = line.p[i], next = i + 1 < line.n ? line.p[i + 1] : ' ';

        if (c == ' ' || c == '\t') {
            *ret_indent += marks > 0 ? 0 : c == '\t' ? 4 : 1;
        } else if (c == '>' || ((c == '-' || c == '*' || c == '+') && next == ' ')) {
            marks++;
        } else if (is_digit(c) && number_end(line, i) > 0) {
            i = number_end(line, i);
            marks++;
        } else {
            break;
        }
    }
    return marks;
}

static void tally(struct count *n, struct str line)
{
    for (size_t i = 0; i < line.n; i++) {
        char c = line.p[i], next = i + 1 < line.n ? line.p[i + 1] : ' ';

        n->brackets += c == '[' || c == '(' || c == '`' || c == '!';
        n->angles += c == '<';
        n->emphasis += c == '*' || c == '_' || c == '~';
        if (c == ']' && next == '(') {
            n->unclosed += n->in_link;
            n->in_link = true;
        } else if (c == ')') {
            n->in_link = false;
        }
    }
}

static void tally_page(struct page_count *n, struct str line)
{
    struct str s = str_trim(line);

    n->has_definitions = n->has_definitions || (str_starts(s, STR("[")) && str_has(s, STR("]:")));
    for (size_t i = 0; i < line.n; i++) {
        char c = line.p[i], next = i + 1 < line.n ? line.p[i + 1] : ' ';

        n->references += c == ']' && next != '(';
        n->notes += c == '[' && next == '^';
    }
}

static int columns(struct str line)
{
    int n = 0;

    for (size_t i = 0; i < line.n; i++)
        n += line.p[i] == '|';
    return n;
}

static bool has_control(struct str line)
{
    for (size_t i = 0; i < line.n; i++) {
        if (((unsigned char)line.p[i] < ' ' && line.p[i] != '\t') || line.p[i] == 0x7F)
            return true;
    }
    static const struct str marks[] = {STR_INIT("\xEE\x80\x80"), STR_INIT("\xEE\x80\x81"),
                                       STR_INIT("\xEE\x80\x82"), STR_INIT("\xEE\x80\x83"),
                                       STR_INIT("\xEE\x80\x84")};

    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        if (str_has(line, marks[i]))
            return true;
    }
    return false;
}

/* The code of what is wrong with a line, or NULL. */
static const char *line_problem(struct str line, struct count *n, struct page_count *page)
{
    size_t indent;
    int marks = nesting(line, &indent);

    if (str_trim(line).n == 0)
        *n = (struct count){.lines = -1};
    n->lines++;
    if (columns(line) > n->columns)
        n->columns = columns(line);
    page->cells += n->columns;
    tally(n, line);
    tally_page(page, line);
    if (line.n > LINE_BYTES)
        return "markdown-line-long";
    if (marks > NESTING_MAX || indent > INDENT_MAX)
        return "markdown-nested";
    if (n->columns > COLUMNS_MAX)
        return "markdown-columns";
    if (n->lines > LINES_MAX)
        return "markdown-block-long";
    if (n->brackets > BRACKETS_MAX || n->angles > ANGLES_MAX || n->emphasis > EMPHASIS_MAX ||
        n->unclosed > UNCLOSED_MAX)
        return "markdown-crowded";
    if (page->notes > NOTES_MAX || (page->has_definitions && page->references > REFERENCES_MAX))
        return "markdown-references";
    if (page->cells > CELLS_MAX)
        return "markdown-cells";
    return has_control(line) ? "markdown-control" : NULL;
}

bool limits_check(struct str shown, struct str source, int first_line, struct diags *d)
{
    struct count n = {.lines = 0};
    struct page_count page = {.references = 0};
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
        const char *code = line_problem(line, &n, &page);

        if (code == NULL)
            continue;
        diag_add(d, DIAG_ERROR, shown, number, code, NULL, 0);
        return false;
    }
    return true;
}
