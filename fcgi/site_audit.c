/*
 * All pages through the same door as a visitor's; equal findings are put together at the end.
 */
#include "fcgi/site_audit.h"
#include "accessibility/audit.h"
#include "accessibility/audit_theme.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/files.h"
#include "fcgi/offline.h"

#include <stdlib.h>
#include <string.h>

#define ONE_PAGE_BYTES ((size_t)256 << 20)
#define ALL_BYTES      ((size_t)256 << 20)

enum { STATUS_OK = 200, STATUS_NOT_FOUND = 404, STATUS_GONE = 410 };

/* Queries that change what a page holds. */
static const struct str variants[] = {STR_INIT("a11y=r-1"), STR_INIT("a11y=l-1"),
                                      STR_INIT("a11y=i-0"), STR_INIT("a11y=v-1"),
                                      STR_INIT("vista=indice")};
/* Answers that no list of pages holds. */
static const struct {
    struct str path, query;
    int status;
} more[] = {
    {STR_INIT("/no-existe"), STR_INIT(""), STATUS_NOT_FOUND},
    {STR_INIT("/buscar"), STR_INIT("q=urna"), STATUS_OK},
    {STR_INIT("/buscar"), STR_INIT("q=zzzzzz"), STATUS_OK},
    {STR_INIT("/buscar"), STR_INIT("q=a"), STATUS_OK},
    {STR_INIT("/cambios"), STR_INIT(""), STATUS_OK},
};

struct work {
    struct app *app;
    struct site_audit_options o;
    const struct audit_theme *theme;
    struct arena all, one; /* findings; a page */
    struct diags found;
    struct site_audit sum;
};

static bool is_page(const struct response *r)
{
    return str_starts(response_get(r, "Content-Type"), STR("text/html")) && r->body.n > 0;
}

static struct str address(struct arena *a, struct str path, struct str query)
{
    return query.n == 0 ? path : arena_join(a, path, STR("?"), query);
}

#define NAME_MAX_BYTES 200

/* "/a/b?x=1" becomes "0001~a~b?x=1.html". */
static void write_view(struct work *w, struct str shown, struct str body, struct diags *d)
{
    struct str name = arena_fmt(&w->one, "%04d" STR_FMT ".html", w->sum.views,
                                STR_ARG(str_sub(shown, 0, NAME_MAX_BYTES)));
    char *p = arena_zalloc(&w->one, name.n + 1, 1);

    for (size_t i = 0; i < name.n; i++)
        p[i] = name.p[i] == '/' ? '~' : name.p[i];
    if (file_write_unsynced(file_join(&w->one, w->o.dir, (struct str){p, name.n}), body, 0644) !=
        OK)
        diag_error(d, w->o.dir, 0, "file-unwritable");
}

/* False for what is no page: a redirect, a list for machines. `status`: 0 for any. */
static bool look(struct work *w, struct str path, struct str query, int status)
{
    struct str shown = address(&w->one, path, query);
    struct response resp;
    bool page;

    offline_get(w->app, &w->one, path, query, &resp);
    page = is_page(&resp);
    if (page) {
        audit_html(shown, resp.body, w->theme, &w->found);
        w->sum.views++;
        if (w->o.dir.n > 0)
            write_view(w, shown, resp.body, &w->found);
    }
    if (status != 0 && resp.status != status)
        diag_error(&w->found, shown, 0, "audit-status", arena_fmt(&w->all, "%d", resp.status));
    arena_reset(&w->one);
    return page;
}

/* Forms have no reader's view by address (routes.c). */
static bool has_address_for_readers(struct str path)
{
    size_t n;
    const struct route *routes = routes_all(&n);

    for (size_t i = 0; i < n; i++) {
        if (str_eq(str_from(routes[i].pattern), path))
            return (routes[i].flags & ROUTE_CACHE) != 0;
    }
    return true;
}

/* What a page of the program must be asked to be shown. */
static struct str needed_query(struct str path)
{
    return str_eq(path, STR("/accesibilidad/barrera/recibido")) ? STR("clave=ACDEFGHJKM") : STR("");
}

static void look_with_variants(struct work *w, struct str path)
{
    struct str query = needed_query(path), join = query.n > 0 ? STR("&") : STR("");

    if (!look(w, path, query, 0))
        return;
    w->sum.pages++;
    if (!w->o.variants)
        return;
    for (size_t i = 0; i < ARRAY_LEN(variants); i++)
        (void)look(w, path, arena_join(&w->all, query, join, variants[i]), STATUS_OK);
    if (has_address_for_readers(path))
        (void)look(w, arena_join(&w->all, STR("/lector"), path, STR("")), STR(""), STATUS_OK);
}

static void look_at_pages(struct work *w)
{
    const struct pages *all = &w->app->site->by_url;
    int64_t now = clock_now();

    for (size_t i = 0; i < all->n; i++) {
        const struct page *p = all->v[i];

        if (!page_is_visible(p, now))
            continue;
        if (p->front.withdrawn.is)
            (void)look(w, p->url, STR(""), STATUS_GONE);
        else
            look_with_variants(w, p->url);
    }
}

/* Archives by year, tags. */
static void look_at_lists(struct work *w)
{
    struct strs paths = lists_paths(w->app, &w->all, clock_now());

    for (size_t i = 0; i < paths.n; i++)
        look_with_variants(w, paths.v[i]);
}

/* Pages of the program itself. */
static void look_at_routes(struct work *w)
{
    const unsigned hidden = ROUTE_LOCAL | ROUTE_WATCH | ROUTE_DATA;
    size_t n;
    const struct route *routes = routes_all(&n);

    for (size_t i = 0; i < n; i++) {
        bool is_one_path = strchr(routes[i].pattern, '*') == NULL;
        bool answers_get = (routes[i].methods & 1u << METHOD_GET) != 0;

        if (is_one_path && answers_get && (routes[i].flags & hidden) == 0)
            look_with_variants(w, str_from(routes[i].pattern));
    }
    for (size_t i = 0; i < ARRAY_LEN(more); i++)
        (void)look(w, more[i].path, more[i].query, more[i].status);
}

/* ---- equal findings ---- */

/* Not by file and line: those are what equal findings differ in. */
static int by_what(const void *x, const void *y)
{
    const struct diag *a = *(const struct diag *const *)x, *b = *(const struct diag *const *)y;
    int c = strcmp(a->code, b->code);

    for (int i = 0; c == 0 && i < DIAG_ARGS_MAX; i++)
        c = str_cmp(a->args[i], b->args[i]);
    return c;
}

static int by_file(const void *x, const void *y)
{
    const struct diag *a = *(const struct diag *const *)x, *b = *(const struct diag *const *)y;
    int c = by_what(x, y);

    return c != 0 ? c : str_cmp(a->file, b->file);
}

static struct str with_number(struct work *w, struct str file, int64_t others)
{
    const struct message_arg args[] = {MSG_TEXT(file), MSG_INT(others)};

    if (others == 0)
        return file;
    return messages_format(w->app->texts, &w->all, STR("check.and-others"), args, 2);
}

static void tell(struct work *w, const struct diag *g, int64_t others, struct diags *d)
{
    diag_add(d, g->level, with_number(w, g->file, others), g->line, g->code, g->args, g->nargs);
    w->sum.errors += g->level == DIAG_ERROR;
    w->sum.warnings += g->level == DIAG_WARNING;
}

static void tell_all(struct work *w, struct diags *d)
{
    size_t n = (size_t)w->found.nerrors + (size_t)w->found.nwarnings, i = 0;
    const struct diag **v = ARENA_ARRAY(&w->all, const struct diag *, n + 1);

    for (const struct diag *g = w->found.first; g != NULL; g = g->next)
        v[i++] = g;
    if (n > 0)
        qsort(v, n, sizeof(struct diag *), by_file);
    for (size_t from = 0, to; from < n; from = to) {
        int64_t others = 0;

        for (to = from + 1; to < n && by_what(&v[from], &v[to]) == 0; to++)
            others += !str_eq(v[to]->file, v[to - 1]->file);
        tell(w, v[from], others, d);
    }
}

struct site_audit site_audit(struct app *app, struct site_audit_options o, struct diags *d)
{
    struct work w = {.app = app, .o = o};

    arena_init(&w.all, ALL_BYTES);
    arena_init(&w.one, ONE_PAGE_BYTES);
    diags_init(&w.found, &w.all);
    w.theme = audit_theme_load(&w.all, app->theme_dir, app->config->theme, d);
    if (o.dir.n > 0 && file_mkdirs(o.dir, 0755) != OK)
        diag_error(d, o.dir, 0, "file-unwritable");
    look_at_pages(&w);
    look_at_lists(&w);
    look_at_routes(&w);
    tell_all(&w, d);
    arena_release(&w.one);
    arena_release(&w.all);
    return w.sum;
}
