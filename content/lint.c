/*
 * What can be said of a site only when all of it is loaded.
 */
#include "content/lint.h"
#include "content/acts.h"
#include "content/document.h"
#include "content/lint_easy.h"
#include "content/readability.h"
#include "content/tree.h"
#include "fcgi/base/ucs.h"

#include <stdlib.h>

#define SCRATCH_MAX ((size_t)1 << 30)
#define GUESSES_MAX \
    100 /* broken links for which the nearest page is looked up: each costs a look at all */

/* Ids in the body of a page, collected when the first link to one of them is met. */
struct ids {
    struct str *v; /* sorted */
    size_t n;
    bool known;
};

struct lint {
    const struct site *s;
    const struct lint_options *o;
    struct diags *d;
    struct arena scratch;
    struct ids *ids; /* for each of s->by_url */
    int guesses;
};

/* ---- ids ---- */

static int by_text(const void *x, const void *y)
{
    return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

/* Ids as htmlpass.c prints them; *v NULL: only counts. */
static size_t scan_ids(struct str html, struct str *v)
{
    const struct str mark = STR(" id=\"");
    size_t n = 0;

    for (;;) {
        size_t at = str_find(html, mark);

        if (at == html.n)
            return n;
        html = str_sub(html, at + mark.n, html.n);
        if (v != NULL)
            v[n] = str_sub(html, 0, str_index(html, '"'));
        n++;
    }
}

static const struct ids *ids_of(struct lint *l, const struct page *p)
{
    size_t low = 0, high = l->s->by_url.n;
    struct ids *ids;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (str_cmp(l->s->by_url.v[middle]->url, p->url) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    ids = &l->ids[low];
    if (!ids->known) {
        ids->v = ARENA_ARRAY(&l->scratch, struct str, scan_ids(p->body.s, NULL));
        ids->n = scan_ids(p->body.s, ids->v);
        if (ids->n > 0)
            qsort(ids->v, ids->n, sizeof(*ids->v), by_text);
        ids->known = true;
    }
    return ids;
}

/* ---- links ---- */

static bool is_route(const struct lint *l, struct str path)
{
    for (size_t i = 0; i < l->o->nroutes; i++) {
        if (str_eq(l->o->routes[i], path))
            return true;
    }
    return str_starts(path, STR("/estatico/")) || str_starts(path, STR("/audio/")) ||
           str_starts(path, STR("/-/"));
}

/* Where a link stands: in the file of a page, or of its companion, whose ids are its own. */
struct place {
    struct str file, html;
    const struct page *page; /* NULL: a companion */
};

static bool has_id(const struct ids *ids, struct str id)
{
    return ids->n > 0 && bsearch(&id, ids->v, ids->n, sizeof(*ids->v), by_text) != NULL;
}

static void check_fragment(struct lint *l, const struct place *from, const struct link_ref *link,
                           const struct page *to, struct str fragment)
{
    if (fragment.n > 0 && !has_id(ids_of(l, to), fragment))
        diag_error(l->d, from->file, link->line, "link-fragment", link->href);
}

/* "#part" of the place itself. */
static void check_own_fragment(struct lint *l, const struct place *from,
                               const struct link_ref *link, struct str fragment)
{
    struct str mark;

    if (from->page != NULL) {
        check_fragment(l, from, link, from->page, fragment);
        return;
    }
    mark = arena_join(&l->scratch, STR(" id=\""), fragment, STR("\""));
    if (fragment.n > 0 && !str_has(from->html, mark))
        diag_error(l->d, from->file, link->line, "link-fragment", link->href);
}

static void tell_broken(struct lint *l, const struct place *p, const struct link_ref *link,
                        struct str path)
{
    const struct page *near = NULL;

    if (l->guesses++ < GUESSES_MAX &&
        site_nearest(l->s, &l->scratch, path, l->o->now, &near, 1) > 0)
        diag_error(l->d, p->file, link->line, "link-broken-near", link->href, near->url);
    else
        diag_error(l->d, p->file, link->line, "link-broken", link->href);
}

/* "/x/archivo" of a document; what is said then is of its page. */
static bool check_document(struct lint *l, const struct place *p, const struct link_ref *link,
                           struct str path)
{
    const struct page *to = NULL;
    struct str url;
    int number;

    if (!document_address(path, &url, &number) || (to = tree_page_at(&l->s->by_url, url)) == NULL ||
        page_field(to, STR("versions")) == NULL)
        return false;
    if (!page_is_visible(to, l->o->now))
        diag_warn(l->d, p->file, link->line, "link-hidden", link->href);
    return true;
}

static void check_path(struct lint *l, const struct place *p, const struct link_ref *link,
                       struct str path, struct str fragment)
{
    const struct page *to = NULL, *act;

    switch (site_find(l->s, path, l->o->now, &to)) {
    case SITE_PAGE:
        check_fragment(l, p, link, to, fragment);
        return;
    case SITE_MOVED:
        diag_warn(l->d, p->file, link->line, "link-moved", link->href, to->url);
        return;
    case SITE_WITHDRAWN:
        diag_error(l->d, p->file, link->line, "link-withdrawn", link->href);
        return;
    case SITE_WITHHELD:
    case SITE_NONE:
    default:
        if (check_document(l, p, link, path))
            return;
        /* Not yet, no more, or a draft: no error in a link of another day. */
        if (tree_page_at(&l->s->by_url, path) != NULL || tree_alias_at(l->s, path) != NULL)
            diag_warn(l->d, p->file, link->line, "link-hidden", link->href);
        else if ((act = site_act_at(l->s, &l->scratch, path)) != NULL)
            diag_warn(l->d, p->file, link->line, "link-moved", link->href, act->url);
        else
            tell_broken(l, p, link, path);
    }
}

static void check_link(struct lint *l, const struct place *p, const struct link_ref *link)
{
    struct str path, fragment, query;

    str_cut(link->href, '#', &path, &fragment);
    str_cut(path, '?', &path, &query);
    if (path.n == 0)
        check_own_fragment(l, p, link, fragment);
    else if (path.p[0] == '/' && !is_route(l, path))
        check_path(l, p, link, path, fragment);
}

static void check_cards(struct lint *l, const struct page *p, const struct place *from)
{
    const struct yaml *cards = p->front.cards;

    for (const struct yaml *c = cards == NULL ? NULL : cards->first; c != NULL; c = c->next) {
        const struct yaml *url = yaml_get(c, STR("url"));
        struct link_ref link = {{NULL, 0}, c->line};

        if (url == NULL || url->type != YAML_SCALAR)
            continue;
        link = (struct link_ref){url->text, url->line};
        check_link(l, from, &link);
    }
}

static void check_links(struct lint *l, const struct place *from, const struct link_refs *links)
{
    for (size_t i = 0; i < links->n; i++)
        check_link(l, from, &links->v[i]);
}

/* A path that the head gives; the empty one is none. */
static void check_named(struct lint *l, const struct place *from, struct str path, int line)
{
    struct link_ref link = {path, line};

    if (path.n > 0)
        check_link(l, from, &link);
}

/* Pages that a field of the page's type names. */
static void check_fields(struct lint *l, const struct page *p, const struct place *from)
{
    for (size_t i = 0; i < p->fields.n; i++) {
        const struct field_value *v = &p->fields.v[i];

        if (v->field->kind == FIELD_PATH)
            check_named(l, from, v->text, v->line);
        for (size_t k = 0; v->field->kind == FIELD_PATHS && k < v->texts.n; k++)
            check_named(l, from, v->texts.v[k], v->line);
    }
}

/* ---- reading ---- */

static void check_reading(struct lint *l, const struct page *p)
{
    struct readability r;

    readability_measure(p->root->locale, p->text, &r);
    if (r.sentences == 0)
        return;
    if (r.grade < INFLESZ_NORMAL)
        diag_warn(l->d, p->file, 0, "reading-hard", arena_fmt(&l->scratch, "%.0f", r.szigriszt),
                  arena_fmt(&l->scratch, "%.0f", r.fernandez_huerta));
    if (r.long_sentences == 1)
        diag_warn(l->d, p->file, 0, "sentence-long", arena_fmt(&l->scratch, "%d", r.longest_words),
                  lint_excerpt(r.longest));
    if (r.long_sentences > 1)
        diag_warn(l->d, p->file, 0, "sentences-long",
                  arena_fmt(&l->scratch, "%d", r.long_sentences),
                  arena_fmt(&l->scratch, "%d", r.longest_words), lint_excerpt(r.longest));
}

/* ---- pages ---- */

static void check_easy(struct lint *l, const struct page *p)
{
    struct place from = {p->easy->file, p->easy->body.s, NULL};

    check_links(l, &from, &p->easy->links);
    lint_easy(p->root->locale, p->easy, l->d);
    if (p->easy->reviewed > l->o->now)
        diag_error(l->d, p->easy->file, 1, "easy-reviewed-future");
}

static void check_page(struct lint *l, const struct page *p)
{
    struct place from = {p->file, p->body.s, p};

    if (is_route(l, p->url))
        diag_error(l->d, p->file, 0, "url-reserved", p->url);
    if (p->front.withdrawn.is) {
        check_named(l, &from, p->front.withdrawn.see, 0);
        return;
    }
    check_links(l, &from, &p->links);
    check_cards(l, p, &from);
    check_fields(l, p, &from);
    check_named(l, &from, p->front.sign_language.transcript_url, p->front.sign_language.line);
    check_reading(l, p);
    if (p->easy != NULL)
        check_easy(l, p);
    if (p->front.review_by > 0 && p->front.review_by <= l->o->now)
        diag_warn(l->d, p->file, 0, "review-due");
    if (p->front.description.n == 0 && p->front.summary.n == 0)
        diag_warn(l->d, p->file, 0, "description-missing");
}

/* ---- titles ---- */

struct titled {
    struct str folded;
    const struct page *page;
};

static int by_title(const void *x, const void *y)
{
    const struct titled *a = x, *b = y;
    int c = str_cmp(a->folded, b->folded);

    return c != 0 ? c : str_cmp(a->page->url, b->page->url);
}

/* Readers tell pages apart by their titles (WCAG 2.4.2), whatever the case and accents. */
static void check_titles(struct lint *l)
{
    const struct pages *all = &l->s->by_url;
    struct titled *v = ARENA_ARRAY(&l->scratch, struct titled, all->n);
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++) {
        if (!all->v[i]->front.draft && !all->v[i]->front.withdrawn.is)
            v[n++] = (struct titled){l->s->folded[i].title, all->v[i]};
    }
    if (n > 0)
        qsort(v, n, sizeof(*v), by_title);
    for (size_t i = 1; i < n; i++) {
        if (str_eq(v[i - 1].folded, v[i].folded))
            diag_warn(l->d, v[i].page->file, 0, "title-twice", v[i].page->front.title,
                      v[i - 1].page->file);
    }
}

/* ---- the glossary ---- */

/* Links of all pages lead to its page; they are none of a page's own. */
static void check_glossary(struct lint *l)
{
    const struct glossary *g = l->s->glossary;
    const struct page *p = NULL;

    if (g == NULL || g->n == 0)
        return;
    if (site_find(l->s, g->page, l->o->now, &p) != SITE_PAGE) {
        diag_error(l->d, g->file, 0, "glossary-no-page", g->page);
        return;
    }
    if (!has_id(ids_of(l, p), g->v[0].id))
        diag_error(l->d, p->file, 0, "glossary-not-shown", g->file);
}

void lint_site(const struct site *s, const struct lint_options *o, struct diags *d)
{
    struct lint l = {.s = s, .o = o, .d = d};

    arena_init(&l.scratch, SCRATCH_MAX);
    l.ids = ARENA_ARRAY(&l.scratch, struct ids, s->by_url.n);
    for (size_t i = 0; i < s->by_url.n; i++) {
        if (!s->by_url.v[i]->front.draft)
            check_page(&l, s->by_url.v[i]);
    }
    check_titles(&l);
    check_glossary(&l);
    arena_release(&l.scratch);
}
