/*
 * One pass over the tokens of a document: open elements on a stack, a rule a function.
 */
#include "accessibility/audit.h"
#include "accessibility/audit_state.h"

#include <string.h>

#define ARENA_MAX    ((size_t)256 << 20)
#define ARGUMENT_MAX 120 /* bytes of the page that a message quotes */

/* At most ARGUMENT_MAX bytes, whole characters. */
static struct str quoted(struct str s)
{
    size_t n = s.n;

    if (n <= ARGUMENT_MAX)
        return s;
    n = ARGUMENT_MAX;
    while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return str_sub(s, 0, n);
}

static void tell(struct audit *t, enum diag_level level, int line, const char *code,
                 const struct str args[2])
{
    if (t->errors++ < AUDIT_ERRORS_MAX)
        diag_add(t->d, level, t->shown, line, code, args, 2);
}

void audit_tell(struct audit *t, int line, const char *code, struct str x, struct str y)
{
    tell(t, DIAG_ERROR, line, code, (const struct str[]){quoted(x), quoted(y)});
}

void audit_warn(struct audit *t, int line, const char *code, struct str x, struct str y)
{
    tell(t, DIAG_WARNING, line, code, (const struct str[]){quoted(x), quoted(y)});
}

void audit_add(struct audit *t, struct refs *r, struct ref ref)
{
    if (r->n == r->cap) {
        size_t cap = r->cap == 0 ? 64 : r->cap * 2;
        struct ref *v = ARENA_ARRAY(&t->a, struct ref, cap);

        if (r->n > 0)
            memcpy(v, r->v, r->n * sizeof(*v));
        r->v = v;
        r->cap = cap;
    }
    r->v[r->n++] = ref;
}

void audit_add_called(struct audit *t, struct called_list *l, struct called c)
{
    if (l->n == l->cap) {
        size_t cap = l->cap == 0 ? 64 : l->cap * 2;
        struct called *v = ARENA_ARRAY(&t->a, struct called, cap);

        if (l->n > 0)
            memcpy(v, l->v, l->n * sizeof(*v));
        l->v = v;
        l->cap = cap;
    }
    l->v[l->n++] = c;
}

struct element *audit_innermost(struct audit *t, const char *names)
{
    for (size_t i = t->depth; i > 0; i--) {
        if (token_is_one_of(t->stack[i - 1].name, names))
            return &t->stack[i - 1];
    }
    return NULL;
}

bool audit_inside(const struct audit *t, const char *names)
{
    for (size_t i = t->depth; i > 0; i--) {
        if (token_is_one_of(t->stack[i - 1].name, names))
            return true;
    }
    return false;
}

/* ---- what a page loads and holds ---- */

static bool is_foreign(struct str url)
{
    url = str_trim(url);
    return str_starts(url, STR("//")) || str_eq_nocase(str_sub(url, 0, 5), STR("http:")) ||
           str_eq_nocase(str_sub(url, 0, 6), STR("https:"));
}

/* "a.png 1x, https://b/c.png 2x" */
static bool has_foreign(struct str list)
{
    struct str one;

    while (list.n > 0) {
        str_cut(list, ',', &one, &list);
        if (is_foreign(one))
            return true;
    }
    return false;
}

/* rel values of <link> that make a browser fetch; canonical, alternate and the like only tell. */
static bool link_loads(const struct token *tag)
{
    struct str rel = {NULL, 0}, one;

    (void)token_attribute(tag, STR("rel"), &rel);
    while (rel.n > 0) {
        str_cut(rel, ' ', &one, &rel);
        if (token_is_one_of(one, "stylesheet icon apple-touch-icon mask-icon manifest preload "
                                 "modulepreload prefetch preconnect dns-prefetch"))
            return true;
    }
    return false;
}

static bool is_loaded(const struct token *tag, struct str name)
{
    if (token_is_one_of(name, "src srcset poster data action formaction background"))
        return true;
    if (!token_is_one_of(name, "href xlink:href"))
        return false;
    return token_is_one_of(tag->name, "link") ? link_loads(tag)
                                              : token_is_one_of(tag->name, "use image feimage");
}

static void check_attributes(struct audit *t, const struct token *tag)
{
    for (size_t i = 0; i < tag->nattributes; i++) {
        struct str name = tag->v[i].name, value = tag->v[i].value;
        bool is_handler = name.n > 2 && str_eq_nocase(str_sub(name, 0, 2), STR("on"));

        if (is_handler || token_is_one_of(name, "style srcdoc"))
            audit_tell(t, tag->line, "html-inline", name, STR(""));
        if (str_eq_nocase(str_sub(str_trim(value), 0, 11), STR("javascript:")))
            audit_tell(t, tag->line, "html-inline", value, STR(""));
        if (is_loaded(tag, name) && has_foreign(value))
            audit_tell(t, tag->line, "html-foreign", value, STR(""));
    }
}

static void check_script(struct audit *t, const struct token *tag)
{
    struct str value;
    bool is_data = token_attribute(tag, STR("type"), &value) &&
                   str_eq_nocase(value, STR("application/ld+json"));

    if (!is_data && !token_attribute(tag, STR("src"), &value))
        audit_tell(t, tag->line, "html-inline", tag->name, STR(""));
}

static void check_style(struct audit *t, const struct token *tag)
{
    audit_tell(t, tag->line, "html-inline", tag->name, STR(""));
}

/* ---- elements ---- */

static void check_root(struct audit *t, const struct token *tag)
{
    struct str lang;

    t->has_lang = token_attribute(tag, STR("lang"), &lang) && !token_text_is_blank(lang);
}

/* BCP 47 as far as its form goes: letters, then parts of letters and digits, of at most 8 each. */
static bool is_language(struct str s)
{
    size_t length = 0, parts = 1;

    for (size_t i = 0; i < s.n; i++) {
        bool letter = (s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z';

        if (s.p[i] == '-' && length > 0) {
            parts++;
            length = 0;
        } else if (!(letter || (parts > 1 && s.p[i] >= '0' && s.p[i] <= '9')) || ++length > 8) {
            return false;
        }
    }
    return length > (parts == 1 ? 1 : 0);
}

static void check_everywhere(struct audit *t, const struct token *tag)
{
    struct str value;
    int64_t n;

    if (token_attribute(tag, STR("lang"), &value) && !token_text_is_blank(value) &&
        !is_language(value))
        audit_tell(t, tag->line, "html-lang-invalid", value, STR(""));
    if (token_attribute(tag, STR("tabindex"), &value) &&
        str_to_int(str_trim(value), 1, INT32_MAX, &n) == OK)
        audit_tell(t, tag->line, "html-tabindex", value, STR(""));
}

static void check_image(struct audit *t, const struct token *tag)
{
    static const struct str needed[] = {STR_INIT("alt"), STR_INIT("width"), STR_INIT("height")};
    struct str src = STR("?"), value;

    (void)token_attribute(tag, STR("src"), &src);
    for (size_t i = 0; i < ARRAY_LEN(needed); i++) {
        if (token_attribute(tag, needed[i], &value))
            continue;
        audit_tell(t, tag->line, "html-image", src, STR(""));
        return;
    }
}

static void check_heading(struct audit *t, const struct token *tag)
{
    int level = tag->name.p[1] - '0';

    t->nh1 += level == 1;
    /* A page may begin with the second level (a menu's heading) before its h1. */
    if (level > (t->heading == 0 ? 2 : t->heading + 1))
        audit_tell(t, tag->line, "html-heading-jump", arena_fmt(&t->a, "%d", t->heading),
                   arena_fmt(&t->a, "%d", level));
    t->heading = level;
}

static void check_link(struct audit *t, const struct token *tag)
{
    struct str href;

    if (!token_attribute(tag, STR("href"), &href))
        return;
    t->in_skip_link = !t->has_links && str_starts(href, STR("#")) && href.n > 1;
    if (!t->has_links && !t->in_skip_link)
        audit_tell(t, tag->line, "html-skip-link", STR(""), STR(""));
    t->has_links = true;
}

static void check_main(struct audit *t, const struct token *tag)
{
    (void)tag;
    t->nmain++;
}

static void note_table_part(struct audit *t, const struct token *tag)
{
    struct element *table = audit_innermost(t, "table");
    bool is_head = token_is_one_of(tag->name, "th");
    struct str scope = {NULL, 0};

    (void)token_attribute(tag, STR("scope"), &scope);
    if (is_head && !token_is_one_of(scope, "col row colgroup rowgroup"))
        audit_tell(t, tag->line, "html-th-scope", scope, STR(""));
    if (table == NULL)
        return;
    table->has_caption = table->has_caption || !is_head;
    table->has_head = table->has_head || is_head;
}

static const struct {
    const char *names;
    void (*check)(struct audit *t, const struct token *tag);
} rules[] = {
    {"html", check_root},
    {"main", check_main},
    {"img", check_image},
    {"h1 h2 h3 h4 h5 h6", check_heading},
    {"a area", check_link},
    {"input select textarea", audit_control},
    {"input select textarea legend", audit_form_part},
    {"a button input select textarea summary", audit_target},
    {"html audio video track source summary meta", audit_media},
    {"script", check_script},
    {"style", check_style},
    {"caption th", note_table_part},
};

/* ---- the stack ---- */

static void push(struct audit *t, const struct token *tag)
{
    struct element *e = &t->stack[t->depth];
    struct str hidden = {NULL, 0};

    if (t->depth == AUDIT_DEPTH_MAX) {
        t->too_deep++;
        return;
    }
    *e = (struct element){
        .name = tag->name, .line = tag->line, .text = t->text.n, .waiting = t->waiting.n};
    (void)token_attribute(tag, STR("aria-hidden"), &hidden);
    (void)token_attribute(tag, STR("href"), &e->about);
    (void)token_attribute(tag, STR("id"), &e->id);
    (void)token_attribute(tag, STR("class"), &e->classes);
    (void)token_attribute(tag, STR("aria-label"), &e->label);
    (void)token_attribute(tag, STR("aria-labelledby"), &e->labelledby);
    e->hidden = str_eq(hidden, STR("true")) || (t->depth > 0 && t->stack[t->depth - 1].hidden);
    t->depth++;
    audit_landmark(t, tag);
}

static void closed(struct audit *t, const struct element *e)
{
    bool in_head = t->depth > 0 && token_is_one_of(t->stack[t->depth - 1].name, "head");

    audit_check_name(t, e);
    audit_said(t, e);
    audit_form_closed(t, e);
    audit_media_closed(t, e);
    audit_target_closed(t, e);
    if (token_is_one_of(e->name, "a"))
        t->in_skip_link = false;
    if (token_is_one_of(e->name, "title") && in_head)
        t->ntitles += e->named ? 1 : 0;
    if (token_is_one_of(e->name, "table") && !e->hidden && !(e->has_caption && e->has_head))
        audit_tell(t, e->line, "html-table", STR(""), STR(""));
}

static bool is_open(const struct audit *t, struct str name)
{
    for (size_t i = t->depth; i > 0; i--) {
        if (str_eq_nocase(t->stack[i - 1].name, name))
            return true;
    }
    return false;
}

/* What was left open inside is told; an end tag of nothing is told and left. */
static void take_close(struct audit *t, const struct token *tag)
{
    if (t->too_deep > 0) {
        t->too_deep--;
        return;
    }
    if (!is_open(t, tag->name)) {
        audit_tell(t, tag->line, "html-nesting", tag->name, STR(""));
        return;
    }
    while (!str_eq_nocase(t->stack[t->depth - 1].name, tag->name)) {
        const struct element *e = &t->stack[--t->depth];

        audit_tell(t, e->line, "html-nesting", e->name, STR(""));
    }
    t->depth--;
    closed(t, &t->stack[t->depth]);
}

static void take_open(struct audit *t, const struct token *tag)
{
    bool in_drawing = is_open(t, STR("svg")) || token_is_one_of(tag->name, "svg");
    bool has_content = !audit_is_void(tag->name) && !(in_drawing && tag->self_closing);

    if (!audit_may_stand(t, tag) || (has_content && tag->self_closing))
        audit_tell(t, tag->line, "html-nesting", tag->name, STR(""));
    check_attributes(t, tag);
    check_everywhere(t, tag);
    audit_references(t, tag);
    for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
        if (token_is_one_of(tag->name, rules[i].names))
            rules[i].check(t, tag);
    }
    if (has_content)
        push(t, tag);
    audit_name(t, tag);
}

static void take_text(struct audit *t, const struct token *tok)
{
    audit_text(t, tok->text);
    if (token_text_is_blank(tok->text) || audit_inside(t, "head script style"))
        return;
    audit_content(t, tok->line);
    audit_target_words(t);
}

static void take(struct audit *t, const struct token *tok)
{
    switch (tok->kind) {
    case TOKEN_OPEN:
        take_open(t, tok);
        return;
    case TOKEN_CLOSE:
        take_close(t, tok);
        return;
    case TOKEN_TEXT:
        take_text(t, tok);
        return;
    case TOKEN_BAD:
        audit_tell(t, tok->line, "html-nesting", tok->text, STR(""));
        return;
    case TOKEN_OTHER:
    default:
        return;
    }
}

static void check_whole(struct audit *t)
{
    if (!t->has_lang)
        audit_tell(t, 0, "html-lang", STR(""), STR(""));
    if (t->ntitles != 1)
        audit_tell(t, 0, "html-title", STR(""), STR(""));
    if (t->nh1 != 1)
        audit_tell(t, 0, "html-h1", arena_fmt(&t->a, "%d", t->nh1), STR(""));
    if (t->nmain != 1)
        audit_tell(t, 0, "html-main", arena_fmt(&t->a, "%d", t->nmain), STR(""));
    for (size_t i = 0; i < t->depth; i++)
        audit_tell(t, t->stack[i].line, "html-nesting", t->stack[i].name, STR(""));
    audit_check_landmarks(t);
    audit_check_links(t);
    audit_check_references(t);
}

void audit_html(struct str shown, struct str html, const struct audit_theme *theme, struct diags *d)
{
    struct audit t = {.shown = shown, .theme = theme, .d = d};
    struct tokens tokens;
    struct token tok;

    arena_init(&t.a, ARENA_MAX);
    buf_init(&t.text, ARENA_MAX);
    tokens_init(&tokens, html);
    while (token_next(&tokens, &tok))
        take(&t, &tok);
    check_whole(&t);
    buf_release(&t.text);
    arena_release(&t.a);
}
