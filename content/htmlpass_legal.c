/*
 * Paragraphs that begin with a legal mark, as nested lists that print their own numbers.
 */
#include "content/htmlpass_state.h"
#include "fcgi/base/esc.h"
#include "fcgi/base/ucs.h"

/* Closes lists down to `depth`. */
static void close_to(struct pass *p, size_t depth)
{
    while (p->nlegal > depth) {
        buf_add(&p->out, STR("</li></ul>\n"));
        p->nlegal--;
    }
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
             STR_ARG(pass_unique_id(p, ucs_slug(p->a, mark))));
    print_number(p, mark, STR("strong"));
    p->in_legal_paragraph = false; /* its </p> is printed */
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

void pass_open_legal(struct pass *p, const struct piece *piece)
{
    size_t depth = depth_of(p, piece->level);

    if (piece->level == LEGAL_ARTICLE) {
        open_article(p, piece->text);
        return;
    }
    if (depth < p->nlegal) {
        close_to(p, depth + 1);
        buf_add(&p->out, STR("</li>\n<li>"));
    } else {
        buf_add(&p->out, STR("\n<ul class=\"legal\" role=\"list\"><li>"));
        p->legal[p->nlegal++] = piece->level;
    }
    print_number(p, piece->text, STR("span"));
    p->in_legal_paragraph =
        true; /* its </p> is swallowed: the item stays open for what is nested in it */
}
