/*
 * The first use of each of the glossary's words as a link to it, unless the page has a link of that
 * name; and the anchors of its own page.
 */
#include "content/htmlpass_state.h"
#include "fcgi/base/esc.h"

/* A word that an editor made a link of leads there and nowhere else: two links of one name and two
 * ends would confuse (WCAG 2.4.9). */
static void leave_links_of_editors(struct pass *p)
{
    const struct glossary *g = p->env->glossary;
    struct str rest = p->rest;

    for (;;) {
        size_t at = str_find(rest, STR("<a "));
        struct glossary_use u;
        struct str text;

        rest = str_sub(rest, at, rest.n);
        rest = str_sub(rest, str_index(rest, '>') + 1, rest.n);
        if (rest.n == 0)
            return;
        text = str_trim(str_sub(rest, 0, str_index(rest, '<')));
        if (glossary_find(g, text, 0, &u) && u.at == 0 && u.end == text.n)
            p->linked[u.entry] = true;
    }
}

void pass_begin_glossary(struct pass *p)
{
    const struct glossary *g = p->env->glossary;

    if (g == NULL || g->n == 0 || (p->env->plain && !p->pieces->glossary))
        return;
    if (!p->pieces->glossary) {
        p->linked = ARENA_ARRAY(p->a, bool, g->n);
        leave_links_of_editors(p);
        return;
    }
    /* Before any heading takes one of them: links of all pages lead here. */
    for (size_t i = 0; i < g->n; i++)
        (void)ids_take(&p->ids, g->v[i].id);
}

void pass_term(struct pass *p, const struct piece *piece)
{
    if (!p->in_term || !str_ends(buf_str(&p->out), STR("<dt>"))) {
        diag_error(p->d, p->src->shown, piece->line, "block-in-text");
        return;
    }
    p->out.n--;
    buf_addf(&p->out, " id=\"" STR_FMT "\">", STR_ARG(piece->text));
}

/* ---- links ---- */

static bool may_link(const struct pass *p)
{
    return p->linked != NULL && !p->in_heading && !p->in_term && !p->in_pre && !p->in_code &&
           !p->link.is_open && !p->table.cell_is_head;
}

/* Whether s ends, or begins, with a letter. */
static bool ends_in_letter(struct str s)
{
    size_t at = s.n;

    while (at > 0 && ((unsigned char)s.p[at - 1] & 0xC0) == 0x80)
        at--;
    at -= at > 0;
    return s.n > 0 && glossary_is_letter(str_codepoint(s, &at));
}

static bool begins_with_letter(struct str s)
{
    size_t at = 0;

    return s.n > 0 && glossary_is_letter(str_codepoint(s, &at));
}

/* What stands before the text, or behind it after a tag, belongs to the word: "<em>in</em>acta". */
static bool is_glued(const struct pass *p, struct str plain, const struct glossary_use *u)
{
    struct str behind = p->rest;

    if (u->at == 0 && ends_in_letter(buf_str(&p->text)))
        return true;
    if (u->end < plain.n || str_starts(behind, STR("<br")))
        return false;
    return begins_with_letter(str_sub(behind, str_index(behind, '>') + 1, behind.n));
}

static void print_link(struct pass *p, struct str word, const struct glossary_use *u)
{
    const struct glossary_entry *e = &p->env->glossary->v[u->entry];
    bool abbreviated = u->acronym && e->expansion.n > 0;

    buf_add(&p->out, STR("<a class=\"term\" href=\""));
    esc_html(&p->out, p->env->glossary->page);
    buf_addf(&p->out, "#" STR_FMT "\">", STR_ARG(e->id));
    if (abbreviated) {
        buf_add(&p->out, STR("<abbr title=\""));
        esc_html(&p->out, e->expansion);
        buf_add(&p->out, STR("\">"));
    }
    esc_html(&p->out, word);
    buf_add(&p->out, abbreviated ? STR("</abbr></a>") : STR("</a>"));
}

void pass_words(struct pass *p, struct str plain)
{
    struct glossary_use u;
    size_t done = 0;

    for (size_t at = 0; may_link(p) && glossary_find(p->env->glossary, plain, at, &u); at = u.end) {
        if (p->linked[u.entry] || is_glued(p, plain, &u))
            continue;
        p->linked[u.entry] = true;
        esc_html(&p->out, str_sub(plain, done, u.at));
        print_link(p, str_sub(plain, u.at, u.end), &u);
        done = u.end;
    }
    esc_html(&p->out, str_sub(plain, done, plain.n));
}
