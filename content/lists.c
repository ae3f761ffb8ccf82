/*
 * Sorting once at load, so that a request only walks.
 */
#include "content/lists.h"
#include "content/acts.h"
#include "content/tree.h"
#include "fcgi/base/ucs.h"

#include <stdlib.h>

/* ---- order ---- */

static int by_title(const struct page *a, const struct page *b)
{
    int c = ucs_compare(a->root->locale, a->front.title, b->front.title);

    return c != 0 ? c : str_cmp(a->url, b->url);
}

static int by_date_then_title(const void *x, const void *y)
{
    const struct page *a = *(const struct page *const *)x, *b = *(const struct page *const *)y;

    return a->when != b->when ? (a->when > b->when ? -1 : 1) : by_title(a, b);
}

static int by_name(const void *x, const void *y)
{
    return by_title(*(const struct page *const *)x, *(const struct page *const *)y);
}

static struct pages sorted(struct arena *a, struct pages from,
                           int (*order)(const void *, const void *))
{
    struct page **v = ARENA_ARRAY(a, struct page *, from.n);

    for (size_t i = 0; i < from.n; i++)
        v[i] = from.v[i];
    if (from.n > 1)
        qsort(v, from.n, sizeof(struct page *), order);
    return (struct pages){v, from.n};
}

/* ---- types ---- */

static bool wants_names(const struct site *s, const struct type *t)
{
    for (size_t i = 0; i < s->by_url.n; i++) {
        const struct front_list *list = &s->by_url.v[i]->front.list;

        if (list->sort == LIST_BY_NAME && str_eq(list->type, t->id))
            return true;
    }
    return false;
}

static void make_type_lists(struct loading *l, struct site *s)
{
    struct type_list *v = ARENA_ARRAY(l->a, struct type_list, s->types->n);
    struct page **of = ARENA_ARRAY(&l->scratch, struct page *, s->by_url.n);

    for (size_t t = 0; t < s->types->n; t++) {
        struct pages all = {of, 0};

        for (size_t i = 0; i < s->by_url.n; i++) {
            if (s->by_url.v[i]->type == &s->types->v[t])
                of[all.n++] = s->by_url.v[i];
        }
        v[t] =
            (struct type_list){&s->types->v[t], sorted(l->a, all, by_date_then_title), {NULL, 0}};
        if (wants_names(s, v[t].type))
            v[t].by_name = sorted(l->a, all, by_name);
    }
    s->type_lists = v;
}

const struct type_list *site_type_list(const struct site *s, struct str type)
{
    for (size_t i = 0; i < s->types->n; i++) {
        if (str_eq(s->types->v[i].id, type))
            return &s->type_lists[i];
    }
    return NULL;
}

/* ---- tags ---- */

struct tagged {
    struct str slug, label;
    struct page *page;
};

static int by_label(const void *x, const void *y)
{
    const struct tagged *a = x, *b = y;
    int c = str_cmp(a->label, b->label);

    return c != 0 ? c : str_cmp(a->page->url, b->page->url);
}

static int by_slug(const void *x, const void *y)
{
    int c = str_cmp(((const struct tagged *)x)->slug, ((const struct tagged *)y)->slug);

    return c != 0 ? c : by_label(x, y);
}

/* Each pair of tag and page; the slug of a tag is made once. */
static size_t collect_tagged(struct loading *l, const struct site *s, struct tagged **ret_v)
{
    size_t max = 0, n = 0;
    struct tagged *v;

    for (size_t i = 0; i < s->by_url.n; i++)
        max += s->by_url.v[i]->front.tags.n;
    v = ARENA_ARRAY(&l->scratch, struct tagged, max);
    for (size_t i = 0; i < s->by_url.n; i++) {
        const struct strs *tags = &s->by_url.v[i]->front.tags;

        for (size_t k = 0; k < tags->n; k++)
            v[n++] = (struct tagged){{NULL, 0}, tags->v[k], s->by_url.v[i]};
    }
    if (n > 0)
        qsort(v, n, sizeof(*v), by_label);
    for (size_t i = 0; i < n; i++)
        v[i].slug = i > 0 && str_eq(v[i].label, v[i - 1].label) ? v[i - 1].slug
                                                                : ucs_slug(l->a, v[i].label);
    if (n > 0)
        qsort(v, n, sizeof(*v), by_slug);
    *ret_v = v;
    return n;
}

/* The pages of v[from..to), each once. */
static struct pages pages_of(struct loading *l, const struct tagged *v, size_t from, size_t to)
{
    struct page **pages = ARENA_ARRAY(&l->scratch, struct page *, to - from);
    struct pages all;
    size_t kept = 0;

    for (size_t i = from; i < to; i++)
        pages[i - from] = v[i].page;
    all = sorted(l->a, (struct pages){pages, to - from}, by_date_then_title);
    for (size_t i = 0; i < all.n; i++) {
        if (kept == 0 || all.v[kept - 1] != all.v[i])
            ((struct page **)(uintptr_t)all.v)[kept++] = all.v[i];
    }
    return (struct pages){all.v, kept};
}

static void make_tags(struct loading *l, struct site *s)
{
    struct tagged *v;
    size_t n = collect_tagged(l, s, &v), ntags = 0;
    struct tag *tags = ARENA_ARRAY(l->a, struct tag, n);

    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && str_eq(v[to].slug, v[from].slug); to++)
            ;
        if (v[from].slug.n > 0)
            tags[ntags++] = (struct tag){v[from].slug, v[from].label, pages_of(l, v, from, to)};
    }
    s->tags = tags;
    s->ntags = ntags;
}

static int tag_by_slug(const void *key, const void *element)
{
    return str_cmp(*(const struct str *)key, ((const struct tag *)element)->slug);
}

const struct tag *site_tag(const struct site *s, struct str slug)
{
    return s->ntags == 0 ? NULL : bsearch(&slug, s->tags, s->ntags, sizeof(*s->tags), tag_by_slug);
}

/* ---- acts ---- */

/* The institute's own pages before those of micrositios. */
static int act_by_id(const void *x, const void *y)
{
    const struct act_page *a = x, *b = y;
    int c = str_cmp(a->id, b->id);

    return c != 0 ? c : str_cmp(a->page->root->shown, b->page->root->shown);
}

static void make_acts(struct loading *l, struct site *s)
{
    struct act_page *v = ARENA_ARRAY(l->a, struct act_page, s->by_url.n);
    size_t n = 0;

    for (size_t i = 0; i < s->by_url.n; i++) {
        struct str id = page_act(s->by_url.v[i]);

        if (id.n > 0)
            v[n++] = (struct act_page){id, s->by_url.v[i]};
    }
    if (n > 0)
        qsort(v, n, sizeof(*v), act_by_id);
    s->acts = v;
    s->nacts = n;
}

void lists_make(struct loading *l, struct site *s)
{
    make_type_lists(l, s);
    make_tags(l, s);
    make_acts(l, s);
}

/* ---- asking ---- */

bool list_shows(const struct root *root, const struct page *p, int64_t now)
{
    return page_is_visible(p, now) && !p->front.withdrawn.is &&
           str_eq(p->root->micrositio, root->micrositio) && str_eq(p->root->locale, root->locale);
}

const struct root *site_root_at(const struct site *s, struct str path)
{
    const struct root *best = NULL;

    for (size_t i = 0; i < s->roots.n; i++) {
        const struct root *r = &s->roots.v[i];
        bool holds = str_starts(path, r->prefix) &&
                     (path.n == r->prefix.n || r->prefix.n == 0 || path.p[r->prefix.n] == '/');

        if (holds && (best == NULL || r->prefix.n > best->prefix.n))
            best = r;
    }
    return best;
}
