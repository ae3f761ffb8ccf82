/*
 * The walk: text, marks and tags of discount's output, one after the other.
 */
#include "content/htmlpass.h"
#include "content/htmlpass_state.h"
#include "fcgi/base/esc.h"
#include "fcgi/base/ucs.h"

/* Bytes of source looked through for the lines of links and diags: some 20 ms. */
#define SCAN_BUDGET ((size_t)64 << 20)

/* ---- paragraphs and what stands for our blocks ---- */

static void drop_steps(struct pass *p)
{
    if (p->steps != NULL)
        diag_error(p->d, p->src->shown, p->steps->line, "steps-without-list");
    p->steps = NULL;
}

static void put_block(struct pass *p, const struct piece *piece)
{
    pass_close_legal(p);
    drop_steps(p);
    if (str_starts(p->rest, STR("</p>")))
        p->rest = str_sub(p->rest, 4, p->rest.n);
    else
        diag_error(p->d, p->src->shown, piece->line, "block-in-text");
    if (piece->kind == PIECE_CAPTION)
        p->table.caption = piece;
    else if (piece->kind == PIECE_STEPS)
        p->steps = piece;
    buf_add(&p->out, piece->html);
    if (piece->kind == PIECE_BLOCK && piece->text.n > 0) {
        buf_add(&p->text, piece->text);
        pass_text_break(p);
    }
}

/* A paragraph that is nothing but a mark, or begins with a legal one. True when it was taken. */
static bool take_marked_paragraph(struct pass *p)
{
    size_t n = 0;
    const struct piece *piece = pass_mark(p, p->rest, &n);

    if (piece == NULL || piece->kind == PIECE_INLINE)
        return false;
    p->rest = str_sub(p->rest, n, p->rest.n);
    if (piece->kind != PIECE_LEGAL) {
        put_block(p, piece);
        return true;
    }
    if (str_starts(p->rest, STR(" ")))
        p->rest = str_sub(p->rest, 1, p->rest.n);
    pass_open_legal(p, piece);
    return true;
}

static void open_paragraph(struct pass *p)
{
    p->no_paragraph_end = false;
    while (p->rest.n > 0 && p->rest.p[0] == ' ') /* what is left of a list's indent */
        p->rest = str_sub(p->rest, 1, p->rest.n);
    if (take_marked_paragraph(p))
        return;
    pass_close_legal(p);
    buf_add(&p->out, STR("<p>"));
}

static void close_paragraph(struct pass *p)
{
    if (!p->no_paragraph_end)
        buf_add(&p->out, STR("</p>\n"));
    p->no_paragraph_end = false;
    pass_text_break(p);
}

/* ---- other tags ---- */

static bool is_one_of(struct str name, const char *list)
{
    struct str rest = str_from(list), one;

    while (rest.n > 0) {
        str_cut(rest, ' ', &one, &rest);
        if (str_eq(one, name))
            return true;
    }
    return false;
}

/* discount makes one kind of div: the footnotes, with a rule in it that CSS draws better. */
static void footnotes(struct pass *p, bool closes)
{
    pass_close_legal(p);
    p->in_footnotes = !closes;
    if (closes) {
        buf_add(&p->out, STR("</section>\n"));
        return;
    }
    buf_add(&p->out, STR("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\""));
    esc_html(&p->out, messages_format(p->env->messages, p->a, STR("markdown.footnotes"), NULL, 0));
    buf_add(&p->out, STR("\">\n"));
}

/* "fn:1" of a note, "fnref:1" of the place that it belongs to. */
static void print_with_id(struct pass *p, const struct tag *t)
{
    struct str id;
    int64_t n;

    buf_addf(&p->out, "<" STR_FMT, STR_ARG(t->name));
    if (pass_attribute(p, t, STR("id"), &id) &&
        str_to_int(str_sub(id, str_index(id, ':') + 1, id.n), 1, INT32_MAX, &n) == OK)
        buf_addf(&p->out, " id=\"nota_%lld%s\"", (long long)n,
                 str_eq(t->name, STR("li")) ? "" : "_texto");
    buf_addc(&p->out, '>');
}

static void list_tag(struct pass *p, const struct tag *t)
{
    bool opens_steps = !t->closes && p->steps != NULL && str_eq(t->name, STR("ol"));

    pass_close_legal(p);
    if (opens_steps) {
        buf_add(&p->out, STR("<ol class=\"steps\">\n"));
        p->steps = NULL;
    } else {
        buf_addf(&p->out, "<%s" STR_FMT ">\n", t->closes ? "/" : "", STR_ARG(t->name));
    }
    pass_text_break(p);
}

static void block_tag(struct pass *p, const struct tag *t)
{
    bool pre = str_eq(t->name, STR("pre"));

    pass_close_legal(p);
    if (t->closes)
        buf_addf(&p->out, "</" STR_FMT ">\n", STR_ARG(t->name));
    else if (pre)
        buf_add(&p->out, STR("<pre tabindex=\"0\">"));
    else
        print_with_id(p, t);
    if (pre)
        p->in_pre = !t->closes;
    if (str_eq(t->name, STR("dt")))
        p->in_term = !t->closes;
    pass_text_break(p);
}

static void inline_tag(struct pass *p, const struct tag *t)
{
    if (t->closes)
        buf_addf(&p->out, "</" STR_FMT ">", STR_ARG(t->name));
    else if (str_eq(t->name, STR("sup")))
        print_with_id(p, t);
    else
        buf_addf(&p->out, "<" STR_FMT ">", STR_ARG(t->name));
    if (str_eq(t->name, STR("code")))
        p->in_code = !t->closes;
}

static void break_tag(struct pass *p, const struct tag *t)
{
    if (str_eq(t->name, STR("br"))) {
        buf_add(&p->out, STR("<br>"));
        pass_text_break(p);
        return;
    }
    pass_close_legal(p);
    if (!p->in_footnotes)
        buf_add(&p->out, STR("<hr>\n"));
}

static void link_tag(struct pass *p, const struct tag *t)
{
    if (t->closes)
        pass_close_link(p);
    else
        pass_open_link(p, t);
}

static bool is_heading(struct str name)
{
    return name.n == 2 && name.p[0] == 'h' && name.p[1] >= '1' && name.p[1] <= '6';
}

static void take_tag(struct pass *p, const struct tag *t)
{
    if (!t->closes && !pass_is_table_tag(t->name))
        pass_drop_caption(p);
    if (str_eq(t->name, STR("p"))) {
        (t->closes ? close_paragraph : open_paragraph)(p);
    } else if (is_heading(t->name)) {
        pass_close_legal(p);
        pass_heading(p, t);
    } else if (pass_is_table_tag(t->name)) {
        pass_close_legal(p);
        pass_table_tag(p, t);
    } else if (is_one_of(t->name, "ul ol")) {
        list_tag(p, t);
    } else if (is_one_of(t->name, "li dl dt dd pre blockquote")) {
        block_tag(p, t);
    } else if (is_one_of(t->name, "em strong del code sup")) {
        inline_tag(p, t);
    } else if (is_one_of(t->name, "br hr")) {
        break_tag(p, t);
    } else if (str_eq(t->name, STR("a"))) {
        link_tag(p, t);
    } else if (str_eq(t->name, STR("img"))) {
        pass_image(p, t);
    } else if (str_eq(t->name, STR("div"))) {
        footnotes(p, t->closes);
    } else {
        diag_error(p->d, p->src->shown, 0, "tag-unknown", t->name);
    }
}

/* Where the tag that s begins with ends; '>' in quotes is none. */
static size_t tag_end(struct str s)
{
    bool quoted = false;
    size_t i = 0;

    while (i < s.n && (quoted || s.p[i] != '>')) {
        quoted = quoted != (s.p[i] == '"');
        i++;
    }
    return i;
}

/* p->rest begins with '<'. */
static struct tag next_tag(struct pass *p)
{
    size_t end = tag_end(p->rest), n = 0;
    struct str inside = str_sub(p->rest, 1, end);
    struct tag t = {.closes = str_starts(inside, STR("/"))};

    p->rest = str_sub(p->rest, end + 1, p->rest.n);
    inside = str_sub(inside, t.closes, inside.n);
    if (str_ends(inside, STR("/")))
        inside = str_sub(inside, 0, inside.n - 1);
    while (n < inside.n && inside.p[n] != ' ' && inside.p[n] != '\n')
        n++;
    t.name = str_sub(inside, 0, n);
    t.attributes = str_trim(str_sub(inside, n, inside.n));
    return t;
}

/* ---- the whole ---- */

static void walk(struct pass *p)
{
    while (p->rest.n > 0) {
        if (p->rest.p[0] == '<') {
            struct tag t = next_tag(p);

            take_tag(p, &t);
        } else {
            pass_text(p);
        }
    }
    pass_close_legal(p);
}

/* What was begun and did not come. */
static void check_end(struct pass *p)
{
    int tables = 0;

    pass_drop_caption(p);
    drop_steps(p);
    for (size_t i = 0; i < p->pieces->nlines; i++) {
        if (p->pieces->lines[i].level == 0 && ++tables > p->table.n)
            diag_error(p->d, p->src->shown, p->pieces->lines[i].line, "table-broken");
    }
    if (p->out.failed || p->text.failed)
        diag_error(p->d, p->src->shown, 0, "markdown-too-big");
}

static int count_words(struct str text)
{
    int words = 0;
    bool inside = false;

    for (size_t i = 0; i < text.n; i++) {
        bool blank = text.p[i] == ' ' || text.p[i] == '\n' || text.p[i] == '\t';

        words += !blank && !inside;
        inside = !blank;
    }
    return words;
}

bool htmlpass(struct arena *a, const struct markdown_env *env, const struct htmlpass_source *src,
              struct str html, const struct pieces *pieces, struct diags *d,
              struct markdown_result *ret_r)
{
    struct pass *p = ARENA_NEW(a, struct pass);
    int before = d->nerrors;

    *p = (struct pass){.a = a,
                       .env = env,
                       .src = src,
                       .pieces = pieces,
                       .d = d,
                       .rest = html,
                       .lines = {.budget = SCAN_BUDGET},
                       .heading_level = 1};
    buf_init(&p->out, HTML_MAX);
    buf_init(&p->text, HTML_MAX);
    ids_init(&p->ids, a);
    pass_begin_glossary(p);
    walk(p);
    check_end(p);
    *ret_r = (struct markdown_result){.body = {arena_str(a, buf_str(&p->out))},
                                      .text = arena_str(a, buf_str(&p->text)),
                                      .headings = {p->headings, p->nheadings},
                                      .links = {p->links, p->nlinks}};
    ret_r->words = count_words(ret_r->text);
    ret_r->folded = ucs_fold(a, ret_r->text);
    buf_release(&p->out);
    buf_release(&p->text);
    return d->nerrors == before;
}
