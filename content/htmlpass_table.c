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

void pass_drop_caption(struct pass *p)
{
    if (p->table.caption != NULL)
        diag_error(p->d, p->src->shown, p->table.caption->line, "caption-without-table");
    p->table.caption = NULL;
}

static void open_table(struct pass *p)
{
    const struct piece *caption = p->table.caption;
    struct str id = ids_take(&p->ids, arena_fmt(p->a, "tabla-%d", ++p->table.n));

    p->table.line = pass_structure_line(p, 0);
    p->table.has_heads = false;
    p->table.row_heads = caption != NULL && caption->row_heads;
    p->table.caption = NULL;
    buf_addf(&p->out,
             "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"" STR_FMT
             "\">\n<table>\n<caption id=\"" STR_FMT "\">",
             STR_ARG(id), STR_ARG(id));
    pass_text_break(p);
    if (caption != NULL) {
        esc_html(&p->out, caption->text);
        buf_add(&p->text, caption->text);
        pass_text_break(p);
    } else {
        diag_error(p->d, p->src->shown, p->table.line, "table-without-caption");
    }
    buf_add(&p->out, STR("</caption>\n"));
}

static void close_table(struct pass *p)
{
    if (!p->table.has_heads)
        diag_error(p->d, p->src->shown, p->table.line, "table-without-heads");
    buf_add(&p->out, STR("</table>\n</div>\n"));
    pass_text_break(p);
}

/* The opening tag is printed at the end of the cell, when it is known whether it is empty. */
static void open_cell(struct pass *p, bool head)
{
    p->table.cell_is_head = head || (p->table.row_heads && p->table.first_cell);
    p->table.first_cell = false;
    p->table.cell_out = p->out.n;
    p->table.cell_text = p->text.n;
}

/* discount's ":---:" and "---:" as classes: the page has no inline styles. */
static struct str cell_class(struct str style)
{
    if (str_has(style, STR("right")))
        return STR(" class=\"align-end\"");
    return str_has(style, STR("center")) ? STR(" class=\"align-center\"") : STR("");
}

/* An empty head says nothing to anybody: it is printed as an ordinary empty cell. */
static void close_cell(struct pass *p, struct str class_attribute)
{
    struct str inner =
        arena_str(p->a, str_trim(str_sub(buf_str(&p->out), p->table.cell_out, p->out.n)));
    bool head = p->table.cell_is_head && inner.n > 0;
    struct str text;

    p->out.n = p->table.cell_out;
    if (head)
        buf_add(&p->out, p->table.in_head ? STR("<th scope=\"col\"") : STR("<th scope=\"row\""));
    else
        buf_add(&p->out, STR("<td"));
    buf_add(&p->out, class_attribute);
    buf_addc(&p->out, '>');
    buf_add(&p->out, inner);
    buf_add(&p->out, head ? STR("</th>") : STR("</td>"));
    text = arena_str(p->a, str_trim(str_sub(buf_str(&p->text), p->table.cell_text, p->text.n)));
    p->text.n = p->table.cell_text;
    buf_add(&p->text, text);
    pass_text_break(p); /* no sentence goes from cell to cell */
    p->table.has_heads = p->table.has_heads || head;
    p->table.cell_is_head = false;
}

static void cell_tag(struct pass *p, const struct tag *t, bool head)
{
    struct str style = {NULL, 0};

    if (t->closes) {
        close_cell(p, p->table.cell_class);
        return;
    }
    (void)pass_attribute(p, t, STR("style"), &style);
    p->table.cell_class = cell_class(style);
    open_cell(p, head);
}

static void row_tag(struct pass *p, bool closes)
{
    p->table.first_cell = !closes;
    buf_add(&p->out, closes ? STR("</tr>\n") : STR("<tr>"));
    if (closes)
        pass_text_break(p);
}

void pass_table_tag(struct pass *p, const struct tag *t)
{
    if (str_eq(t->name, STR("table"))) {
        (t->closes ? close_table : open_table)(p);
    } else if (str_eq(t->name, STR("th")) || str_eq(t->name, STR("td"))) {
        cell_tag(p, t, str_eq(t->name, STR("th")));
    } else if (str_eq(t->name, STR("tr"))) {
        row_tag(p, t->closes);
    } else {
        p->table.in_head = str_eq(t->name, STR("thead")) && !t->closes;
        buf_addf(&p->out, "<%s" STR_FMT ">\n", t->closes ? "/" : "", STR_ARG(t->name));
    }
}
