/*
 * Tables: caption, scope, a region that scrolls by itself and takes the focus.
 */
#include "content/htmlpass_state.h"
#include "fcgi/base/esc.h"

bool pass_is_table_tag(struct str name)
{
    static const struct str names[] = {STR_INIT("table"), STR_INIT("thead"), STR_INIT("tbody"),
                                       STR_INIT("tr"),    STR_INIT("th"),    STR_INIT("td")};

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (str_eq(names[i], name))
            return true;
    }
    return false;
}

static void open_table(struct pass *p)
{
    struct str id = pass_unique_id(p, arena_fmt(p->a, "tabla-%d", ++p->ntables));

    p->in_table = true;
    p->has_heads = false;
    p->row_heads = p->caption != NULL && p->caption->row_heads;
    buf_addf(&p->out,
             "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"" STR_FMT
             "\"><table><caption id=\"" STR_FMT "\">",
             STR_ARG(id), STR_ARG(id));
    if (p->caption != NULL) {
        esc_html(&p->out, p->caption->text);
        buf_add(&p->text, p->caption->text);
        buf_addc(&p->text, '\n');
    } else {
        diag_error(p->d, p->src->shown, pass_line(p, STR("|")), "table-without-caption");
    }
    buf_add(&p->out, STR("</caption>\n"));
    p->caption = NULL;
}

static void close_table(struct pass *p)
{
    if (!p->has_heads)
        diag_error(p->d, p->src->shown, pass_line(p, STR("|")), "table-without-heads");
    p->in_table = false;
    buf_add(&p->out, STR("</table></div>\n"));
}

static void open_cell(struct pass *p, bool head)
{
    p->cell_is_head = head || (p->row_heads && p->first_cell);
    p->first_cell = false;
    p->cell_out = p->out.n;
    if (head)
        buf_add(&p->out, STR("<th scope=\"col\">"));
    else
        buf_add(&p->out, p->cell_is_head ? STR("<th scope=\"row\">") : STR("<td>"));
}

/* An empty head says nothing to anybody: it is printed as an ordinary empty cell. */
static void close_cell(struct pass *p)
{
    struct str opened = p->in_head ? STR("<th scope=\"col\">") : STR("<th scope=\"row\">");

    while (p->out.n > p->cell_out &&
           (p->out.p[p->out.n - 1] == ' ' || p->out.p[p->out.n - 1] == '\n'))
        p->out.n--;
    if (p->cell_is_head && p->out.n == p->cell_out + opened.n) {
        p->out.n = p->cell_out;
        buf_add(&p->out, STR("<td></td>"));
    } else {
        p->has_heads = p->has_heads || p->cell_is_head;
        buf_add(&p->out, p->cell_is_head ? STR("</th>") : STR("</td>"));
    }
    buf_addc(&p->text, ' ');
}

static void open_or_close_row(struct pass *p, bool closes)
{
    p->first_cell = !closes;
    buf_add(&p->out, closes ? STR("</tr>\n") : STR("<tr>"));
    if (closes)
        buf_addc(&p->text, '\n');
}

void pass_table_tag(struct pass *p, const struct tag *t)
{
    bool th = str_eq(t->name, STR("th"));

    if (str_eq(t->name, STR("table"))) {
        (t->closes ? close_table : open_table)(p);
    } else if (th || str_eq(t->name, STR("td"))) {
        if (t->closes)
            close_cell(p);
        else
            open_cell(p, th);
    } else if (str_eq(t->name, STR("tr"))) {
        open_or_close_row(p, t->closes);
    } else {
        p->in_head = str_eq(t->name, STR("thead")) && !t->closes;
        buf_addf(&p->out, "<%s" STR_FMT ">", t->closes ? "/" : "", STR_ARG(t->name));
    }
}
