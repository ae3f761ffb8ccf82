/*
 * From a folder of files to a tree of pages.
 */
#include "content/site.h"
#include "content/frontmatter.h"
#include "content/parse.h"
#include "fcgi/base/files.h"
#include "fcgi/base/ucs.h"

#include <stdlib.h>
#include <string.h>

#define SOURCES_MAX ((size_t)1 << 30)
#define FILE_MAX    ((size_t)MARKDOWN_MAX + FRONT_MATTER_MAX + 16)

struct load {
    struct arena *a;
    struct arena sources; /* the files' bytes, until all are parsed */
    const struct site_options *o;
    struct diags *d;
    struct str root; /* <content_dir>/<locale> */
    struct page **pages;
    struct parse_job *jobs;
    size_t n;
};

/* ---- addresses ---- */

static struct str dir_of(struct str path)
{
    while (path.n > 0 && path.p[path.n - 1] != '/')
        path.n--;
    return path.n > 0 ? str_sub(path, 0, path.n - 1) : path;
}

static struct str name_of(struct str path)
{
    struct str dir = dir_of(path);

    return dir.n > 0 ? str_sub(path, dir.n + 1, path.n) : path;
}

/* Letters that need no escaping in an address: what editors name files with. */
static bool is_clean(struct str path)
{
    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '-' || c == '_' || c == '.' || c == '/'))
            return false;
    }
    return true;
}

/* `rel`: relative to the locale's folder, with ".md". */
static struct str url_of(struct load *l, const struct page *p, struct str rel)
{
    struct str dir = dir_of(rel), name = name_of(rel);

    if (p->front.url.n > 0)
        return p->front.url;
    if (p->kind == PAGE_HOME)
        return STR("/");
    if (p->kind == PAGE_SECTION) {
        name = name_of(dir);
        dir = dir_of(dir);
    } else {
        name = str_sub(name, 0, name.n - 3);
    }
    if (p->front.slug.n > 0)
        name = p->front.slug;
    return dir.n == 0 ? arena_join(l->a, STR("/"), name, STR(""))
                      : arena_fmt(l->a, "/" STR_FMT "/" STR_FMT, STR_ARG(dir), STR_ARG(name));
}

/* ---- reading ---- */

/* The locale's folder as diagnostics name it. */
static struct str shown_root(const struct load *l)
{
    struct str root = l->o->root, base = l->root;

    return str_starts(base, root) && base.n > root.n ? str_sub(base, root.n + 1, base.n) : base;
}

static struct str shown_of(struct load *l, struct str rel)
{
    return arena_join(l->a, shown_root(l), STR("/"), rel);
}

static bool read_source(struct load *l, struct str rel, struct str shown, struct str *ret_source)
{
    enum err e = file_read_beneath(&l->sources, l->root, rel, FILE_MAX, ret_source);

    if (e == ERR_TOO_BIG)
        diag_error(l->d, shown, 0, "markdown-too-big");
    else if (e != OK)
        diag_error(l->d, shown, 0, "file-unreadable");
    return e == OK;
}

static void read_file(struct load *l, struct str rel)
{
    struct page *p = ARENA_NEW(l->a, struct page);
    struct parse_job *j = &l->jobs[l->n];
    struct str source, markdown;

    p->file = shown_of(l, rel);
    p->locale = l->o->locale;
    p->kind = !str_eq(name_of(rel), STR("_index.md")) ? PAGE_LEAF
              : dir_of(rel).n == 0                    ? PAGE_HOME
                                                      : PAGE_SECTION;
    if (!is_clean(rel)) {
        diag_error(l->d, p->file, 0, "file-name");
        return;
    }
    if (!read_source(l, rel, p->file, &source) ||
        !front_parse(l->a, p->file, source, l->o->zone, l->d, &p->front, &markdown, &p->body_line))
        return;
    p->url = url_of(l, p, rel);
    *j = (struct parse_job){
        .shown = p->file,
        .dir = arena_join(l->a, l->o->locale, dir_of(rel).n > 0 ? STR("/") : STR(""), dir_of(rel)),
        .source = markdown,
        .first_line = p->body_line};
    l->pages[l->n++] = p;
}

/* "foo.facil.md" is the easy-read companion of foo.md and no page of its own. */
static bool is_page(struct str path)
{
    return str_ends(path, STR(".md")) && !str_ends(path, STR(".facil.md"));
}

static int read_all(struct load *l)
{
    struct file_list list = {NULL, 0};
    int found = 0;

    if (file_tree(l->a, l->root, &list) != OK)
        diag_error(l->d, shown_of(l, STR("")), 0, "folder-unreadable");
    l->pages = ARENA_ARRAY(l->a, struct page *, list.n);
    l->jobs = ARENA_ARRAY(&l->sources, struct parse_job, list.n);
    for (size_t i = 0; i < list.n; i++) {
        if (!is_page(list.v[i].path))
            continue;
        found++;
        read_file(l, list.v[i].path);
    }
    return found;
}

static int parse(struct load *l)
{
    struct parse_stats stats;
    size_t kept = 0;

    parse_all(l->a,
              &(struct parse_options){.env = l->o->env,
                                      .cache_dir = l->o->cache_dir,
                                      .program_id = l->o->program_id,
                                      .processes = l->o->processes},
              l->jobs, l->n, l->d, &stats);
    for (size_t i = 0; i < l->n; i++) {
        struct page *p = l->pages[i];
        const struct markdown_result *r = &l->jobs[i].result;

        if (!l->jobs[i].ok)
            continue;
        p->body = r->body;
        p->text = r->text;
        p->folded = r->folded;
        p->headings = r->headings;
        p->links = r->links;
        p->words = r->words;
        l->pages[kept++] = p;
    }
    l->n = kept;
    return stats.parsed;
}

/* ---- the tree ---- */

static int by_url(const void *x, const void *y)
{
    const struct page *a = *(const struct page *const *)x, *b = *(const struct page *const *)y;
    int c = str_cmp(a->url, b->url);

    return c != 0 ? c : str_cmp(a->file, b->file);
}

/* Of two pages with one address the first by file name stays. */
static void drop_twins(struct load *l)
{
    size_t kept = 0;

    if (l->n > 0)
        qsort(l->pages, l->n, sizeof(struct page *), by_url);
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

static int by_url_only(const void *x, const void *y)
{
    return str_cmp((*(const struct page *const *)x)->url, (*(const struct page *const *)y)->url);
}

static struct page *page_at(const struct site *s, struct str url)
{
    struct page key = {.url = url}, *wanted = &key, *const * found;

    if (s->by_url.n == 0)
        return NULL;
    found = bsearch(&wanted, s->by_url.v, s->by_url.n, sizeof(struct page *), by_url_only);
    return found == NULL ? NULL : *found;
}

/* Sections by the folder that they stand for, "" for the home. */
struct section {
    struct str dir;
    struct page *page;
};

static int by_dir(const void *x, const void *y)
{
    return str_cmp(((const struct section *)x)->dir, ((const struct section *)y)->dir);
}

static struct page *section_of(const struct section *v, size_t n, struct str dir)
{
    for (;;) {
        struct section key = {dir, NULL},
                       *found = n == 0 ? NULL : bsearch(&key, v, n, sizeof(*v), by_dir);

        if (found != NULL)
            return found->page;
        if (dir.n == 0)
            return NULL;
        dir = dir_of(dir);
    }
}

/* The folder of a page below the locale's, "" for the top. */
static struct str folder_of(const struct load *l, const struct page *p)
{
    struct str base = shown_root(l);

    return dir_of(str_sub(p->file, base.n + 1, p->file.n));
}

static void link_parents(struct load *l)
{
    struct section *v = ARENA_ARRAY(&l->sources, struct section, l->n);
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++) {
        if (l->pages[i]->kind != PAGE_LEAF)
            v[n++] = (struct section){folder_of(l, l->pages[i]), l->pages[i]};
    }
    if (n > 0)
        qsort(v, n, sizeof(*v), by_dir);
    for (size_t i = 0; i < l->n; i++) {
        struct page *p = l->pages[i];
        struct str dir = folder_of(l, p);

        if (p->kind == PAGE_HOME)
            continue;
        p->parent = section_of(v, n, p->kind == PAGE_SECTION ? dir_of(dir) : dir);
        if (p->parent != NULL)
            p->parent->nchildren++;
        if (p->kind == PAGE_LEAF && p->parent != NULL && !str_eq(folder_of(l, p->parent), dir))
            diag_warn(l->d, p->file, 0, "section-missing", dir);
    }
}

/* qsort has no argument for it; set by link_children, which runs in one process before the workers
 * exist. */
static struct str sort_locale;

/* Weight (0 behind all others), then the newest first, then by title. */
static int by_weight(const void *x, const void *y)
{
    const struct page *a = *(const struct page *const *)x, *b = *(const struct page *const *)y;
    int wa = a->front.weight == 0 ? INT32_MAX : a->front.weight,
        wb = b->front.weight == 0 ? INT32_MAX : b->front.weight;

    if (wa != wb)
        return wa < wb ? -1 : 1;
    if (a->front.date != b->front.date)
        return a->front.date > b->front.date ? -1 : 1;
    return ucs_compare(sort_locale, a->front.title, b->front.title);
}

static void link_children(struct load *l)
{
    sort_locale = l->o->locale;
    for (size_t i = 0; i < l->n; i++) {
        l->pages[i]->children = ARENA_ARRAY(l->a, struct page *, l->pages[i]->nchildren);
        l->pages[i]->nchildren = 0;
    }
    for (size_t i = 0; i < l->n; i++) {
        struct page *p = l->pages[i];

        if (p->parent != NULL)
            p->parent->children[p->parent->nchildren++] = p;
    }
    for (size_t i = 0; i < l->n; i++) {
        if (l->pages[i]->nchildren > 1)
            qsort(l->pages[i]->children, l->pages[i]->nchildren, sizeof(struct page *), by_weight);
    }
}

/* ---- aliases, edges, folded texts ---- */

static int by_alias(const void *x, const void *y)
{
    return str_cmp(((const struct alias *)x)->url, ((const struct alias *)y)->url);
}

static void collect_aliases(struct load *l, struct site *s)
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
        qsort(v, n, sizeof(*v), by_alias);
    for (size_t i = 0; i < n; i++) {
        const struct page *twin = page_at(s, v[i].url);

        if (kept > 0 && str_eq(v[kept - 1].url, v[i].url))
            twin = v[kept - 1].page;
        if (twin != NULL)
            diag_error(l->d, v[i].page->file, 0, "url-twice", v[i].url, twin->file);
        else
            v[kept++] = v[i];
    }
    s->aliases = v;
    s->naliases = kept;
}

static int by_time(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

    return a < b ? -1 : a > b;
}

static void collect_edges(struct load *l, struct site *s)
{
    int64_t *v = ARENA_ARRAY(l->a, int64_t, l->n * 2);
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++) {
        const struct front *f = &l->pages[i]->front;

        if (f->draft)
            continue;
        if (f->publish > 0)
            v[n++] = f->publish;
        if (f->expire != TIME_NEVER)
            v[n++] = f->expire;
    }
    if (n > 0)
        qsort(v, n, sizeof(*v), by_time);
    s->edges = v;
    s->nedges = n;
}

static void fold_all(struct load *l, struct site *s)
{
    struct folded *v = ARENA_ARRAY(l->a, struct folded, l->n);

    for (size_t i = 0; i < l->n; i++) {
        const struct page *p = l->pages[i];
        struct str summary = p->front.summary.n > 0 ? p->front.summary : p->front.description;

        v[i] = (struct folded){ucs_fold(l->a, p->front.title), ucs_fold(l->a, name_of(p->url)),
                               ucs_fold(l->a, summary)};
    }
    s->folded = v;
}

const struct site *site_load(struct arena *a, const struct site_options *o, struct diags *d,
                             int *ret_parsed)
{
    struct site *s = ARENA_NEW(a, struct site);
    struct load l = {.a = a, .o = o, .d = d};

    arena_init(&l.sources, SOURCES_MAX);
    l.root = file_join(a, o->content_dir, o->locale);
    s->nfiles = read_all(&l);
    *ret_parsed = parse(&l);
    drop_twins(&l);
    s->by_url = (struct pages){l.pages, l.n};
    link_parents(&l);
    link_children(&l);
    collect_aliases(&l, s);
    collect_edges(&l, s);
    fold_all(&l, s);
    s->home = page_at(s, STR("/"));
    if (s->home == NULL)
        diag_error(d, shown_of(&l, STR("_index.md")), 0, "home-missing");
    arena_release(&l.sources);
    return s;
}

/* ---- asking ---- */

bool page_is_visible(const struct page *p, int64_t now)
{
    return !p->front.draft && p->front.publish <= now && now < p->front.expire;
}

enum site_found site_find(const struct site *s, struct str path, int64_t now,
                          const struct page **ret_page)
{
    const struct page *p = page_at(s, path);
    struct alias key = {path, NULL};
    const struct alias *alias;

    if (p != NULL && page_is_visible(p, now)) {
        *ret_page = p;
        return p->front.withdrawn.is ? SITE_WITHDRAWN : SITE_PAGE;
    }
    alias = s->naliases == 0
                ? NULL
                : bsearch(&key, s->aliases, s->naliases, sizeof(*s->aliases), by_alias);
    if (alias == NULL || !page_is_visible(alias->page, now))
        return SITE_NONE;
    *ret_page = alias->page;
    return SITE_MOVED;
}

int64_t site_valid_until(const struct site *s, int64_t now)
{
    size_t low = 0, high = s->nedges;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (s->edges[middle] > now)
            high = middle;
        else
            low = middle + 1;
    }
    return low < s->nedges ? s->edges[low] : TIME_NEVER;
}
