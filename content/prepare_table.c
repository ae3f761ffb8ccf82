/*
 * {{tabla "urnas.yml"}}: a table from a file, written as an editor would write it, so that its
 * links, footnotes and words of the glossary go the way of all others. Its texts are only texts:
 * what Markdown would read in them becomes a mark.
 */
#include "content/prepare_state.h"
#include "content/table_data.h"
#include "fcgi/base/esc.h"

#include <stdlib.h>

/* What the line asks for. */
struct request {
    struct str file, title;
};

/* `"a" "b"` -> a, b; false for anything else. */
static bool read_quoted(struct str s, struct str *ret_v, size_t max, size_t *ret_n)
{
    *ret_n = 0;
    for (s = str_trim(s); s.n > 0; s = str_trim(s)) {
        struct str rest = str_sub(s, 1, s.n);
        size_t end = str_index(rest, '"');

        if (s.p[0] != '"' || end == rest.n || end == 0 || *ret_n == max)
            return false;
        ret_v[(*ret_n)++] = str_sub(rest, 0, end);
        s = str_sub(rest, end + 1, rest.n);
    }
    return *ret_n > 0;
}

/* True for "{{tabla ...}}" alone on its line; *ret_inside: what stands behind the word. */
static bool is_table(struct str line, struct str *ret_inside)
{
    struct str s = str_trim(line);

    if (!str_starts(s, STR("{{")) || !str_ends(s, STR("}}")) || s.n < 5)
        return false;
    s = str_trim(str_sub(s, 2, s.n - 2));
    if (!str_starts(s, STR("tabla")) || (s.n > 5 && s.p[5] != ' ' && s.p[5] != '"'))
        return false;
    *ret_inside = str_sub(s, 5, s.n);
    return true;
}

static int by_path(const void *key, const void *element)
{
    return str_cmp(*(const struct str *)key, ((const struct table_data *)element)->path);
}

static const struct table_data *find(const struct prep *p, struct str file)
{
    struct str path = p->dir.n > 0 ? arena_join(p->a, p->dir, STR("/"), file) : file;

    if (p->env->ntables == 0 || str_has(file, STR("..")))
        return NULL;
    return bsearch(&path, p->env->tables, p->env->ntables, sizeof(*p->env->tables), by_path);
}

/* ---- texts ---- */

static bool is_special(char c)
{
    return str_index(STR("\\`*_[]<>&|~^{}!"), c) < 15;
}

/* A text that is only a text: discount sees marks in place of what it would read. */
static void put_plain(struct prep *p, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        struct str one = str_sub(s, i, i + 1);

        if (!is_special(s.p[i])) {
            buf_addc(p->out, s.p[i]);
            continue;
        }
        prep_piece(p, (struct piece){.kind = PIECE_INLINE,
                                     .html = prep_html(p, STR(""), one, STR("")),
                                     .text = one,
                                     .value = one});
    }
}

/* Not the same as any that an editor wrote: "[^tabla 12 3]". */
static void put_note_name(struct prep *p, size_t row)
{
    buf_addf(p->out, "[^tabla-%d-%zu]", p->line, row + 1);
}

/* ---- rows ---- */

static void put_cell(struct prep *p, const struct table_cell *c, bool strong)
{
    bool link = c->href.n > 0;

    buf_add(p->out, link ? STR(" [") : STR(" "));
    if (strong && c->text.n > 0)
        buf_add(p->out, STR("**"));
    put_plain(p, c->text);
    if (strong && c->text.n > 0)
        buf_add(p->out, STR("**"));
    if (link)
        buf_addf(p->out, "](" STR_FMT ")", STR_ARG(c->href));
}

static void put_row(struct prep *p, const struct table_data *t, size_t n)
{
    const struct table_row *row = &t->rows[n];

    for (size_t i = 0; i < t->ncolumns; i++) {
        buf_addc(p->out, '|');
        put_cell(p, &row->cells[i], false);
        if (i == 0 && row->note.n > 0)
            put_note_name(p, n);
        buf_addc(p->out, ' ');
    }
    buf_add(p->out, STR("|\n"));
}

static void put_total(struct prep *p, const struct table_data *t)
{
    for (size_t i = 0; i < t->ncolumns; i++) {
        buf_addc(p->out, '|');
        put_cell(p, &t->total[i], true);
        buf_addc(p->out, ' ');
    }
    buf_add(p->out, STR("|\n"));
}

static void put_heads(struct prep *p, const struct table_data *t)
{
    for (size_t i = 0; i < t->ncolumns; i++) {
        buf_add(p->out, STR("| "));
        put_plain(p, t->columns[i].label);
        buf_addc(p->out, ' ');
    }
    buf_add(p->out, STR("|\n"));
    for (size_t i = 0; i < t->ncolumns; i++)
        buf_add(p->out, t->columns[i].kind == COLUMN_NUMBER ? STR("|---:") : STR("|---"));
    buf_add(p->out, STR("|\n"));
}

/* ---- what stands below ---- */

static void put_below(struct prep *p, const struct table_data *t, const struct request *q,
                      struct str title)
{
    for (size_t i = 0; i < t->notes.n; i++) {
        buf_addc(p->out, '\n');
        put_plain(p, t->notes.v[i]);
        buf_addc(p->out, '\n');
    }
    buf_add(p->out, STR("\n["));
    put_plain(p, messages_format(p->env->messages, p->a, STR("markdown.table.download"),
                                 &MSG_TEXT(title), 1));
    buf_add(p->out, STR("]("));
    esc_path(p->out, q->file);
    buf_add(p->out, STR(")\n\n"));
    for (size_t i = 0; i < t->nrows; i++) {
        if (t->rows[i].note.n == 0)
            continue;
        put_note_name(p, i);
        buf_add(p->out, STR(": "));
        put_plain(p, t->rows[i].note);
        buf_add(p->out, STR("\n\n"));
    }
}

static void put_table(struct prep *p, const struct table_data *t, const struct request *q)
{
    struct str title = q->title.n > 0 ? prep_plain(p, q->title) : t->title;

    prep_block(p, (struct piece){.kind = PIECE_CAPTION, .text = title, .row_heads = t->row_heads},
               0);
    prep_note_line(p, p->line, 0);
    put_heads(p, t);
    for (size_t i = 0; i < t->nrows; i++)
        put_row(p, t, i);
    if (t->total != NULL)
        put_total(p, t);
    put_below(p, t, q, title);
}

/* Why a file is no table: of CSV it has not been told yet. */
static void tell_broken(struct prep *p, const struct table_data *t, struct str file)
{
    diag_error(p->d, p->shown, p->line, "table-file-broken", file);
    for (const struct diag *g = t->problems.first; g != NULL; g = g->next)
        diag_add(p->d, g->level, g->file, g->line, g->code, g->args, g->nargs);
}

bool table_take_line(struct prep *p, struct str line)
{
    struct str inside, words[2] = {{NULL, 0}, {NULL, 0}};
    const struct table_data *t;
    struct request q;
    size_t n = 0;

    if (!is_table(line, &inside))
        return false;
    list_forget(p);
    p->list = false;
    p->blank = true;
    p->span = 0;
    if (!read_quoted(inside, words, ARRAY_LEN(words), &n)) {
        diag_error(p->d, p->shown, p->line, "table-form", str_trim(line));
        return true;
    }
    q = (struct request){words[0], words[1]};
    t = find(p, q.file);
    if (t == NULL)
        diag_error(p->d, p->shown, p->line, "table-file", q.file);
    else if (t->broken)
        tell_broken(p, t, q.file);
    else if (t->title.n == 0 && q.title.n == 0)
        diag_error(p->d, p->shown, p->line, "table-untitled", q.file);
    else
        put_table(p, t, &q);
    return true;
}
