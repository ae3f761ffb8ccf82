/*
 * A small tokenizer and one pass of rules over finished HTML. What is named
 * before it is defined (labels, fragments) is looked up at the end.
 */
#include "accessibility/audit.h"
#include "fcgi/base/arena.h"

#include <string.h>

#define DEPTH_MAX 128
#define REFS_MAX  8192

struct refs {
    struct str *v;
    size_t n;
};

struct open_tag {
    struct str name;
    size_t text_before; /* bytes of text seen when it opened: none added means no name */
    bool named;         /* aria-label, or an image with alt inside */
};

struct audit {
    struct arena a;
    struct str shown, rest;
    struct diags *d;
    struct open_tag stack[DEPTH_MAX];
    size_t depth, text;
    struct refs ids, wanted, labelled, controls;
    int nh1, nmain, heading, links;
    bool has_lang, has_title, table_caption, table_head, said_nesting;
};

struct tag {
    struct str name, attributes;
    bool closes, empty;
};

static void add_ref(struct audit *t, struct refs *r, struct str s)
{
    if (r->v == NULL)
        r->v = ARENA_ARRAY(&t->a, struct str, REFS_MAX);
    if (r->n < REFS_MAX)
        r->v[r->n++] = s;
}

static bool has_ref(const struct refs *r, struct str s)
{
    for (size_t i = 0; i < r->n; i++) {
        if (str_eq(r->v[i], s))
            return true;
    }
    return false;
}

/* What str_trim takes off: whoever stops at another byte would never get past it. */
static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static size_t word_length(struct str s, char stop)
{
    size_t n = 0;

    while (n < s.n && s.p[n] != stop && !is_blank(s.p[n]))
        n++;
    return n;
}

/* Behind the "=" of an attribute: quoted either way or bare (HTML 13.1.2.3). */
static struct str take_value(struct str *rest)
{
    struct str value;
    size_t n;

    *rest = str_trim(*rest);
    if (str_starts(*rest, STR("\"")) || str_starts(*rest, STR("'"))) {
        char quote = rest->p[0];

        *rest = str_sub(*rest, 1, rest->n);
        str_cut(*rest, quote, &value, rest);
        return value;
    }
    n = word_length(*rest, 0);
    value = str_sub(*rest, 0, n);
    *rest = str_sub(*rest, n, rest->n);
    return value;
}

/* The next attribute of *rest; false at the end. A bare one has an empty value. */
static bool next_attribute(struct str *rest, struct str *ret_name, struct str *ret_value)
{
    size_t n;

    *rest = str_trim(*rest);
    if (rest->n == 0)
        return false;
    n = word_length(*rest, '=');
    *ret_name = str_sub(*rest, 0, n);
    *ret_value = STR("");
    *rest = str_trim(str_sub(*rest, n, rest->n));
    if (str_starts(*rest, STR("="))) {
        *rest = str_sub(*rest, 1, rest->n);
        *ret_value = take_value(rest);
    }
    return true;
}

static bool attribute(const struct tag *tag, struct str wanted, struct str *ret_value)
{
    struct str rest = tag->attributes, name;

    while (next_attribute(&rest, &name, ret_value)) {
        if (str_eq(name, wanted))
            return true;
    }
    *ret_value = STR("");
    return false;
}

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

/* HTML 13.1.2: elements that never close. */
static bool is_void(struct str name)
{
    return is_one_of(
        name,
        "area base br col embed hr img input link meta source track wbr path circle rect line use");
}

static void add_list(struct audit *t, struct refs *r, struct str value)
{
    while (value.n > 0) {
        struct str one;

        str_cut(value, ' ', &one, &value);
        if (one.n > 0)
            add_ref(t, r, one);
    }
}

static bool is_foreign(struct str url)
{
    return str_starts(url, STR("http:")) || str_starts(url, STR("https:")) ||
           str_starts(url, STR("//"));
}

static void check_attribute(struct audit *t, const struct tag *tag, struct str name,
                            struct str value)
{
    bool loads = str_eq(name, STR("src")) ||
                 (str_eq(name, STR("href")) && is_one_of(tag->name, "link use image"));
    struct str rel;

    if (str_eq(name, STR("id"))) {
        if (has_ref(&t->ids, value))
            diag_error(t->d, t->shown, 0, "html-id-twice", value);
        add_ref(t, &t->ids, value);
    } else if (is_one_of(name, "for aria-labelledby aria-describedby aria-controls")) {
        add_list(t, &t->wanted, value);
        if (str_eq(name, STR("for")))
            add_ref(t, &t->labelled, value);
    } else if (str_eq(name, STR("href")) && str_starts(value, STR("#")) && value.n > 1 &&
               str_eq(tag->name, STR("a"))) {
        add_ref(t, &t->wanted, str_sub(value, 1, value.n));
    } else if (str_eq(name, STR("style")) || (str_starts(name, STR("on")) && name.n > 3)) {
        diag_error(t->d, t->shown, 0, "html-inline", name);
    }
    if (loads && is_foreign(value) &&
        !(attribute(tag, STR("rel"), &rel) && str_eq(rel, STR("canonical"))))
        diag_error(t->d, t->shown, 0, "html-foreign", value);
}

static void check_image(struct audit *t, const struct tag *tag)
{
    struct str alt, width, height, src, hidden;
    bool complete = attribute(tag, STR("alt"), &alt);

    complete = attribute(tag, STR("width"), &width) && complete;
    complete = attribute(tag, STR("height"), &height) && complete;
    (void)attribute(tag, STR("src"), &src);
    if (!complete && !attribute(tag, STR("aria-hidden"), &hidden))
        diag_error(t->d, t->shown, 0, "html-image", src);
    for (size_t i = 0; i < t->depth && str_trim(alt).n > 0; i++)
        t->stack[i].named = true;
}

static void check_heading(struct audit *t, const struct tag *tag)
{
    int level = tag->name.p[1] - '0';
    char from[2] = {(char)('0' + t->heading), 0}, to[2] = {(char)('0' + level), 0};

    t->nh1 += level == 1;
    if (level > t->heading + 1 && t->heading > 0)
        diag_error(t->d, t->shown, 0, "html-heading-jump", str_from(from), str_from(to));
    t->heading = level;
}

static void check_control(struct audit *t, const struct tag *tag)
{
    struct str type, id, label, name;

    (void)attribute(tag, STR("type"), &type);
    if (is_one_of(type, "hidden submit button image reset") ||
        attribute(tag, STR("aria-label"), &label) || attribute(tag, STR("aria-labelledby"), &label))
        return;
    (void)attribute(tag, STR("id"), &id);
    (void)attribute(tag, STR("name"), &name);
    add_ref(t, &t->controls, id.n > 0 ? id : name);
}

static void check_link(struct audit *t, const struct tag *tag)
{
    struct str href;

    if (!attribute(tag, STR("href"), &href))
        return;
    if (++t->links == 1 && !str_starts(href, STR("#")))
        diag_error(t->d, t->shown, 0, "html-skip-link");
}

static void look_at(struct audit *t, const struct tag *tag)
{
    struct str value;

    if (str_eq(tag->name, STR("html")))
        t->has_lang = attribute(tag, STR("lang"), &value) && value.n > 0;
    else if (str_eq(tag->name, STR("main")))
        t->nmain++;
    else if (tag->name.n == 2 && tag->name.p[0] == 'h' && tag->name.p[1] >= '1' &&
             tag->name.p[1] <= '6')
        check_heading(t, tag);
    else if (str_eq(tag->name, STR("img")))
        check_image(t, tag);
    else if (is_one_of(tag->name, "input select textarea"))
        check_control(t, tag);
    else if (str_eq(tag->name, STR("a")))
        check_link(t, tag);
    else if (is_one_of(tag->name, "caption th"))
        *(str_eq(tag->name, STR("th")) ? &t->table_head : &t->table_caption) = true;
    else if (str_eq(tag->name, STR("style")) ||
             (str_eq(tag->name, STR("script")) &&
              !(attribute(tag, STR("type"), &value) && str_eq(value, STR("application/ld+json")))))
        diag_error(t->d, t->shown, 0, "html-inline", tag->name);
}

static void push(struct audit *t, const struct tag *tag)
{
    struct str label;

    if (t->depth == DEPTH_MAX)
        return;
    if (str_eq(tag->name, STR("table")))
        t->table_head = t->table_caption = false;
    t->stack[t->depth++] = (struct open_tag){
        tag->name, t->text, attribute(tag, STR("aria-label"), &label) && label.n > 0};
}

static void closed(struct audit *t, const struct open_tag *o)
{
    if (is_one_of(o->name, "a button summary h1 h2 h3 h4 th caption legend label") && !o->named &&
        t->text == o->text_before)
        diag_error(t->d, t->shown, 0, "html-nameless", o->name, STR(""));
    if (str_eq(o->name, STR("title")))
        t->has_title = t->text > o->text_before;
    if (str_eq(o->name, STR("table")) && !(t->table_head && t->table_caption))
        diag_error(t->d, t->shown, 0, "html-table");
}

static void pop(struct audit *t, const struct tag *tag)
{
    if (t->depth == 0 || !str_eq(t->stack[t->depth - 1].name, tag->name)) {
        if (!t->said_nesting)
            diag_error(t->d, t->shown, 0, "html-nesting", tag->name);
        t->said_nesting = true;
        return;
    }
    t->depth--;
    closed(t, &t->stack[t->depth]);
}

static void take_tag(struct audit *t)
{
    size_t end = str_index(t->rest, '>'), n;
    struct str inside = str_sub(t->rest, 1, end), rest, name, value;
    struct tag tag = {.closes = str_starts(inside, STR("/")), .empty = str_ends(inside, STR("/"))};

    t->rest = str_sub(t->rest, end + 1, t->rest.n);
    inside = str_sub(inside, tag.closes, inside.n - tag.empty);
    n = word_length(inside, '/');
    tag.name = str_sub(inside, 0, n);
    tag.attributes = str_sub(inside, n, inside.n);
    if (str_starts(tag.name, STR("!")))
        return;
    if (tag.closes) {
        pop(t, &tag);
        return;
    }
    for (rest = tag.attributes; next_attribute(&rest, &name, &value);)
        check_attribute(t, &tag, name, value);
    look_at(t, &tag);
    if (!tag.empty && !is_void(tag.name))
        push(t, &tag);
}

static void take_text(struct audit *t)
{
    struct str run = str_sub(t->rest, 0, str_index(t->rest, '<'));

    t->rest = str_sub(t->rest, run.n, t->rest.n);
    t->text += str_trim(run).n;
}

static void check_whole(struct audit *t)
{
    if (!t->has_lang)
        diag_error(t->d, t->shown, 0, "html-lang");
    if (!t->has_title)
        diag_error(t->d, t->shown, 0, "html-title");
    if (t->nh1 != 1)
        diag_error(t->d, t->shown, 0, "html-h1", arena_fmt(&t->a, "%d", t->nh1));
    if (t->nmain != 1)
        diag_error(t->d, t->shown, 0, "html-main", arena_fmt(&t->a, "%d", t->nmain));
    if (t->depth > 0 && !t->said_nesting)
        diag_error(t->d, t->shown, 0, "html-nesting", t->stack[t->depth - 1].name);
    for (size_t i = 0; i < t->wanted.n; i++) {
        if (!has_ref(&t->ids, t->wanted.v[i]))
            diag_error(t->d, t->shown, 0, "html-reference", t->wanted.v[i]);
    }
    for (size_t i = 0; i < t->controls.n; i++) {
        if (!has_ref(&t->labelled, t->controls.v[i]))
            diag_error(t->d, t->shown, 0, "html-unlabelled", t->controls.v[i]);
    }
}

void audit_html(struct str shown, struct str html, struct diags *d)
{
    struct audit t = {.shown = shown, .rest = html, .d = d};

    arena_init(&t.a, (size_t)8 << 20);
    while (t.rest.n > 0)
        (t.rest.p[0] == '<' ? take_tag : take_text)(&t);
    check_whole(&t);
    arena_release(&t.a);
}
