/*
 * From a folder of files to pages with addresses, and the questions that are asked of
 * them at each request. tree.c makes a tree of the pages.
 */
#include "content/site.h"
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

/* `rel`: relative to the locale's folder, with ".md". */
static struct str url_of(struct loading *l, const struct page *p, struct str rel)
{
    struct str dir = path_dir(rel), name = path_name(rel);

    if (p->front.url.n > 0)
        return p->front.url;
    if (p->kind == PAGE_HOME)
        return STR("/");
    if (p->kind == PAGE_SECTION) {
        name = path_name(dir);
        dir = path_dir(dir);
    } else {
        name = str_sub(name, 0, name.n - 3);
    }
    if (p->front.slug.n > 0)
        name = p->front.slug;
    return dir.n == 0 ? arena_join(l->a, STR("/"), name, STR(""))
                      : arena_fmt(l->a, "/" STR_FMT "/" STR_FMT, STR_ARG(dir), STR_ARG(name));
}

static enum page_kind kind_of(struct str rel)
{
    if (!str_eq(path_name(rel), STR("_index.md")))
        return PAGE_LEAF;
    return path_dir(rel).n == 0 ? PAGE_HOME : PAGE_SECTION;
}

/* ---- reading ---- */

static bool read_source(struct loading *l, struct str rel, struct str shown, struct str *ret_source)
{
    struct str root = file_join(&l->scratch, l->o->content_dir, l->o->locale);
    enum err e = file_read_beneath(&l->scratch, root, rel, FILE_MAX, ret_source);

    if (e == ERR_TOO_BIG)
        diag_error(l->d, shown, 0, "markdown-too-big");
    else if (e != OK)
        diag_error(l->d, shown, 0, "file-unreadable");
    return e == OK;
}

/* The source of a file with a name that an address can have. */
static bool read_clean(struct loading *l, struct str rel, struct str *ret_source)
{
    struct str shown = arena_join(l->a, l->shown, STR("/"), rel);

    if (!is_clean(rel)) {
        diag_error(l->d, shown, 0, "file-name");
        return false;
    }
    return read_source(l, rel, shown, ret_source);
}

/* Adds the page and its job; false when its file, name or head has an error. */
static bool read_page(struct loading *l, struct str rel, struct parse_job *ret_job)
{
    struct str shown = arena_join(l->a, l->shown, STR("/"), rel), source, markdown;
    struct page *p = ARENA_NEW(l->a, struct page);

    *p = (struct page){.file = shown, .locale = l->o->locale, .kind = kind_of(rel)};
    if (!read_clean(l, rel, &source) ||
        !front_parse(l->a, shown, source, l->o->zone, l->d, &p->front, &markdown, &p->body_line))
        return false;
    p->url = url_of(l, p, rel);
    *ret_job = tree_job(l, shown, rel, markdown, p->body_line);
    ret_job->plain = !p->front.glossary;
    if (!sign_resolve(l->a, l->o->env, shown, ret_job->dir, &p->front.sign_language, l->d))
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

static void read_companions(struct loading *l, struct todo *t)
{
    t->companions = ARENA_ARRAY(&l->scratch, struct companion, l->files.n);
    for (size_t i = 0; i < l->files.n; i++) {
        struct str rel = l->files.v[i].path, source;
        size_t n = t->ncompanions;

        if (easy_is_companion(rel) && read_clean(l, rel, &source))
            t->ncompanions += easy_read(l, rel, source, &t->companions[n], &t->jobs[l->n + n]);
    }
}

/* The number of files that should be pages. */
static int read_all(struct loading *l, struct todo *t)
{
    struct str root = file_join(&l->scratch, l->o->content_dir, l->o->locale);
    int found = 0;

    if (file_tree(&l->scratch, root, &l->files) != OK)
        diag_error(l->d, l->shown, 0, "folder-unreadable");
    l->pages = ARENA_ARRAY(l->a, struct page *, l->files.n);
    t->jobs = ARENA_ARRAY(&l->scratch, struct parse_job, l->files.n);
    for (size_t i = 0; i < l->files.n; i++) {
        if (!is_page(l->files.v[i].path))
            continue;
        found++;
        l->n += read_page(l, l->files.v[i].path, &t->jobs[l->n]);
    }
    read_companions(l, t);
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

/* "content/pages/es-MX" when it lies below the folder of site.yml. */
static struct str shown_folder(struct arena *a, const struct site_options *o)
{
    struct str path = file_join(a, o->content_dir, o->locale),
               root = arena_join(a, o->root, str_ends(o->root, STR("/")) ? STR("") : STR("/"),
                                 STR(""));

    return str_starts(path, root) ? str_sub(path, root.n, path.n) : path;
}

const struct site *site_load(struct arena *a, const struct site_options *o, struct diags *d,
                             int *ret_parsed)
{
    struct site *s = ARENA_NEW(a, struct site);
    struct loading l = {.a = a, .o = o, .d = d, .shown = shown_folder(a, o)};
    struct todo todo = {.ncompanions = 0};

    arena_init(&l.scratch, SCRATCH_MAX);
    s->glossary = o->env->glossary;
    s->nfiles = read_all(&l, &todo);
    *ret_parsed = parse(&l, &todo);
    tree_make(&l, s);
    arena_release(&l.scratch);
    return s;
}

/* ---- asking ---- */

bool page_is_visible(const struct page *p, int64_t now)
{
    return !p->front.draft && p->front.publish <= now && now < p->front.expire;
}

/* What was withdrawn says so for ever, whenever it would have expired. */
static enum site_found state_of(const struct page *p, int64_t now)
{
    if (p->front.withdrawn.is && !p->front.draft && p->front.publish <= now)
        return SITE_WITHDRAWN;
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
