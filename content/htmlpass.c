/*
 * The walk: text, marks and tags of discount's output, one after the other.
 */
#include "content/htmlpass.h"
#include "content/htmlpass_state.h"
#include "fcgi/base/esc.h"
#include "fcgi/base/ucs.h"

#include <string.h>

int pass_line(const struct pass *p, struct str needle)
{
    size_t at = needle.n == 0 ? p->src->markdown.n : str_find(p->src->markdown, needle);
    int line = p->src->first_line;

    if (at >= p->src->markdown.n)
        return 0;
    for (size_t i = 0; i < at; i++)
        line += p->src->markdown.p[i] == '\n';
    return line;
}

/* ---- entities and attributes ---- */

static size_t utf8(char *p, uint32_t c)
{
    if (c < 0x80) {
        p[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        p[0] = (char)(0xC0 | c >> 6);
        p[1] = (char)(0x80 | (c & 63));
        return 2;
    }
    if (c < 0x10000) {
        p[0] = (char)(0xE0 | c >> 12);
        p[1] = (char)(0x80 | (c >> 6 & 63));
        p[2] = (char)(0x80 | (c & 63));
        return 3;
    }
    p[0] = (char)(0xF0 | c >> 18);
    p[1] = (char)(0x80 | (c >> 12 & 63));
    p[2] = (char)(0x80 | (c >> 6 & 63));
    p[3] = (char)(0x80 | (c & 63));
    return 4;
}

/* "&#109;", "&#x6d;" between '&' and ';'. 0: no character that text may hold. */
static uint32_t numeric(struct str s)
{
    uint32_t v = 0, base = s.n > 1 && (s.p[1] == 'x' || s.p[1] == 'X') ? 16 : 10;

    for (size_t i = base == 16 ? 2 : 1; i < s.n; i++) {
        char c = s.p[i];
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                                : 99;

        if (digit >= base || v > 0x10FFFF)
            return 0;
        v = v * base + digit;
    }
    return v < ' ' || v == 0x7F || v > 0x10FFFF || (v >= 0xD800 && v <= 0xDFFF) ? 0 : v;
}

static uint32_t entity(struct str name)
{
    static const struct {
        struct str name;
        uint32_t c;
    } known[] = {{STR_INIT("amp"), '&'},      {STR_INIT("lt"), '<'},
                 {STR_INIT("gt"), '>'},       {STR_INIT("quot"), '"'},
                 {STR_INIT("nbsp"), 0xA0},    {STR_INIT("laquo"), 0xAB},
                 {STR_INIT("raquo"), 0xBB},   {STR_INIT("ndash"), 0x2013},
                 {STR_INIT("mdash"), 0x2014}, {STR_INIT("hellip"), 0x2026}};

    if (name.n > 1 && name.p[0] == '#')
        return numeric(name);
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        if (str_eq(known[i].name, name))
            return known[i].c;
    }
    return 0;
}

struct str pass_decode(struct pass *p, struct str s)
{
    char *out = arena_zalloc(p->a, s.n + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        struct str rest = str_sub(s, i + 1, i + 12);
        size_t end = str_index(rest, ';');
        uint32_t c = s.p[i] == '&' && end < rest.n ? entity(str_sub(rest, 0, end)) : 0;

        if (c == 0) {
            out[n++] = s.p[i];
            continue;
        }
        n += utf8(out + n, c);
        i += end + 1;
    }
    return (struct str){out, n};
}

bool tag_attribute(struct pass *p, const struct tag *t, struct str name, struct str *ret_value)
{
    struct str rest = t->attributes;

    while (rest.n > 0) {
        struct str key, value;

        if (!str_cut(rest, '=', &key, &rest) || rest.n == 0 || rest.p[0] != '"')
            return false;
        str_cut(str_sub(rest, 1, rest.n), '"', &value, &rest);
        if (!str_eq(str_trim(key), name))
            continue;
        *ret_value = pass_decode(p, value);
        return true;
    }
    return false;
}

/* ---- ids and headings ---- */

static bool id_is_taken(const struct pass *p, struct str id)
{
    for (size_t i = 0; i < p->nids; i++) {
        if (str_eq(p->ids[i], id))
            return true;
    }
    return false;
}

static void take_id(struct pass *p, struct str id)
{
    if (p->nids == p->cap_ids) {
        size_t cap = p->cap_ids == 0 ? 32 : p->cap_ids * 2;
        struct str *v = ARENA_ARRAY(p->a, struct str, cap);

        if (p->nids > 0)
            memcpy(v, p->ids, p->nids * sizeof(*v));
        p->ids = v;
        p->cap_ids = cap;
    }
    p->ids[p->nids++] = id;
}

struct str pass_unique_id(struct pass *p, struct str wanted)
{
    struct str id = wanted.n > 0 ? wanted : STR("seccion");

    for (int k = 2; id_is_taken(p, id); k++)
        id = arena_fmt(p->a, STR_FMT "-%d", STR_ARG(wanted.n > 0 ? wanted : STR("seccion")), k);
    take_id(p, id);
    return id;
}

static void open_heading(struct pass *p, int level)
{
    p->in_heading = true;
    p->heading_out = p->out.n;
    p->heading_text = p->text.n;
    (void)level;
}

static void note_heading(struct pass *p, struct heading h)
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

/* The text is known only now, so the opening tag goes in before what was printed meanwhile. */
static void close_heading(struct pass *p, int level)
{
    struct str inner = arena_str(p->a, str_sub(buf_str(&p->out), p->heading_out, p->out.n));
    struct str text =
        arena_str(p->a, str_trim(str_sub(buf_str(&p->text), p->heading_text, p->text.n)));
    struct heading h = {level, pass_unique_id(p, ucs_slug(p->a, text)), text};
    int line = pass_line(p, text);

    if (level == 1)
        diag_error(p->d, p->src->shown, line, "heading-one", text);
    else if (level > p->heading_level + 1)
        diag_error(p->d, p->src->shown, line, "heading-jump", text,
                   arena_fmt(p->a, "%d", p->heading_level), arena_fmt(p->a, "%d", level));
    if (text.n == 0)
        diag_error(p->d, p->src->shown, 0, "heading-empty");
    p->heading_level = level;
    p->in_heading = false;
    if (level <= 4)
        note_heading(p, h);
    p->out.n = p->heading_out;
    buf_addf(&p->out, "<h%d id=\"" STR_FMT "\">", level, STR_ARG(h.id));
    buf_add(&p->out, inner);
    buf_addf(&p->out, "</h%d>\n", level);
    buf_addc(&p->text, '\n');
}

/* ---- marks ---- */

/* The piece whose mark stands at the head of s; NULL: none. */
static const struct piece *mark_at(const struct pass *p, struct str s, size_t *ret_length)
{
    size_t end = str_find(s, STR(MARK_END));
    int64_t i;

    if (!str_starts(s, STR(MARK_BEGIN)) || end == s.n ||
        str_to_int(str_sub(s, 3, end), 0, (int64_t)p->pieces->n - 1, &i) != OK)
        return NULL;
    *ret_length = end + 3;
    return &p->pieces->v[i];
}

/* A paragraph that is nothing but a mark, or begins with a legal one. True when it was taken. */
static bool take_marked_paragraph(struct pass *p)
{
    size_t n = 0;
    const struct piece *piece = mark_at(p, p->rest, &n);

    if (piece == NULL || piece->kind == PIECE_INLINE)
        return false;
    p->rest = str_sub(p->rest, n, p->rest.n);
    if (piece->kind == PIECE_LEGAL) {
        pass_open_legal(p, piece);
        p->rest = str_starts(p->rest, STR(" ")) ? str_sub(p->rest, 1, p->rest.n) : p->rest;
        return true;
    }
    pass_close_legal(p);
    if (str_starts(p->rest, STR("</p>")))
        p->rest = str_sub(p->rest, 4, p->rest.n);
    else
        diag_error(p->d, p->src->shown, piece->line, "block-in-text");
    if (piece->kind == PIECE_CAPTION)
        p->caption = piece;
    p->steps = piece->kind == PIECE_STEPS;
    buf_add(&p->out, piece->html);
    return true;
}

static void print_inline_mark(struct pass *p, const struct piece *piece)
{
    if (piece->kind != PIECE_INLINE) {
        diag_error(p->d, p->src->shown, piece->line, "block-in-text");
        return;
    }
    buf_add(&p->out, piece->html);
    buf_add(&p->text, piece->text);
}

/* ---- tags ---- */

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

static void open_paragraph(struct pass *p)
{
    p->in_legal_paragraph = false;
    if (take_marked_paragraph(p))
        return;
    pass_close_legal(p);
    buf_add(&p->out, STR("<p>"));
}

static void close_paragraph(struct pass *p)
{
    if (!p->in_legal_paragraph)
        buf_add(&p->out, STR("</p>\n"));
    p->in_legal_paragraph = false;
    buf_addc(&p->text, '\n');
}

/* discount makes one kind of div: the footnotes, with a rule in it that CSS draws better. */
static void footnotes(struct pass *p, bool closes)
{
    pass_close_legal(p);
    if (closes) {
        buf_add(&p->out, STR("</section>\n"));
        p->in_footnotes = false;
        return;
    }
    p->in_footnotes = true;
    buf_add(&p->out, STR("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\""));
    esc_html(&p->out, messages_format(p->env->messages, p->a, STR("markdown.footnotes"), NULL, 0));
    buf_add(&p->out, STR("\">"));
}

/* "fn:1" of a note, "fnref:1" of a reference. */
static void print_with_id(struct pass *p, const struct tag *t)
{
    struct str id;

    buf_addf(&p->out, "<" STR_FMT, STR_ARG(t->name));
    if (tag_attribute(p, t, STR("id"), &id) && str_starts(id, STR("fn")))
        buf_addf(&p->out, " id=\"%s-" STR_FMT "\"", str_starts(id, STR("fnref")) ? "fnref" : "fn",
                 STR_ARG(str_sub(id, str_index(id, ':') + 1, id.n)));
    buf_addc(&p->out, '>');
}

static void list_tag(struct pass *p, const struct tag *t)
{
    bool opens_steps = !t->closes && p->steps && str_eq(t->name, STR("ol"));

    pass_close_legal(p);
    if (opens_steps)
        buf_add(&p->out, STR("<ol class=\"steps\">"));
    else
        buf_addf(&p->out, "<%s" STR_FMT ">", t->closes ? "/" : "", STR_ARG(t->name));
    if (opens_steps)
        p->steps = false;
    buf_addc(&p->text, '\n');
}

static void plain_tag(struct pass *p, const struct tag *t, bool block)
{
    if (block && p->nlegal > 0)
        pass_close_legal(p);
    if (!t->closes && is_one_of(t->name, "li sup"))
        print_with_id(p, t);
    else if (!t->closes && str_eq(t->name, STR("pre")))
        buf_add(&p->out, STR("<pre tabindex=\"0\">"));
    else
        buf_addf(&p->out, "<%s" STR_FMT ">", t->closes ? "/" : "", STR_ARG(t->name));
    if (str_eq(t->name, STR("pre")))
        p->in_pre = !t->closes;
    if (t->closes && is_one_of(t->name, "li dt dd pre blockquote"))
        buf_addc(&p->text, '\n');
}

static void heading_tag(struct pass *p, const struct tag *t)
{
    int level = t->name.p[1] - '0';

    pass_close_legal(p);
    if (t->closes)
        close_heading(p, level);
    else
        open_heading(p, level);
}

static void take_tag(struct pass *p, const struct tag *t)
{
    if (str_eq(t->name, STR("p")))
        (t->closes ? close_paragraph : open_paragraph)(p);
    else if (t->name.n == 2 && t->name.p[0] == 'h' && t->name.p[1] >= '1' && t->name.p[1] <= '6')
        heading_tag(p, t);
    else if (pass_is_table_tag(t->name))
        pass_table_tag(p, t);
    else if (is_one_of(t->name, "ul ol"))
        list_tag(p, t);
    else if (str_eq(t->name, STR("a")) && t->closes)
        pass_close_link(p);
    else if (str_eq(t->name, STR("a")))
        pass_open_link(p, t);
    else if (str_eq(t->name, STR("img")))
        pass_image(p, t);
    else if (str_eq(t->name, STR("div")))
        footnotes(p, t->closes);
    else if (str_eq(t->name, STR("hr")))
        buf_add(&p->out, p->in_footnotes ? STR("") : STR("<hr>\n"));
    else if (str_eq(t->name, STR("br")))
        buf_add(&p->out, STR("<br>"));
    else if (is_one_of(t->name, "li dl dt dd pre blockquote"))
        plain_tag(p, t, !str_eq(t->name, STR("li")));
    else if (is_one_of(t->name, "em strong del code sup"))
        plain_tag(p, t, false);
    else
        diag_error(p->d, p->src->shown, 0, "tag-unknown", t->name);
}

/* p->rest begins with '<'. */
static struct tag next_tag(struct pass *p)
{
    size_t end = str_index(p->rest, '>');
    struct str inside = str_sub(p->rest, 1, end);
    struct tag t = {.closes = str_starts(inside, STR("/"))};
    size_t n = 0;

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

/* ---- text ---- */

/* Everything up to the next tag: marks become their pieces, stray signs entities. */
static void take_text(struct pass *p)
{
    struct str run = str_sub(p->rest, 0, str_index(p->rest, '<'));

    p->rest = str_sub(p->rest, run.n, p->rest.n);
    while (run.n > 0) {
        size_t at = str_find(run, STR(MARK_BEGIN)), n = 0;
        struct str plain = pass_decode(p, str_sub(run, 0, at));
        const struct piece *piece;

        if (str_eq(plain, STR("↩")) || !(plain.n == 1 && plain.p[0] == '\n') || p->in_pre)
            esc_html(&p->out, plain);
        if (!str_eq(plain, STR("↩")))
            buf_add(&p->text, plain);
        else
            p->link_text = SIZE_MAX;
        run = str_sub(run, at, run.n);
        piece = mark_at(p, run, &n);
        if (piece != NULL)
            print_inline_mark(p, piece);
        run = str_sub(run, piece != NULL ? n : (run.n > 0 ? 3 : 0), run.n);
    }
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
    static const struct str reserved[] = {
        STR_INIT("contenido"), STR_INIT("menu"),      STR_INIT("buscar"), STR_INIT("q"),
        STR_INIT("pie"),       STR_INIT("principal"), STR_INIT("indice"), STR_INIT("inicio")};
    struct pass *p = ARENA_NEW(a, struct pass);
    int before = d->nerrors;

    *p = (struct pass){
        .a = a, .env = env, .src = src, .pieces = pieces, .d = d, .rest = html, .heading_level = 1};
    buf_init(&p->out, HTML_MAX);
    buf_init(&p->text, HTML_MAX);
    for (size_t i = 0; i < ARRAY_LEN(reserved); i++)
        take_id(p, reserved[i]);
    while (p->rest.n > 0) {
        if (p->rest.p[0] == '<') {
            struct tag t = next_tag(p);

            take_tag(p, &t);
        } else {
            take_text(p);
        }
    }
    pass_close_legal(p);
    if (p->caption != NULL)
        diag_error(d, src->shown, p->caption->line, "caption-without-table");
    if (p->out.failed || p->text.failed)
        diag_error(d, src->shown, 0, "markdown-too-big");
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
