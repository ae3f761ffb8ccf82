/*
 * The words that elements hold, alternative texts of images included: for what is called after
 * another element, and for links that say the same and lead elsewhere.
 */
#include "accessibility/audit_state.h"

#include <stdlib.h>

void audit_say(struct audit *t, struct str text)
{
    if (!audit_inside(t, "head script style"))
        buf_add(&t->text, text);
}

/* Words with one blank between them. */
static struct str words(struct arena *a, struct str s)
{
    struct buf b;
    struct str ret;
    bool gap = false;

    buf_init(&b, s.n + 1);
    for (size_t i = 0; i < s.n; i++) {
        bool blank = s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\n' || s.p[i] == '\r';

        if (!blank && gap && b.n > 0)
            buf_addc(&b, ' ');
        if (!blank)
            buf_addc(&b, s.p[i]);
        gap = blank || (gap && b.n == 0);
    }
    ret = arena_str(a, buf_str(&b));
    buf_release(&b);
    return ret;
}

#define SAID_MAX 1000 /* bytes of one element; longer ones are called after nothing */

void audit_said(struct audit *t, const struct element *e)
{
    struct str said = str_sub(buf_str(&t->text), e->text, t->text.n);
    bool is_link = token_is_one_of(e->name, "a") && e->about.n > 0 && !e->hidden;

    if (said.n > SAID_MAX)
        return;
    if (e->id.n > 0)
        audit_add_called(t, &t->texts, (struct called){.what = e->id, .name = words(&t->a, said)});
    if (!is_link || !audit_inside(t, "main") || audit_inside(t, "nav") || e->labelledby.n > 0)
        return;
    said = words(&t->a, e->label.n > 0 ? e->label : said);
    if (said.n > 0)
        audit_add_called(t, &t->links, (struct called){e->about, STR(""), said, e->line});
}

static int by_name(const void *x, const void *y)
{
    const struct called *a = x, *b = y;
    int c = str_cmp(a->name, b->name);

    return c != 0 ? c : (a->line > b->line) - (a->line < b->line);
}

/* The same page asked in another way is the same page. */
static struct str target_of(const struct called *link)
{
    struct str target = str_sub(link->what, 0, str_index(link->what, '?'));

    return target.n > 0 ? target : link->what;
}

void audit_check_links(struct audit *t)
{
    const struct called *v = t->links.v;

    if (t->links.n > 1)
        qsort(t->links.v, t->links.n, sizeof(*v), by_name);
    for (size_t i = 1; i < t->links.n; i++) {
        if (str_eq(v[i].name, v[i - 1].name) && !str_eq(target_of(&v[i]), target_of(&v[i - 1])))
            audit_warn(t, v[i].line, "html-link-ambiguous", v[i].name, v[i].what);
    }
}
