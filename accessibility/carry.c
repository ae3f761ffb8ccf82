/*
 * Addresses of links and forms, one after the other.
 */
#include "accessibility/carry.h"
#include "accessibility/tokens.h"
#include "fcgi/base/buf.h"

struct carrying {
    struct arena *a;
    const struct choice *asked;
    struct str amp;  /* between fields: "&amp;" in HTML */
    struct str html; /* what is read, and how much of it was written */
    size_t written;
    struct buf out;
};

static bool is_page_of_ours(struct str href)
{
    return str_starts(href, STR("/")) && !str_starts(href, STR("//")) &&
           !str_starts(href, STR("/estatico/")) && !str_starts(href, STR("/audio/"));
}

/* Cuts "a11y=..." out of a query; the choice that it held. */
static struct choice take_words(struct carrying *t, struct str *query)
{
    struct choice found = {{0}};
    struct str rest = *query, kept = {NULL, 0};

    while (rest.n > 0) {
        size_t end = str_find(rest, t->amp);
        struct str field = str_sub(rest, 0, end);

        rest = end < rest.n ? str_sub(rest, end + t->amp.n, rest.n) : (struct str){NULL, 0};
        if (str_starts(field, STR("a11y=")))
            found = choice_parse(str_sub(field, 5, field.n));
        else
            kept = kept.n == 0 ? field : arena_join(t->a, kept, t->amp, field);
    }
    *query = kept;
    return found;
}

static struct str carried(struct carrying *t, struct str href)
{
    struct str path, query, part = {NULL, 0};
    size_t hash = str_index(href, '#');
    struct choice all;

    if (hash < href.n)
        part = str_sub(href, hash, href.n);
    (void)str_cut(str_sub(href, 0, hash), '?', &path, &query);
    all = choice_over(take_words(t, &query), *t->asked);
    if (query.n > 0)
        query = arena_join(t->a, query, t->amp, (struct str){NULL, 0});
    return arena_fmt(t->a, STR_FMT "?" STR_FMT "a11y=" STR_FMT STR_FMT, STR_ARG(path),
                     STR_ARG(query), STR_ARG(choice_text(t->a, &all)), STR_ARG(part));
}

/* Writes what stands before `at`, then `instead` of the next n bytes. */
static void replace(struct carrying *t, size_t at, size_t n, struct str instead)
{
    buf_add(&t->out, str_sub(t->html, t->written, at));
    buf_add(&t->out, instead);
    t->written = at + n;
}

static void address(struct carrying *t, const struct token *tag, struct str name)
{
    struct str href;

    if (token_attribute(tag, name, &href) && is_page_of_ours(href))
        replace(t, (size_t)(href.p - t->html.p), href.n, carried(t, href));
}

/* The query of a form's address is lost when it is sent as one: the words go in a field. */
static void form(struct carrying *t, const struct token *tag, size_t end)
{
    struct str method = {NULL, 0}, action = {NULL, 0};

    (void)token_attribute(tag, STR("method"), &method);
    if (str_eq_nocase(method, STR("post"))) {
        address(t, tag, STR("action"));
        return;
    }
    if (!token_attribute(tag, STR("action"), &action) || !is_page_of_ours(action))
        return;
    replace(t, end, 0,
            arena_join(t->a, STR("<input type=\"hidden\" name=\"a11y\" value=\""),
                       choice_text(t->a, t->asked), STR("\">")));
}

struct str html_carry(struct arena *a, struct str html, const struct choice *asked)
{
    struct carrying t = {.a = a, .asked = asked, .amp = STR("&amp;"), .html = html};
    struct tokens tokens;
    struct token tok;
    struct str all;

    if (choice_is_empty(asked))
        return html;
    buf_init(&t.out, html.n * 16 + 1024); /* a link of ten bytes takes at most 66 more */
    tokens_init(&tokens, html);
    while (token_next(&tokens, &tok)) {
        if (tok.kind == TOKEN_OPEN && str_eq(tok.name, STR("a")))
            address(&t, &tok, STR("href"));
        else if (tok.kind == TOKEN_OPEN && str_eq(tok.name, STR("form")))
            form(&t, &tok, html.n - tokens.rest.n);
    }
    replace(&t, html.n, 0, (struct str){NULL, 0});
    all = t.out.failed ? html : arena_str(a, buf_str(&t.out));
    buf_release(&t.out);
    return all;
}

struct str href_carry(struct arena *a, struct str href, const struct choice *asked)
{
    struct carrying t = {.a = a, .asked = asked, .amp = STR("&")};

    return choice_is_empty(asked) || !is_page_of_ours(href) ? href : carried(&t, href);
}
