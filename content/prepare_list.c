/*
 * Lists in running text: where discount needs a blank line before one, and numbers that it would
 * drop, since it counts every list from 1.
 */
#include "content/prepare_state.h"

size_t list_indent(struct str s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'); i++)
        n += s.p[i] == '\t' ? 4 : 1;
    return n;
}

static size_t digits(struct str s)
{
    size_t n = 0;

    while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
        n++;
    return n;
}

/* Bytes of "- ", "* ", "+ " or "12. " at the head of a line without its blanks; 0: none. */
static size_t list_mark(struct str s)
{
    size_t n = digits(s);

    if (n == 0 && s.n > 0 && (s.p[0] == '-' || s.p[0] == '*' || s.p[0] == '+'))
        n = 1;
    else if (n > 0 && n < s.n && s.p[n] == '.')
        n++;
    else
        return 0;
    return n < s.n && (s.p[n] == ' ' || s.p[n] == '\t') ? n + 1 : 0;
}

/* Notes and definitions hold indented paragraphs as list items do. */
static bool opens_container(struct str s)
{
    return list_mark(s) > 0 || str_starts(s, STR("[^")) || str_starts(s, STR(": ")) ||
           (str_starts(s, STR("=")) && str_ends(s, STR("=")));
}

/* discount loses the head of a ": " definition behind one of the other form. */
static void check_definition(struct prep *p, struct str line)
{
    struct str s = str_trim(line);
    char form = 0;

    if (str_starts(line, STR("=")) && s.n > 2 && s.p[1] != '=' && str_ends(s, STR("=")))
        form = '=';
    else if (str_starts(line, STR(": ")) && p->before.n > 0)
        form = ':';
    if (form == 0)
        return;
    if (p->definition != 0 && p->definition != form)
        diag_error(p->d, p->shown, p->line, "definition-mixed");
    p->definition = form;
}

/* A list may begin right behind a paragraph: "- x" or "1. x", but not "2024. x". */
static bool interrupts(struct str line)
{
    size_t n = list_mark(line);

    return n > 0 && str_trim(str_sub(line, n, line.n)).n > 0 &&
           (digits(line) == 0 || str_starts(line, STR("1.")));
}

/* ---- numbers ---- */

static size_t blanks(struct str s, size_t i)
{
    while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '>'))
        i++;
    return i;
}

static void forget_from(struct prep *p, size_t indent)
{
    for (size_t i = indent; i < LIST_INDENTS; i++)
        p->last[i] = 0;
}

void list_forget(struct prep *p)
{
    forget_from(p, 0);
}

/* The number at s.p[i] begins a list or goes on in one: the one before, plus one. */
static void check_number(struct prep *p, struct str s, size_t i, size_t length)
{
    size_t indent = i < LIST_INDENTS ? i : LIST_INDENTS - 1;
    struct str number = str_sub(s, i, i + length);
    int64_t value;

    if (str_to_int(number, 0, INT32_MAX, &value) != OK || value != p->last[indent] + 1)
        diag_error(p->d, p->shown, p->line, "list-number", number);
    forget_from(p, indent);
    p->last[indent] = (int)value;
}

/* All marks at the head of a line: "> - 3. x" is three of them. */
static void check_numbers(struct prep *p, struct str line)
{
    size_t i = blanks(line, 0), n;

    if (p->blank && str_starts(line, STR(">"))) /* a quote ends the list above it */
        p->last[0] = 0;
    if (str_starts(line, STR("[^"))) {
        i = str_find(line, STR("]:"));
        i = blanks(line, i < line.n ? i + 2 : 0);
    }
    if (list_mark(str_sub(line, i, line.n)) == 0 && p->blank)
        forget_from(p, i < LIST_INDENTS ? i : LIST_INDENTS - 1);
    while ((n = list_mark(str_sub(line, i, line.n))) > 0) {
        size_t length = digits(str_sub(line, i, line.n));

        if (length > 0)
            check_number(p, line, i, length);
        else
            forget_from(p, i + 1);
        i = blanks(line, i + n);
    }
}

/* A number that begins a paragraph: "2024. Fue un año", "  7. x". Where its point stands; 0: none.
 */
static size_t number_to_keep(const struct prep *p, struct str line)
{
    size_t i = blanks(line, 0), n = digits(str_sub(line, i, line.n));

    if ((p->list && i > 0) || !p->blank || n == 0 || list_mark(str_sub(line, i, line.n)) == 0 ||
        str_index(str_sub(line, 0, i), '>') < i || str_eq(str_sub(line, i, i + n), STR("1")))
        return 0;
    return p->legal_until < p->whole.n ? 0 : i + n;
}

/* "Se necesita:" and its list right below; elsewhere a mark in the middle of a paragraph is prose.
 */
static bool is_announced(const struct prep *p, struct str line)
{
    struct str mark, rest;
    int value;

    return str_ends(str_trim(p->before), STR(":")) &&
           legal_mark(line, true, &mark, &rest, &value) != LEGAL_NONE;
}

void list_part_from_paragraph(struct prep *p, struct str line)
{
    if (!p->paragraph || p->span > 0 || (!interrupts(line) && !is_announced(p, line)))
        return;
    buf_addc(p->out, '\n');
    p->blank = true;
    p->paragraph = false;
}

void list_take_line(struct prep *p, struct str *line)
{
    size_t point = number_to_keep(p, *line);

    check_definition(p, *line);
    if (point > 0) {
        buf_add(p->out, str_sub(*line, 0, point));
        buf_addc(p->out, '\\');
        *line = str_sub(*line, point, line->n);
        p->list = false;
        return;
    }
    if (p->paragraph)
        return;
    if (opens_container(str_trim(*line)))
        p->list = true;
    else if (p->blank && line->p[0] != ' ' && line->p[0] != '\t')
        p->list = false;
    check_numbers(p, *line);
}
