/*
 * Line by line: ours goes to blocks.c, indented code goes through untouched, the rest is running
 * text. Where discount expects a blank line that an editor does not, one is put in.
 */
#include "content/prepare_state.h"
#include "fcgi/base/esc.h"

#include <string.h>

#define PIECES_MAX 20000
#define LINES_MAX  20000

struct str prep_say(const struct prep *p, struct str key)
{
    return messages_format(p->env->messages, p->a, key, NULL, 0);
}

struct str prep_html(struct prep *p, struct str before, struct str text, struct str after)
{
    struct buf b;
    struct str s;

    buf_init(&b, (size_t)MARKDOWN_MAX * 6);
    buf_add(&b, before);
    esc_html(&b, text);
    buf_add(&b, after);
    s = arena_str(p->a, buf_str(&b));
    buf_release(&b);
    return s;
}

/* ---- what is noted ---- */

void prep_piece(struct prep *p, struct piece piece)
{
    if (p->n == PIECES_MAX) {
        p->out->failed = true;
        return;
    }
    if (p->n == p->cap) {
        size_t cap = p->cap == 0 ? 16 : p->cap * 2;
        struct piece *v = ARENA_ARRAY(p->a, struct piece, cap);

        if (p->n > 0)
            memcpy(v, p->v, p->n * sizeof(*v));
        p->v = v;
        p->cap = cap;
    }
    piece.line = p->line;
    p->v[p->n] = piece;
    buf_addf(p->out, MARK_BEGIN "%zu" MARK_END, p->n);
    p->n++;
}

void prep_block(struct prep *p, struct piece piece, size_t indent)
{
    p->span = 0;
    if (indent == 0)
        list_forget(p);
    buf_addf(p->out, "\n%*s", (int)indent, "");
    prep_piece(p, piece);
    buf_add(p->out, STR("\n\n"));
}

void prep_note_line(struct prep *p, int line, int level)
{
    if (p->nlines == LINES_MAX)
        return;
    if (p->nlines == p->cap_lines) {
        size_t cap = p->cap_lines == 0 ? 16 : p->cap_lines * 2;
        struct source_line *v = ARENA_ARRAY(p->a, struct source_line, cap);

        if (p->nlines > 0)
            memcpy(v, p->lines, p->nlines * sizeof(*v));
        p->lines = v;
        p->cap_lines = cap;
    }
    p->lines[p->nlines++] = (struct source_line){line, level};
}

static bool holds_only(struct str s, struct str allowed)
{
    for (size_t i = 0; i < s.n; i++) {
        if (str_index(allowed, s.p[i]) == allowed.n)
            return false;
    }
    return s.n > 0;
}

/* Without what a quote puts before it; an indented line is no heading. */
static struct str unquoted(struct str s)
{
    while (s.n > 0 && s.p[0] == '>')
        s = str_sub(s, s.n > 1 && s.p[1] == ' ' ? 2 : 1, s.n);
    return s.n > 0 && s.p[0] == ' ' ? STR("") : str_trim(s);
}

/* Headings and tables, for the lines of their diags. True for a heading with "#". */
static bool note_structure(struct prep *p, struct str line)
{
    struct str s = unquoted(line);
    size_t level = 0;

    while (level < s.n && level < 6 && s.p[level] == '#')
        level++;
    if (level > 0)
        prep_note_line(p, p->line, (int)level);
    else if (p->before.n > 0 && holds_only(s, STR("=")))
        prep_note_line(p, p->line - 1, 1);
    else if (p->paragraph && holds_only(s, STR("-")))
        prep_note_line(p, p->line - 1, 2);
    else if (holds_only(s, STR("|-: ")) && str_has(s, STR("-")) && str_has(s, STR("|")) &&
             str_has(p->before, STR("|")))
        prep_note_line(p, p->line - 1, 0);
    return level > 0 && line.p[0] == '#';
}

/* ---- lines ---- */

/* Four blanks behind a blank line, eight in a list: code that goes through untouched. */
static bool take_indented_code(struct prep *p, struct str line)
{
    if (!p->blank || p->block.n > 0 || str_trim(line).n == 0 ||
        list_indent(line) < (p->list ? 8u : 4u) || (p->legal && p->whole.n > p->legal_until))
        return false;
    buf_add(p->out, line);
    buf_addc(p->out, '\n');
    return true;
}

static void take_blank(struct prep *p)
{
    buf_addc(p->out, '\n');
    p->blank = true;
    p->paragraph = false;
    p->span = 0;
}

static void take_text(struct prep *p, struct str line)
{
    struct str s = str_trim(line);
    bool heading;

    if (holds_only(s, STR("#"))) { /* discount would print one of them */
        diag_error(p->d, p->shown, p->line, "heading-empty");
        return;
    }
    heading = note_structure(p, line);
    if (heading)
        list_forget(p);
    list_take_line(p, &line);
    prep_text(p, line);
    buf_addc(p->out, '\n');
    p->blank = heading;
    p->paragraph = !heading && !p->list && str_index(STR(">|"), s.p[0]) == 2;
}

static void take_line(struct prep *p, struct str line)
{
    if (p->fence == 0 && str_trim(line).n == 0) {
        take_blank(p);
        return;
    }
    list_part_from_paragraph(p, line);
    if (blocks_take_code(p, line) || take_indented_code(p, line))
        return;
    if (glossary_take_line(p, line) || table_take_line(p, line) || blocks_take_line(p, line) ||
        blocks_take_caption(p, line) || blocks_take_legal(p, line)) {
        p->paragraph = false;
        return;
    }
    take_text(p, line);
}

bool prepare(struct arena *a, const struct markdown_env *env, struct str shown, struct str dir,
             struct str source, int first_line, struct diags *d, struct buf *out,
             struct pieces *ret_pieces)
{
    struct prep p = {.a = a,
                     .env = env,
                     .shown = shown,
                     .dir = dir,
                     .d = d,
                     .out = out,
                     .line = first_line,
                     .rest = source,
                     .legal_until = source.n,
                     .blank = true};
    struct str line;
    int before = d->nerrors;

    buf_init(&p.code, MARKDOWN_MAX);
    for (p.whole = p.rest; str_line(&p.rest, &line); p.whole = p.rest, p.line++) {
        take_line(&p, line);
        p.before = line;
    }
    buf_release(&p.code);
    notes_check(&p);
    if (p.block.n > 0)
        diag_error(d, shown, p.block_line, "block-not-closed", p.block);
    if (p.fence != 0)
        diag_error(d, shown, p.fence_line, "code-not-closed");
    if (out->failed)
        diag_error(d, shown, 0, "markdown-too-big");
    *ret_pieces = (struct pieces){p.v, p.n, p.lines, p.nlines, p.glossary};
    return d->nerrors == before;
}
