/*
 * Paragraphs that begin with a legal mark, as nested lists that print their own numbers.
 */
#include "content/htmlpass_state.h"
#include "fcgi/base/esc.h"
#include "fcgi/base/ucs.h"

/* Closes lists down to `depth`. */
static void close_to(struct pass *p, size_t depth)
{
    for (; p->nlegal > depth; p->nlegal--)
        buf_add(&p->out, STR("</li>\n</ul>\n"));
}

void pass_close_legal(struct pass *p)
{
    close_to(p, 0);
}

static void print_number(struct pass *p, struct str mark, struct str tag)
{
    buf_addf(&p->out, "<" STR_FMT " class=\"legal-number\">", STR_ARG(tag));
    esc_html(&p->out, mark);
    buf_addf(&p->out, "</" STR_FMT "> ", STR_ARG(tag));
    buf_add(&p->text, mark);
    buf_addc(&p->text, ' ');
}

static void open_article(struct pass *p, struct str mark)
{
    pass_close_legal(p);
    buf_addf(&p->out, "<p class=\"legal-article\" id=\"" STR_FMT "\">",
             STR_ARG(ids_take(&p->ids, ucs_slug(p->a, mark))));
    print_number(p, mark, STR("strong"));
}

/* A further paragraph of the open item; of nothing, it is an ordinary one. */
static void open_continuation(struct pass *p)
{
    buf_add(&p->out, STR("\n<p>"));
}

/* How deep the list of this kind stands: where it is open already, or one below all others. */
static size_t depth_of(const struct pass *p, enum legal kind)
{
    for (size_t i = 0; i < p->nlegal; i++) {
        if (p->legal[i] == kind)
            return i;
    }
    return p->nlegal;
}

static void open_item(struct pass *p, const struct piece *piece)
{
    size_t depth = depth_of(p, piece->level);

    if (depth < p->nlegal) {
        close_to(p, depth + 1);
        buf_add(&p->out, STR("</li>\n<li>"));
    } else {
        buf_add(&p->out, STR("\n<ul class=\"legal\" role=\"list\">\n<li>"));
        p->legal[p->nlegal++] = piece->level;
    }
    print_number(p, piece->text, STR("span"));
    p->no_paragraph_end = true; /* the item stays open for what is nested in it */
}

void pass_open_legal(struct pass *p, const struct piece *piece)
{
    if (piece->level == LEGAL_ARTICLE)
        open_article(p, piece->text);
    else if (piece->level == LEGAL_NONE)
        open_continuation(p);
    else
        open_item(p, piece);
}
