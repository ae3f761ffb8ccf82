/*
 * From a folder of files to pages with addresses, and the questions that are asked of
 * them at each request. tree.c makes a tree of the pages.
 */
#include "content/site.h"
#include "content/attach.h"
#include "content/calendar.h"
#include "content/easy.h"
#include "content/frontmatter.h"
#include "content/sign.h"
#include "content/tree.h"

#include <stdlib.h>

#define SCRATCH_MAX ((size_t)1 << 30)
#define FILE_MAX    ((size_t)MARKDOWN_MAX + FRONT_MATTER_MAX + 16)

/* ---- addresses ---- */

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

/* Below the root's place in the site. */
static struct str place(struct loading *l, const struct root *root, struct str url)
{
    if (root->prefix.n == 0)
        return url;
    return str_eq(url, STR("/")) ? root->prefix : arena_join(l->a, root->prefix, url, STR(""));
}

/* `rel`: relative to the root's folder, with ".md". */
static struct str url_of(struct loading *l, const struct page *p, struct str rel)
{
    struct str dir = path_dir(rel), name = path_name(rel);

    if (p->front.url.n > 0)
        return place(l, p->root, p->front.url);
    if (page_act(p).n > 0 && p->type->address.n > 0)
        return place(l, p->root, arena_join(l->a, p->type->address, STR("/"), page_act(p)));
    if (p->kind == PAGE_HOME)
        return place(l, p->root, STR("/"));
    if (p->kind == PAGE_SECTION) {
        name = path_name(dir);
        dir = path_dir(dir);
    } else {
        name = str_sub(name, 0, name.n - 3);
    }
    if (p->front.slug.n > 0)
        name = p->front.slug;
    return dir.n == 0 ? arena_join(l->a, p->root->prefix, STR("/"), name)
                      : arena_fmt(l->a, STR_FMT "/" STR_FMT "/" STR_FMT, STR_ARG(p->root->prefix),
                                  STR_ARG(dir), STR_ARG(name));
}

static void place_aliases(struct loading *l, struct page *p)
{
    struct strs *aliases = &p->front.aliases;
    struct str *v;

    if (p->root->prefix.n == 0 || aliases->n == 0)
        return;
    v = ARENA_ARRAY(l->a, struct str, aliases->n);
    for (size_t i = 0; i < aliases->n; i++)
        v[i] = place(l, p->root, aliases->v[i]);
    aliases->v = v;
}

static enum page_kind kind_of(struct str rel)
{
    if (!str_eq(path_name(rel), STR("_index.md")))
        return PAGE_LEAF;
    return path_dir(rel).n == 0 ? PAGE_HOME : PAGE_SECTION;
}

/* ---- reading ---- */

static bool read_source(struct loading *l, struct str dir, struct str rel, struct str shown,
                        struct str *ret_source)
{
    enum err e = file_read_beneath(&l->scratch, dir, rel, FILE_MAX, ret_source);

    if (e == ERR_TOO_BIG)
        diag_error(l->d, shown, 0, "markdown-too-big");
    else if (e != OK)
        diag_error(l->d, shown, 0, "file-unreadable");
    return e == OK;
}

/* The source of a file with a name that an address can have. */
static bool read_clean(struct loading *l, const struct root *root, struct str rel,
                       struct str *ret_source)
{
    struct str shown = file_join(l->a, root->shown, rel);

    if (!is_clean(rel)) {
        diag_error(l->d, shown, 0, "file-name");
        return false;
    }
    return read_source(l, root->dir, rel, shown, ret_source);
}

/* What its type says of it, and of the list that it shows. */
static bool read_type(struct loading *l, struct page *p)
{
    const struct types_of of = {l->types, p->file, l->o->zone};

    if (!types_read(l->a, &of, &p->front, l->d, &p->type, &p->fields) ||
        !types_check_list(&of, &p->front, l->d) || !types_check_act(&of, p, l->d))
        return false;
    types_date(&of, p);
    return true;
}

/* Adds the page and its job; false when its file, name or head has an error. */
static bool read_page(struct loading *l, const struct root *root, struct str rel,
                      struct parse_job *ret_job)
{
    struct str shown = file_join(l->a, root->shown, rel), source, markdown;
    struct page *p = ARENA_NEW(l->a, struct page);

    *p = (struct page){.file = shown, .root = root, .kind = kind_of(rel)};
    if (!read_clean(l, root, rel, &source) ||
        !front_parse(l->a, shown, source, l->o->zone, l->d, &p->front, &markdown, &p->body_line) ||
        !read_type(l, p))
        return false;
    p->front.draft = p->front.draft || root->draft;
    p->url = url_of(l, p, rel);
    place_aliases(l, p);
    *ret_job = tree_job(l, root, shown, rel, markdown, p->body_line);
    ret_job->plain = !p->front.glossary;
    if (!sign_resolve(l->a, l->o->env, shown, ret_job->dir, &p->front.sign_language, l->d) ||
        !attach_fields(&l->scratch, l->o->env, p, ret_job->dir, markdown, l->d, &ret_job->source))
        return false;
    l->pages[l->n] = p;
    return true;
}

/* What is to be parsed: the jobs of l->n pages, behind them those of companions. */
struct todo {
    struct parse_job *jobs;
    struct companion *companions;
    size_t ncompanions;
};

static bool is_page(struct str path)
{
    return str_ends(path, STR(".md")) && !easy_is_companion(path);
}

static void read_companions(struct loading *l, const struct root *root, struct todo *t)
{
    const struct file_list *files = &l->files[root - l->roots.v];

    for (size_t i = 0; i < files->n; i++) {
        struct str rel = files->v[i].path, source;
        size_t n = t->ncompanions;

        if (easy_is_companion(rel) && read_clean(l, root, rel, &source))
            t->ncompanions +=
                easy_read(l, root, rel, source, &t->companions[n], &t->jobs[l->n + n]);
    }
}

/* The number of files that should be pages. */
static int read_pages(struct loading *l, const struct root *root, struct todo *t)
{
    const struct file_list *files = &l->files[root - l->roots.v];
    int found = 0;

    for (size_t i = 0; i < files->n; i++) {
        if (!is_page(files->v[i].path))
            continue;
        found++;
        l->n += read_page(l, root, files->v[i].path, &t->jobs[l->n]);
    }
    return found;
}

static size_t list_files(struct loading *l)
{
    size_t n = 0;

    l->files = ARENA_ARRAY(&l->scratch, struct file_list, l->roots.n);
    for (size_t i = 0; i < l->roots.n; i++) {
        if (file_tree(&l->scratch, l->roots.v[i].dir, &l->files[i]) != OK)
            diag_error(l->d, l->roots.v[i].shown, 0, "folder-unreadable");
        if (l->files[i].too_deep.n > 0)
            diag_error(l->d, file_join(l->a, l->roots.v[i].shown, l->files[i].too_deep), 0,
                       "folder-too-deep");
        n += l->files[i].n;
    }
    return n;
}

/* The number of files that should be pages. */
static int read_all(struct loading *l, struct todo *t)
{
    size_t n = list_files(l);
    int found = 0;

    l->pages = ARENA_ARRAY(l->a, struct page *, n);
    t->jobs = ARENA_ARRAY(&l->scratch, struct parse_job, n);
    t->companions = ARENA_ARRAY(&l->scratch, struct companion, n);
    for (size_t i = 0; i < l->roots.n; i++)
        found += read_pages(l, &l->roots.v[i], t);
    for (size_t i = 0; i < l->roots.n; i++)
        read_companions(l, &l->roots.v[i], t);
    return found;
}

/* Pages with an error are left out. */
static void keep_parsed(struct loading *l, const struct parse_job *jobs)
{
    size_t kept = 0;

    for (size_t i = 0; i < l->n; i++) {
        struct page *p = l->pages[i];
        const struct markdown_result *r = &jobs[i].result;

        if (!jobs[i].ok)
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
}

/* Markdown to HTML. How many were not in the cache. */
static int parse(struct loading *l, const struct todo *t)
{
    struct parse_options options = {.env = l->o->env,
                                    .cache_dir = l->o->cache_dir,
                                    .program_id = l->o->program_id,
                                    .processes = l->o->processes};
    struct parse_stats stats;
    size_t npages = l->n;

    parse_all(l->a, &options, t->jobs, npages + t->ncompanions, l->d, &stats);
    keep_parsed(l, t->jobs);
    easy_attach(l, t->companions, t->jobs + npages, t->ncompanions);
    return stats.parsed;
}

static int by_shown(const void *x, const void *y)
{
    return str_cmp(((const struct root *)x)->shown, ((const struct root *)y)->shown);
}

/* Pages come in the order of their files: companions are looked up among them. */
static struct roots in_order(struct arena *a, const struct roots *roots)
{
    struct root *v = ARENA_ARRAY(a, struct root, roots->n);

    for (size_t i = 0; i < roots->n; i++)
        v[i] = roots->v[i];
    qsort(v, roots->n, sizeof(*v), by_shown);
    return (struct roots){v, roots->n};
}

const struct site *site_load(struct arena *a, const struct site_options *o, struct diags *d,
                             int *ret_parsed)
{
    struct site *s = ARENA_NEW(a, struct site);
    static const struct types none = {NULL, 0};
    struct loading l = {.a = a,
                        .o = o,
                        .d = d,
                        .roots = in_order(a, &o->roots),
                        .types = o->types == NULL ? &none : o->types};
    struct todo todo = {.ncompanions = 0};

    arena_init(&l.scratch, SCRATCH_MAX);
    s->glossary = o->env->glossary;
    s->roots = l.roots;
    s->types = l.types;
    s->nfiles = read_all(&l, &todo);
    *ret_parsed = parse(&l, &todo);
    tree_make(&l, s);
    arena_release(&l.scratch);
    return s;
}

/* ---- asking ---- */

static bool is_in_time(const struct page *p, int64_t now)
{
    return !p->front.draft && p->front.publish <= now && now < p->front.expire;
}

bool page_is_withheld(const struct page *p, int64_t now)
{
    const struct withholding *w = p->withheld;

    return w != NULL && is_in_time(p, now) && w->span.from <= now && now < w->span.until;
}

bool page_is_visible(const struct page *p, int64_t now)
{
    return is_in_time(p, now) && !page_is_withheld(p, now);
}

/* What was withdrawn says so for ever, whenever it would have expired. */
static enum site_found state_of(const struct page *p, int64_t now)
{
    if (p->front.withdrawn.is && !p->front.draft && p->front.publish <= now)
        return SITE_WITHDRAWN;
    if (page_is_withheld(p, now))
        return SITE_WITHHELD;
    return page_is_visible(p, now) ? SITE_PAGE : SITE_NONE;
}

enum site_found site_find(const struct site *s, struct str path, int64_t now,
                          const struct page **ret_page)
{
    const struct page *p = tree_page_at(&s->by_url, path);
    const struct alias *alias = p == NULL ? tree_alias_at(s, path) : NULL;
    enum site_found found = SITE_NONE;

    if (p != NULL)
        found = state_of(p, now);
    else if (alias != NULL && state_of(alias->page, now) != SITE_NONE)
        found = SITE_MOVED;
    if (found != SITE_NONE)
        *ret_page = found == SITE_MOVED ? alias->page : p;
    return found;
}

int64_t site_valid_until(const struct site *s, int64_t now)
{
    size_t low = 0, high = s->nedges;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (s->edges[middle] > now)
            high = middle;
        else
            low = middle + 1;
    }
    return low < s->nedges ? s->edges[low] : TIME_NEVER;
}
