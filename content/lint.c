/*
 * What can be said of a site only when all of it is loaded.
 */
#include "content/lint.h"
#include "content/readability.h"
#include "fcgi/base/buf.h"

#include <stdlib.h>

#define SENTENCE_MAX 40 /* words */

struct lint {
    const struct site *s;
    const struct lint_options *o;
    struct diags *d;
};

static bool is_route(const struct lint *l, struct str path)
{
    for (size_t i = 0; i < l->o->nroutes; i++) {
        if (str_eq(l->o->routes[i], path))
            return true;
    }
    return false;
}

/* An id as htmlpass.c prints it. */
static bool has_id(const struct page *p, struct str id)
{
    char memory[256];
    struct buf needle = {.p = memory, .cap = sizeof(memory), .max = sizeof(memory)};

    buf_add(&needle, STR(" id=\""));
    buf_add(&needle, id);
    buf_addc(&needle, '"');
    return !needle.failed && str_has(p->body.s, buf_str(&needle));
}

static void check_fragment(const struct lint *l, const struct page *from,
                           const struct link_ref *link, const struct page *to, struct str fragment)
{
    if (fragment.n > 0 && !has_id(to, fragment))
        diag_error(l->d, from->file, link->line, "link-fragment", link->href);
}

static void check_link(const struct lint *l, const struct page *p, const struct link_ref *link)
{
    struct str path, fragment, query;
    const struct page *to = NULL;
    enum site_found found;

    str_cut(link->href, '#', &path, &fragment);
    str_cut(path, '?', &path, &query);
    if (path.n == 0) {
        check_fragment(l, p, link, p, fragment);
        return;
    }
    if (path.p[0] != '/' || str_starts(path, STR("/estatico/")) || is_route(l, path))
        return;
    found = site_find(l->s, path, l->o->now, &to);
    if (found == SITE_NONE)
        diag_error(l->d, p->file, link->line, "link-broken", link->href);
    else if (found == SITE_WITHDRAWN)
        diag_error(l->d, p->file, link->line, "link-withdrawn", link->href);
    else if (found == SITE_MOVED)
        diag_warn(l->d, p->file, link->line, "link-moved", link->href, to->url);
    else
        check_fragment(l, p, link, to, fragment);
}

static void check_cards(const struct lint *l, const struct page *p)
{
    for (const struct yaml *c = p->front.cards == NULL ? NULL : p->front.cards->first; c != NULL;
         c = c->next) {
        const struct yaml *url = yaml_get(c, STR("url"));
        struct link_ref link = {{NULL, 0}, c->line};

        if (url == NULL || url->type != YAML_SCALAR)
            continue;
        link.href = url->text;
        check_link(l, p, &link);
    }
}

static void check_reading(const struct lint *l, const struct page *p)
{
    struct readability r;
    struct arena a;

    readability_measure(l->o->locale, p->text, &r);
    if (r.sentences == 0)
        return;
    arena_init(&a, (size_t)64 << 10);
    if (r.grade < INFLESZ_NORMAL)
        diag_warn(l->d, p->file, 0, "reading-hard", arena_fmt(&a, "%.0f", r.szigriszt),
                  arena_fmt(&a, "%.0f", r.fernandez_huerta));
    if (r.longest_sentence > SENTENCE_MAX)
        diag_warn(l->d, p->file, 0, "sentence-long", arena_fmt(&a, "%d", r.longest_sentence));
    arena_release(&a);
}

static void check_page(const struct lint *l, const struct page *p)
{
    for (size_t i = 0; i < p->links.n; i++)
        check_link(l, p, &p->links.v[i]);
    check_cards(l, p);
    check_reading(l, p);
    if (p->front.review_by > 0 && p->front.review_by <= l->o->now)
        diag_warn(l->d, p->file, 0, "review-due");
    if (p->front.description.n == 0 && p->front.summary.n == 0)
        diag_warn(l->d, p->file, 0, "description-missing");
    if (p->front.withdrawn.see.n > 0) {
        struct link_ref link = {p->front.withdrawn.see, 0};

        check_link(l, p, &link);
    }
}

static int by_title(const void *x, const void *y)
{
    const struct page *a = *(const struct page *const *)x, *b = *(const struct page *const *)y;
    int c = str_cmp(a->front.title, b->front.title);

    return c != 0 ? c : str_cmp(a->url, b->url);
}

static void check_titles(const struct lint *l, struct arena *a)
{
    size_t n = l->s->by_url.n;
    struct page **v = ARENA_ARRAY(a, struct page *, n);

    for (size_t i = 0; i < n; i++)
        v[i] = l->s->by_url.v[i];
    if (n > 0)
        qsort(v, n, sizeof(struct page *), by_title);
    for (size_t i = 1; i < n; i++) {
        if (str_eq(v[i - 1]->front.title, v[i]->front.title))
            diag_warn(l->d, v[i]->file, 0, "title-twice", v[i]->front.title, v[i - 1]->file);
    }
}

void lint_site(const struct site *s, const struct lint_options *o, struct diags *d)
{
    struct lint l = {s, o, d};
    struct arena a;

    arena_init(&a, (size_t)16 << 20);
    for (size_t i = 0; i < s->by_url.n; i++) {
        if (!s->by_url.v[i]->front.draft)
            check_page(&l, s->by_url.v[i]);
    }
    check_titles(&l, &a);
    arena_release(&a);
}
