/*
 * Tables of data (content/table_data.h): found beside the pages, read, and published as CSV under
 * the name of their file, so that a page links to it as to any other.
 */
#include "fcgi/app/app.h"
#include "fcgi/base/files.h"

#include <stdlib.h>
#include <string.h>

struct gathering {
    const struct app *app;
    struct markdown_env *env;
    struct diags *d;
    struct table_data *v;
    struct markdown_file *files; /* of the env, and ours behind them */
    size_t n, cap, nfiles;
};

static bool is_yaml(struct str path)
{
    return str_ends(path, STR(".yml")) || str_ends(path, STR(".yaml"));
}

static bool is_csv(struct str path)
{
    return str_ends(path, STR(".csv"));
}

/* A CSV is published as it is; what is wrong with it as a table is told by the page that shows it.
 */
static void read_csv(struct gathering *g, const struct table_source *s)
{
    struct table_data *t = &g->v[g->n++];
    struct diags problems;

    diags_init(&problems, g->app->arena);
    table_read_csv(g->app->arena, s, &problems, t);
    t->problems = problems;
}

static void publish(struct gathering *g, const struct table_source *s, const struct table_data *t)
{
    const struct config *config = g->app->config;
    struct asset asset;
    struct buf csv;
    size_t dot = s->path.n - (str_ends(s->path, STR(".yml")) ? 4 : 5);
    struct str name = arena_join(g->app->arena, str_sub(s->path, 0, dot), STR(".csv"), STR(""));

    buf_init(&csv, TABLE_BYTES_MAX * 8);
    table_csv(t, &csv);
    if (assets_publish_made(g->app->arena, name, s->shown, buf_str(&csv), config->static_dir, g->d,
                            &asset))
        g->files[g->nfiles++] =
            (struct markdown_file){s->path, asset.url, asset.type, asset.size, 0, 0};
    buf_release(&csv);
}

static void read_yaml(struct gathering *g, const struct table_source *s)
{
    struct table_data *t = &g->v[g->n];

    if (!table_is_one(s->content))
        return;
    g->n++;
    table_read_yaml(g->app->arena, s, g->d, t);
    if (!t->broken)
        publish(g, s, t);
}

static void take(struct gathering *g, const struct root *root, const struct file_entry *e)
{
    struct arena *a = g->app->arena;
    struct table_source s = {.shown = file_join(a, root->shown, e->path),
                             .path = file_join(a, root->files, e->path),
                             .locale = g->app->config->locale,
                             .messages = g->app->texts};

    if (e->size > (int64_t)TABLE_BYTES_MAX ||
        file_read_beneath(a, root->dir, e->path, TABLE_BYTES_MAX, &s.content) != OK)
        return;
    if (is_csv(e->path))
        read_csv(g, &s);
    else
        read_yaml(g, &s);
}

static int by_path(const void *x, const void *y)
{
    return str_cmp(((const struct table_data *)x)->path, ((const struct table_data *)y)->path);
}

static int by_file(const void *x, const void *y)
{
    return str_cmp(((const struct markdown_file *)x)->path,
                   ((const struct markdown_file *)y)->path);
}

/* How many files may be tables. */
static size_t count(const struct file_list *list)
{
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++)
        n += is_yaml(list->v[i].path) || is_csv(list->v[i].path);
    return n;
}

static void take_all(struct gathering *g, const struct roots *roots, const struct file_list *lists)
{
    const struct markdown_env *env = g->env;

    g->v = ARENA_ARRAY(g->app->arena, struct table_data, g->cap);
    g->files = ARENA_ARRAY(g->app->arena, struct markdown_file, env->nfiles + g->cap);
    if (env->nfiles > 0)
        memcpy(g->files, env->files, env->nfiles * sizeof(*g->files));
    g->nfiles = env->nfiles;
    for (size_t i = 0; i < roots->n; i++) {
        for (size_t k = 0; k < lists[i].n; k++) {
            if (is_yaml(lists[i].v[k].path) || is_csv(lists[i].v[k].path))
                take(g, &roots->v[i], &lists[i].v[k]);
        }
    }
}

void app_tables(const struct app *app, struct markdown_env *env, struct diags *d)
{
    struct roots roots = app_roots(app->arena, app->config, &app->micrositios);
    struct gathering g = {.app = app, .env = env, .d = d};
    struct file_list *lists;
    struct arena scratch;

    arena_init(&scratch, (size_t)1 << 30);
    lists = ARENA_ARRAY(&scratch, struct file_list, roots.n);
    for (size_t i = 0; i < roots.n; i++) {
        if (file_tree(&scratch, roots.v[i].dir, &lists[i]) == OK)
            g.cap += count(&lists[i]);
    }
    if (g.cap > 0) {
        take_all(&g, &roots, lists);
        qsort(g.v, g.n, sizeof(*g.v), by_path);
        qsort(g.files, g.nfiles, sizeof(*g.files), by_file);
        env->tables = g.v;
        env->ntables = g.n;
        env->files = g.files;
        env->nfiles = g.nfiles;
    }
    arena_release(&scratch);
}
