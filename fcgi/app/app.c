/*
 * Loading a generation: texts, theme, static files, pages, its digest.
 */
#include "fcgi/app/app.h"
#include "fcgi/app/documents.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/files.h"
#include "fcgi/base/secret.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCALE_FILE_MAX (256u * 1024)
#define DIGEST_WHOLE    (1024 * 1024)
#define SETTLED_S       2
#define NS_PER_S        1000000000LL
#define PROGRAM_MAX     (64u * 1024 * 1024)

struct str app_share_dir(struct arena *a, struct str root)
{
    const char *named = getenv("ESTRADO_SHARE");
    char exe[4096];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe));
    struct str installed;

    if (named != NULL && named[0] != '\0')
        return arena_str(a, str_from(named));
    if (n > 0) {
        struct str dir = {exe, (size_t)n};

        while (dir.n > 0 && dir.p[dir.n - 1] != '/')
            dir.n--;
        installed = arena_join(a, dir, STR("../share/estrado"), STR(""));
        if (access(installed.p, R_OK) == 0)
            return installed;
    }
    return root;
}

const struct messages *app_texts(struct arena *a, struct str share_dir, struct str locale,
                                 struct diags *d)
{
    struct str shown = arena_fmt(a, "fcgi/locales/" STR_FMT ".yml", STR_ARG(locale)), source;

    if (file_read_beneath(a, share_dir, shown, LOCALE_FILE_MAX, &source) != OK) {
        diag_error(d, shown, 0, "file-unreadable");
        return NULL;
    }
    return messages_parse(a, shown, source, locale, d);
}

/* Static files below a content folder are everything but Markdown and YAML. */
static void facts_of(struct app *app, struct markdown_env *env)
{
    const struct facts *facts = &app->config->facts;
    struct markdown_fact *v = ARENA_ARRAY(app->arena, struct markdown_fact, facts->n);

    for (size_t i = 0; i < facts->n; i++)
        v[i] = (struct markdown_fact){.name = facts->v[i].name,
                                      .value = facts->v[i].value,
                                      .confirmed = facts->v[i].confirmed,
                                      .dated = facts->v[i].valid_from > 0 ||
                                               facts->v[i].valid_until != TIME_NEVER,
                                      .from = facts->v[i].valid_from,
                                      .until = facts->v[i].valid_until};
    env->facts = v;
    env->nfacts = facts->n;
}

static int by_path(const void *x, const void *y)
{
    return str_cmp(((const struct markdown_file *)x)->path,
                   ((const struct markdown_file *)y)->path);
}

static size_t add_files(const struct assets *assets, struct markdown_file *v, size_t n)
{
    for (size_t i = 0; assets != NULL && i < assets->n; i++) {
        const struct asset *f = &assets->v[i];

        if (f->url.n > 0) /* the others were refused */
            v[n++] = (struct markdown_file){f->path, f->url, f->type, f->size, f->width, f->height};
    }
    return n;
}

/* Of the institute's own pages ("es-MX/...") and of micrositios ("urna/es-MX/..."). */
static void files_of(struct app *app, struct markdown_env *env)
{
    const struct assets *own = app->content_assets, *theirs = app->micro_assets;
    struct markdown_file *v =
        ARENA_ARRAY(app->arena, struct markdown_file, own->n + (theirs == NULL ? 0 : theirs->n));

    env->nfiles = add_files(theirs, v, add_files(own, v, 0));
    env->files = v;
    if (env->nfiles > 0)
        qsort(v, env->nfiles, sizeof(*v), by_path);
}

/* Whoever changes a file later gives it another time: its bytes need not be read to know it. Of one
 * that is seconds old this is not sure. */
static bool tells_by_time(const struct file_entry *e)
{
    return e->size > DIGEST_WHOLE || e->mtime_ns < (clock_now() - SETTLED_S) * NS_PER_S;
}

static void digest_file(struct digest_state *d, struct arena *one, struct str root,
                        const struct file_entry *e)
{
    struct str content = {NULL, 0};

    digest_add(d, e->path);
    if (tells_by_time(e)) {
        digest_add(d, (struct str){(const char *)&e->size, sizeof(e->size)});
        digest_add(d, (struct str){(const char *)&e->mtime_ns, sizeof(e->mtime_ns)});
    } else if (file_read_beneath(one, root, e->path, DIGEST_WHOLE, &content) == OK) {
        digest_add(d, content);
    }
    arena_reset(one);
}

/* Adds every file of a tree; one that is not there adds nothing. */
static void digest_tree(struct digest_state *d, struct str root)
{
    struct arena a, one;
    struct file_list list;

    arena_init(&a, (size_t)1 << 30);
    arena_init(&one, (size_t)2 * DIGEST_WHOLE);
    if (file_tree(&a, root, &list) == OK) {
        for (size_t i = 0; i < list.n; i++)
            digest_file(d, &one, root, &list.v[i]);
    }
    arena_release(&one);
    arena_release(&a);
}

/* The program's own digest: what it made may be reused only by the same program. */
static struct str program_id(struct arena *a)
{
    unsigned char digest[DIGEST_BYTES];
    struct str program = {NULL, 0};
    struct arena scratch;

    arena_init(&scratch, PROGRAM_MAX * 2);
    if (file_read(&scratch, STR("/proc/self/exe"), PROGRAM_MAX, &program) != OK)
        program = STR(ESTRADO_VERSION);
    digest_of(program, digest);
    arena_release(&scratch);
    return digest_hex(a, digest, 8);
}

static struct str generation_of(const struct app *app, struct str program)
{
    const struct config *config = app->config;
    unsigned char digest[DIGEST_BYTES];
    struct digest_state d;
    struct str site_yml = {NULL, 0}, redirects = {NULL, 0};

    digest_init(&d);
    digest_add(&d, program);
    if (file_read(app->arena, config->file, LOCALE_FILE_MAX, &site_yml) == OK)
        digest_add(&d, site_yml);
    for (size_t i = 0; i < config->overrides.n; i++)
        digest_add(&d, config->overrides.v[i]);
    digest_tree(&d, config->content_dir);
    digest_tree(&d, config->micrositios_dir);
    digest_add(&d, (struct str){(const char *)app->statement->digest, DIGEST_BYTES});
    if (app->glossary != NULL)
        digest_add(&d, (struct str){(const char *)app->glossary->digest, DIGEST_BYTES});
    digest_tree(&d, config->calendar);
    digest_add(&d, (struct str){(const char *)app->alerts->digest, sizeof(app->alerts->digest)});
    if (file_read(app->arena, config->redirects, REDIRECTS_BYTES, &redirects) == OK)
        digest_add(&d, redirects);
    digest_tree(&d, app->theme_dir);
    digest_tree(&d, file_join(app->arena, app->share_dir, STR("fcgi/locales")));
    digest_finish(&d, digest);
    return digest_hex(app->arena, digest, 12);
}

/* The file need not be there. */
static void load_redirects(struct app *app, struct diags *d)
{
    const struct config *config = app->config;
    struct str shown = app_shown(config, config->redirects), source;
    enum err e = file_read(app->arena, config->redirects, REDIRECTS_BYTES, &source);

    if (e == OK)
        app->redirects = redirects_parse(app->arena, shown, source, &config->old_hosts, d);
    else if (e != ERR_NOT_FOUND && config->redirects.n > 0)
        diag_error(d, shown, 0, "file-unreadable");
}

static void load_palette(struct app *app, struct str shown, struct asset_front *ret_front,
                         struct diags *d)
{
    app->palette = app_palette(app->arena, app->theme_dir, shown, d);
    *ret_front = (struct asset_front){STR("css/estilo.css"), {NULL, 0}};
    if (app->palette != NULL)
        ret_front->text = palette_css(app->arena, app->palette);
}

static bool load_theme(struct app *app, struct diags *d)
{
    const struct config *config = app->config;
    struct str shown = app_shown(config, app->theme_dir),
               dir = file_join(app->arena, app->theme_dir, STR("static"));
    struct asset_front front;
    int before = d->nerrors;
    bool complete;

    load_palette(app, shown, &front, d);
    app->theme =
        theme_load(app->arena, app->theme_dir, shown, config->locale, theme_views, VIEW__MAX, d);
    app->main_theme = app->theme;
    app->main_locale = config->locale;
    if (app->theme != NULL && !languages_themes(app, shown, d))
        return false;
    app->theme_assets =
        assets_publish(app->arena, dir, app_shown(config, dir), config->static_dir, &front, d);
    /* A theme must be whole; of the content, a bad attachment costs only the pages that link to it.
     */
    complete = app->theme != NULL && app->theme_assets != NULL && d->nerrors == before;
    app->content_assets = assets_publish_within(
        app->arena, config->content_dir, app_shown(config, config->content_dir), config->static_dir,
        &(struct asset_limits){config->limits.file_mb, config->limits.files_mb}, d);
    app_micrositios(app, d);
    return complete && app->content_assets != NULL;
}

static int by_menu_weight(const void *x, const void *y)
{
    const struct page *a = *(const struct page *const *)x, *b = *(const struct page *const *)y;

    if (a->front.menu_weight != b->front.menu_weight)
        return a->front.menu_weight < b->front.menu_weight ? -1 : 1;
    return str_cmp(a->url, b->url);
}

static void collect_menus(struct app *app)
{
    const struct pages *all = &app->site->by_url;
    struct page **v = ARENA_ARRAY(app->arena, struct page *, all->n);
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++) {
        if (all->v[i]->front.menu.n > 0)
            v[n++] = all->v[i];
    }
    if (n > 0)
        qsort(v, n, sizeof(struct page *), by_menu_weight);
    app->menu_pages = (struct pages){v, n};
}

struct str app_theme_dir(struct arena *a, const struct config *config, struct str share_dir)
{
    if (access(arena_cstr(a, config->theme_dir), R_OK) == 0)
        return config->theme_dir;
    return file_join(a, file_join(a, share_dir, STR("themes")), config->theme);
}

bool app_load(struct app *ret_app, struct arena *a, const struct config *config,
              struct str share_dir, struct shared *shared, struct diags *d)
{
    struct app *app = ret_app;
    struct str program = program_id(a);
    struct markdown_env *env = ARENA_NEW(a, struct markdown_env);
    long processors = sysconf(_SC_NPROCESSORS_ONLN);

    *app = (struct app){.arena = a,
                        .config = config,
                        .share_dir = share_dir,
                        .shared = shared,
                        .loaded = clock_now()};
    app->theme_dir = app_theme_dir(a, config, share_dir);
    app->texts = app_texts(a, share_dir, config->locale, d);
    if (app->texts == NULL || !load_theme(app, d))
        return false;
    app->glossary =
        glossary_load(a, config->glossary, app_shown(config, config->glossary), config->locale, d);
    app->search_table =
        search_table_load(a, config->search_table, app_shown(config, config->search_table), d);
    app->statement = app_statement(a, config->root, share_dir, d);
    app->calendar =
        calendar_load(a, config->calendar, app_shown(config, config->calendar), config->zone, d);
    app->alerts =
        alerts_load(a, config->alerts, app_shown(config, config->alerts), config->zone, d);
    app->generation = generation_of(app, program);
    env->messages = app->texts;
    env->glossary = app->glossary;
    env->locale = config->locale;
    facts_of(app, env);
    files_of(app, env);
    app_tables(app, env, d);
    app->site = site_load(a,
                          &(struct site_options){.roots = app_roots(a, config, &app->micrositios),
                                                 .zone = config->zone,
                                                 .types = &config->types,
                                                 .calendar = app->calendar,
                                                 .cache_dir = config->cache_dir,
                                                 .program_id = program,
                                                 .processes = (int)(processors > 16  ? 16
                                                                    : processors < 1 ? 1
                                                                                     : processors),
                                                 .env = env},
                          d, &app->parsed);
    app->documents = documents_load(app, d);
    load_redirects(app, d);
    collect_menus(app);
    languages_menus(app);
    return true;
}

void app_open(struct app *app, struct arena *a, int pool)
{
    const struct config *config = app->config;

    app->pool = pool;
    app->journal = journal_open(a);
    app->cache = cache_open(
        a, &(struct cache_options){.socket = config->redis_socket,
                                   .user = config->redis_user,
                                   .password_file = config->redis_password_file,
                                   .timeout_ms = config->limits.redis_ms,
                                   .reply_bytes = (size_t)config->limits.redis_reply_bytes});
    app->pg = pg_open(a, &(struct pg_options){.socket_dir = config->pg_socket_dir,
                                              .database = config->pg_database,
                                              .role = config->pools[pool].pg_role,
                                              .port = config->pg_port,
                                              .statement_ms = config->limits.pg_statement_ms});
}

struct request_limits app_limits(const struct config *config)
{
    const struct limits *l = &config->limits;

    return (struct request_limits){.path_bytes = (size_t)l->path_bytes,
                                   .query_bytes = (size_t)l->query_bytes,
                                   .header_bytes = (size_t)l->header_bytes,
                                   .params_bytes = (size_t)l->params_bytes,
                                   .fields = (size_t)l->fields,
                                   .cookies = (size_t)l->cookies,
                                   .body_bytes = l->form_bytes};
}
