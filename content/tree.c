/*
 * Addresses that two pages want, parents and children, aliases, edges, what search
 * compares. Sorting and bsearch only: thousands of pages take as long as their number.
 */
#include "content/tree.h"
#include "content/calendar.h"
#include "content/lists.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/ucs.h"

#include <stdlib.h>

#define FOLDED_MAX ((size_t)4 << 20)

struct str path_dir(struct str path)
{
    while (path.n > 0 && path.p[path.n - 1] != '/')
        path.n--;
    return path.n > 0 ? str_sub(path, 0, path.n - 1) : path;
}

struct str path_name(struct str path)
{
    size_t at = path.n;

    while (at > 0 && path.p[at - 1] != '/')
        at--;
    return str_sub(path, at, path.n);
}

struct parse_job tree_job(struct loading *l, const struct root *root, struct str shown,
                          struct str rel, struct str markdown, int first_line)
{
    struct str dir = path_dir(rel);

    return (struct parse_job){
        .shown = shown,
        .dir = arena_join(&l->scratch, root->files, dir.n > 0 ? STR("/") : STR(""), dir),
        .source = markdown,
        .first_line = first_line};
}

static int by_path(const void *key, const void *element)
{
    return str_cmp(*(const struct str *)key, ((const struct file_entry *)element)->path);
}

bool tree_has_file(const struct loading *l, const struct root *root, struct str rel)
{
    const struct file_list *files = &l->files[root - l->roots.v];

    return files->n > 0 && bsearch(&rel, files->v, files->n, sizeof(*files->v), by_path) != NULL;
}

/* ---- addresses ---- */

static int by_url_then_file(const void *x, const void *y)
{
    const struct page *a = *(const struct page *const *)x, *b = *(const struct page *const *)y;
    int c = str_cmp(a->url, b->url);

    return c != 0 ? c : str_cmp(a->file, b->file);
}

static int by_url(const void *key, const void *element)
{
    return str_cmp(*(const struct str *)key, (*(const struct page *const *)element)->url);
}

/* Of two pages with one address the first by file name stays. */
static void drop_twins(struct loading *l)
{
    size_t kept = 0;

    if (l->n > 0)
        qsort(l->pages, l->n, sizeof(struct page *), by_url_then_file);
    for (size_t i = 0; i < l->n; i++) {
        if (kept > 0 && str_eq(l->pages[kept - 1]->url, l->pages[i]->url)) {
            diag_error(l->d, l->pages[i]->file, 0, "url-twice", l->pages[i]->url,
                       l->pages[kept - 1]->file);
            continue;
        }
        l->pages[kept++] = l->pages[i];
    }
    l->n = kept;
}

struct page *tree_page_at(const struct pages *all, struct str url)
{
    struct page *const *found =
        all->n == 0 ? NULL : bsearch(&url, all->v, all->n, sizeof(struct page *), by_url);

    return found == NULL ? NULL : *found;
}

/* ---- parents ---- */

/* Sections by the folder that they stand for, "" for the home of their root. */
struct section {
    const struct root *root;
    struct str dir;
    struct page *page;
};
struct sections {
    struct section *v;
    size_t n;
};

static int by_dir(const void *x, const void *y)
{
    const struct section *a = x, *b = y;

    if (a->root != b->root)
        return a->root < b->root ? -1 : 1;
    return str_cmp(a->dir, b->dir);
}

/* The folder of a page below its root's, "" for the top. */
static struct str folder_of(const struct page *p)
{
    return path_dir(str_sub(p->file, p->root->shown.n + 1, p->file.n));
}

static struct sections find_sections(struct loading *l)
{
    struct sections s = {ARENA_ARRAY(&l->scratch, struct section, l->n), 0};

    for (size_t i = 0; i < l->n; i++) {
        if (l->pages[i]->kind != PAGE_LEAF)
            s.v[s.n++] = (struct section){l->pages[i]->root, folder_of(l->pages[i]), l->pages[i]};
    }
    if (s.n > 0)
        qsort(s.v, s.n, sizeof(*s.v), by_dir);
    return s;
}

/* The section of the nearest folder at or above dir. */
static struct page *nearest_section(const struct sections *s, const struct root *root,
                                    struct str dir)
{
    for (;;) {
        struct section key = {root, dir, NULL};
        const struct section *found =
            s->n == 0 ? NULL : bsearch(&key, s->v, s->n, sizeof(*s->v), by_dir);

        if (found != NULL)
            return found->page;
        if (dir.n == 0)
            return NULL;
        dir = path_dir(dir);
    }
}

static void link_parents(struct loading *l)
{
    struct sections sections = find_sections(l);

    for (size_t i = 0; i < l->n; i++) {
        struct page *p = l->pages[i];
        struct str dir = folder_of(p);

        if (p->kind == PAGE_HOME)
            continue;
        p->parent =
            nearest_section(&sections, p->root, p->kind == PAGE_SECTION ? path_dir(dir) : dir);
        if (p->parent != NULL)
            p->parent->nchildren++;
    }
}

/* Folders with pages, or above such, that have no section of their own: each is told once. */
static void warn_of_missing_sections(struct loading *l)
{
    size_t n = 0, max = 0;
    struct section *v;

    for (size_t i = 0; i < l->n; i++) {
        for (struct str dir = folder_of(l->pages[i]); dir.n > 0; dir = path_dir(dir))
            max++;
    }
    v = ARENA_ARRAY(&l->scratch, struct section, max);
    for (size_t i = 0; i < l->n; i++) {
        for (struct str dir = folder_of(l->pages[i]); dir.n > 0; dir = path_dir(dir))
            v[n++] = (struct section){l->pages[i]->root, dir, NULL};
    }
    if (n > 0)
        qsort(v, n, sizeof(*v), by_dir);
    for (size_t i = 0; i < n; i++) {
        struct str index = arena_join(&l->scratch, v[i].dir, STR("/_index.md"), STR(""));

        if ((i == 0 || by_dir(&v[i - 1], &v[i]) != 0) && !tree_has_file(l, v[i].root, index))
            diag_warn(l->d, file_join(&l->scratch, v[i].root->shown, v[i].dir), 0,
                      "section-missing", v[i].dir);
    }
}

/* ---- children ---- */

/* Weight (0 behind all others), then the newest first, then by title. */
static int by_weight(const void *x, const void *y, void *locale)
{
    const struct page *a = *(const struct page *const *)x, *b = *(const struct page *const *)y;
    int wa = a->front.weight == 0 ? INT32_MAX : a->front.weight,
        wb = b->front.weight == 0 ? INT32_MAX : b->front.weight, c;

    if (wa != wb)
        return wa < wb ? -1 : 1;
    if (a->front.date != b->front.date)
        return a->front.date > b->front.date ? -1 : 1;
    c = ucs_compare(*(const struct str *)locale, a->front.title, b->front.title);
    return c != 0 ? c : str_cmp(a->url, b->url);
}

static void link_children(struct loading *l)
{
    for (size_t i = 0; i < l->n; i++) {
        struct page *p = l->pages[i];

        p->children = ARENA_ARRAY(l->a, struct page *, p->nchildren);
        p->nchildren = 0;
    }
    for (size_t i = 0; i < l->n; i++) {
        struct page *p = l->pages[i];

        if (p->parent != NULL)
            p->parent->children[p->parent->nchildren++] = p;
    }
    for (size_t i = 0; i < l->n; i++) {
        struct page *p = l->pages[i];

        if (p->nchildren > 1)
            qsort_r(p->children, p->nchildren, sizeof(struct page *), by_weight,
                    (void *)(uintptr_t)&p->root->locale);
    }
}

/* ---- aliases ---- */

static int by_alias_then_file(const void *x, const void *y)
{
    const struct alias *a = x, *b = y;
    int c = str_cmp(a->url, b->url);

    return c != 0 ? c : str_cmp(a->page->file, b->page->file);
}

static int by_alias(const void *key, const void *element)
{
    return str_cmp(*(const struct str *)key, ((const struct alias *)element)->url);
}

const struct alias *tree_alias_at(const struct site *s, struct str url)
{
    return s->naliases == 0 ? NULL
                            : bsearch(&url, s->aliases, s->naliases, sizeof(*s->aliases), by_alias);
}

static void collect_aliases(struct loading *l, struct site *s)
{
    size_t n = 0, kept = 0;
    struct alias *v;

    for (size_t i = 0; i < l->n; i++)
        n += l->pages[i]->front.aliases.n;
    v = ARENA_ARRAY(l->a, struct alias, n);
    n = 0;
    for (size_t i = 0; i < l->n; i++) {
        for (size_t k = 0; k < l->pages[i]->front.aliases.n; k++)
            v[n++] = (struct alias){l->pages[i]->front.aliases.v[k], l->pages[i]};
    }
    if (n > 0)
        qsort(v, n, sizeof(*v), by_alias_then_file);
    for (size_t i = 0; i < n; i++) {
        const struct page *taken = tree_page_at(&s->by_url, v[i].url);

        if (kept > 0 && str_eq(v[kept - 1].url, v[i].url))
            taken = v[kept - 1].page;
        if (taken != NULL)
            diag_error(l->d, v[i].page->file, 0, "url-twice", v[i].url, taken->file);
        else
            v[kept++] = v[i];
    }
    s->aliases = v;
    s->naliases = kept;
}

/* ---- edges ---- */

static int by_time(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

    return (a > b) - (a < b);
}

static void collect_edges(struct loading *l, struct site *s)
{
    int64_t *v = ARENA_ARRAY(l->a, int64_t, l->n * 6);
    size_t n = 0, kept = 0;

    for (size_t i = 0; i < l->n; i++)
        calendar_withhold(l->o->calendar, l->pages[i]);
    for (size_t i = 0; i < l->n; i++) {
        const struct front *f = &l->pages[i]->front;

        if (!f->draft && f->publish > 0)
            v[n++] = f->publish;
        if (!f->draft && f->expire != TIME_NEVER)
            v[n++] = f->expire;
        if (!f->draft)
            n += types_edges(l->pages[i], &v[n]);
        if (l->pages[i]->withheld != NULL) {
            v[n++] = l->pages[i]->withheld->span.from;
            v[n++] = l->pages[i]->withheld->span.until;
        }
    }
    if (n > 0)
        qsort(v, n, sizeof(*v), by_time);
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || v[kept - 1] != v[i])
            v[kept++] = v[i];
    }
    s->edges = v;
    s->nedges = kept;
}

/* ---- what search compares ---- */

/* Summary and headings: more telling than the text, less than the title. */
static struct str fold_head(struct loading *l, const struct page *p, struct buf *b)
{
    buf_clear(b);
    buf_add(b, p->front.summary.n > 0 ? p->front.summary : p->front.description);
    for (size_t i = 0; i < p->headings.n; i++) {
        buf_addc(b, '\n');
        buf_add(b, p->headings.v[i].text);
    }
    return ucs_fold(l->a, buf_str(b));
}

static void fold_all(struct loading *l, struct site *s)
{
    struct folded *v = ARENA_ARRAY(l->a, struct folded, l->n);
    struct buf b;

    buf_init(&b, FOLDED_MAX);
    for (size_t i = 0; i < l->n; i++) {
        const struct page *p = l->pages[i];

        v[i] = (struct folded){.title = ucs_fold(l->a, p->front.title),
                               .part = ucs_fold(l->a, path_name(p->url)),
                               .head = fold_head(l, p, &b)};
    }
    buf_release(&b);
    s->folded = v;
}

/* A root without a home is told; the others stand. */
static void find_home(struct loading *l, struct site *s, const struct root *root)
{
    struct str url = root->prefix.n > 0 ? root->prefix : STR("/");
    const struct page *home = tree_page_at(&s->by_url, url);

    if (home == NULL || home->kind != PAGE_HOME)
        diag_error(l->d, file_join(&l->scratch, root->shown, STR("_index.md")), 0, "home-missing");
    else if (str_eq(url, STR("/")))
        s->home = home;
}

void tree_make(struct loading *l, struct site *s)
{
    drop_twins(l);
    s->by_url = (struct pages){l->pages, l->n};
    link_parents(l);
    link_children(l);
    warn_of_missing_sections(l);
    collect_aliases(l, s);
    collect_edges(l, s);
    fold_all(l, s);
    lists_make(l, s);
    for (size_t i = 0; i < l->roots.n; i++)
        find_home(l, s, &l->roots.v[i]);
}
