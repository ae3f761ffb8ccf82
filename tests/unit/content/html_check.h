/*
 * An independent look at what the HTML pass prints: a strict reader that knows nothing of how it
 * was made. Used by unit tests and by the fuzz harness.
 */
#ifndef ESTRADO_TEST_CONTENT_HTML_CHECK_H
#define ESTRADO_TEST_CONTENT_HTML_CHECK_H

#include "content/entity.h"
#include "fcgi/base/esc.h"

#define CHECK_DEPTH 200
#define CHECK_IDS   512

struct html_check {
    struct arena *a;
    struct str rest;
    struct str stack[CHECK_DEPTH];
    size_t depth;
    struct str ids[CHECK_IDS]; /* further ones are not compared */
    size_t nids;
    bool lenient;      /* nesting is not looked at: a page that was refused */
    const char *wrong; /* first thing that was found; NULL: none */
};

static inline bool check_is_in(struct str word, const char *list)
{
    struct str rest = str_from(list), one;

    while (rest.n > 0) {
        str_cut(rest, ' ', &one, &rest);
        if (str_eq(one, word))
            return true;
    }
    return false;
}

static inline void check_fail(struct html_check *c, const char *what)
{
    if (c->wrong == NULL)
        c->wrong = what;
}

static inline void check_untidy(struct html_check *c, const char *what)
{
    if (!c->lenient)
        check_fail(c, what);
}

static inline void check_id(struct html_check *c, struct str id)
{
    for (size_t i = 0; i < c->nids; i++) {
        if (str_eq(c->ids[i], id))
            check_untidy(c, "an id twice");
    }
    if (id.n == 0 || str_index(id, ' ') < id.n)
        check_fail(c, "an id that is none");
    if (c->nids < CHECK_IDS)
        c->ids[c->nids++] = id;
}

static inline void check_attribute(struct html_check *c, struct str tag, struct str name,
                                   struct str value)
{
    if (!check_is_in(name, "id class role href rel hreflang src alt width height loading decoding "
                           "aria-label aria-labelledby tabindex scope title"))
        check_fail(c, "an attribute that is not on the list");
    if (str_index(value, '<') < value.n || str_index(value, '>') < value.n)
        check_fail(c, "an unescaped attribute");
    if (str_eq(name, STR("href")) && !str_eq(tag, STR("a")))
        check_fail(c, "href outside a");
    if (str_eq(name, STR("href")) && !esc_url_is_safe(entity_decode(c->a, value)))
        check_fail(c, "an unsafe href");
    if (str_eq(name, STR("src")) && !str_starts(value, STR("/estatico/")))
        check_fail(c, "an image from elsewhere");
    if (str_eq(name, STR("id")))
        check_id(c, value);
}

/* ` name="value"` again and again. */
static inline void check_attributes(struct html_check *c, struct str tag, struct str s)
{
    while (s.n > 0) {
        struct str name, value;

        if (s.p[0] != ' ' || !str_cut(str_sub(s, 1, s.n), '=', &name, &s) || s.n == 0 ||
            s.p[0] != '"' || !str_cut(str_sub(s, 1, s.n), '"', &value, &s)) {
            check_fail(c, "an attribute without quotes");
            return;
        }
        check_attribute(c, tag, name, value);
    }
}

static inline void check_close(struct html_check *c, struct str name)
{
    if (c->depth == 0 || !str_eq(c->stack[c->depth - 1], name))
        check_untidy(c, "tags that cross");
    else
        c->depth--;
}

static inline void check_open(struct html_check *c, struct str name)
{
    struct str outer = c->depth > 0 ? c->stack[c->depth - 1] : STR("");

    if (str_eq(outer, STR("p")) &&
        check_is_in(name, "p div ul ol dl table pre h2 h3 h4 h5 h6 section address blockquote hr"))
        check_untidy(c, "a block in a paragraph");
    if (check_is_in(name, "br hr img"))
        return;
    if (c->depth == CHECK_DEPTH)
        check_untidy(c, "too deep");
    else
        c->stack[c->depth++] = name;
}

static inline void check_tag(struct html_check *c, struct str inside)
{
    bool closes = str_starts(inside, STR("/"));
    struct str name = str_sub(inside, closes, inside.n);
    size_t n = 0;

    while (n < name.n && name.p[n] != ' ')
        n++;
    inside = str_sub(name, n, name.n);
    name = str_sub(name, 0, n);
    if (!check_is_in(name, "h1 h2 h3 h4 h5 h6 p a em strong del code pre sup ul ol li dl dt dd br "
                           "hr img blockquote table caption thead tbody tr th td div section "
                           "address span details summary abbr"))
        check_fail(c, "a tag that is not on the list");
    if (closes && inside.n > 0)
        check_fail(c, "attributes of a closing tag");
    if (closes) {
        check_close(c, name);
        return;
    }
    check_attributes(c, name, inside);
    check_open(c, name);
}

/* What is wrong with this HTML, in words; NULL: nothing. */
static inline const char *html_check(struct arena *a, struct str html, bool lenient)
{
    struct html_check *c = ARENA_NEW(a, struct html_check);

    *c = (struct html_check){.a = a, .rest = html, .lenient = lenient};
    if (!str_is_utf8(html))
        check_fail(c, "bytes that are not UTF-8");
    while (c->rest.n > 0) {
        size_t open = str_index(c->rest, '<'), end;

        if (str_index(str_sub(c->rest, 0, open), '>') < open)
            check_fail(c, "a bare >");
        c->rest = str_sub(c->rest, open, c->rest.n);
        if (c->rest.n == 0)
            break;
        end = str_index(c->rest, '>');
        if (end == c->rest.n)
            check_fail(c, "a tag without an end");
        check_tag(c, str_sub(c->rest, 1, end));
        c->rest = str_sub(c->rest, end + 1, c->rest.n);
    }
    if (c->depth > 0)
        check_untidy(c, "a tag that is not closed");
    return c->wrong;
}

#endif
