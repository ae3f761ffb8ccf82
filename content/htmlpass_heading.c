/*
 * Headings: their order, their ids, the list of them.
 */
#include "content/htmlpass_state.h"
#include "fcgi/base/ucs.h"

#include <string.h>

#define LEVEL_KEPT 4

static void note(struct pass *p, struct heading h)
{
    if (p->nheadings == p->cap_headings) {
        size_t cap = p->cap_headings == 0 ? 16 : p->cap_headings * 2;
        struct heading *v = ARENA_ARRAY(p->a, struct heading, cap);

        if (p->nheadings > 0)
            memcpy(v, p->headings, p->nheadings * sizeof(*v));
        p->headings = v;
        p->cap_headings = cap;
    }
    p->headings[p->nheadings++] = h;
}

static void check(struct pass *p, int level, struct str text)
{
    int line = pass_structure_line(p, level);

    if (text.n == 0)
        diag_error(p->d, p->src->shown, line, "heading-empty");
    else if (level == 1)
        diag_error(p->d, p->src->shown, line, "heading-one", text);
    else if (level > p->heading_level + 1)
        diag_error(p->d, p->src->shown, line, "heading-jump", text,
                   arena_fmt(p->a, "%d", p->heading_level), arena_fmt(p->a, "%d", level));
    p->heading_level = level;
}

static void open_heading(struct pass *p)
{
    pass_text_break(p);
    p->heading_out = p->out.n;
    p->heading_text = p->text.n;
}

/* Only now is the text known: the opening tag goes in before what was printed meanwhile. */
static void close_heading(struct pass *p, int level)
{
    struct str inner =
        arena_str(p->a, str_trim(str_sub(buf_str(&p->out), p->heading_out, p->out.n)));
    struct str text =
        arena_str(p->a, str_trim(str_sub(buf_str(&p->text), p->heading_text, p->text.n)));
    struct heading h = {level, ids_take(&p->ids, ucs_slug(p->a, text)), text};

    check(p, level, text);
    if (level <= LEVEL_KEPT)
        note(p, h);
    p->out.n = p->heading_out;
    buf_addf(&p->out, "<h%d id=\"" STR_FMT "\">", level, STR_ARG(h.id));
    buf_add(&p->out, inner);
    buf_addf(&p->out, "</h%d>\n", level);
    buf_addc(&p->text, '\n');
}

void pass_heading(struct pass *p, const struct tag *t)
{
    p->in_heading = !t->closes;
    if (t->closes)
        close_heading(p, t->name.p[1] - '0');
    else
        open_heading(p);
}
