/*
 * estrado render: one page on standard output, or the whole site as files that
 * nginx serves with no worker at all (nginx.static_only).
 */
#include "content/tree.h"
#include "fcgi/app/documents.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/compress.h"
#include "fcgi/base/esc.h"
#include "fcgi/base/files.h"
#include "fcgi/offline.h"
#include "fcgi/serve.h"

#include <ftw.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

static int render_one(struct app *app, struct arena *a, struct str path)
{
    struct response resp;

    offline_get(app, a, path, STR(""), &resp);
    (void)fwrite(resp.body.p, 1, resp.body.n, stdout);
    if (resp.status != 200)
        (void)fprintf(stderr, "estrado: " STR_FMT ": %d %s\n", STR_ARG(path), resp.status,
                      response_reason(resp.status));
    return resp.status == 200 ? EXIT_FINE : EXIT_FOUND;
}

/* The file and its compressed twins. */
static enum err write_with_twins(struct arena *a, struct str path, struct str body)
{
    struct str small;
    enum err e = file_write(path, body, 0644);

    if (e == OK && compress_gzip(a, body, 9, &small))
        e = file_write(arena_join(a, path, STR(".gz"), STR("")), small, 0644);
    if (e == OK && compress_brotli(a, body, 9, &small))
        e = file_write(arena_join(a, path, STR(".br"), STR("")), small, 0644);
    return e;
}

static enum err write_answer(struct app *app, struct arena *a, struct str dir, struct str path,
                             struct str name)
{
    struct response resp;
    struct str folder = arena_join(a, dir, path, STR(""));
    enum err e;

    offline_get(app, a, path, STR(""), &resp);
    e = file_mkdirs(folder, 0755);
    return e == OK ? write_with_twins(a, file_join(a, folder, name), resp.body) : e;
}

/* The reader's view of a page, for those that have one. */
static enum err write_reader(struct app *app, struct arena *a, struct str dir, struct str path)
{
    struct response resp;
    struct str view = arena_join(a, STR("/lector"), path, STR("")), folder;
    enum err e;

    offline_get(app, a, view, STR(""), &resp);
    if (resp.status != 200)
        return OK;
    folder = arena_join(a, dir, view, STR(""));
    e = file_mkdirs(folder, 0755);
    return e == OK ? write_with_twins(a, file_join(a, folder, STR("index.html")), resp.body) : e;
}

/* A path as it may stand in an nginx location: in quotes, so without quotes and backslashes of its
 * own. */
static bool is_plain(struct str path)
{
    for (size_t i = 0; i < path.n; i++) {
        if (path.p[i] == '"' || path.p[i] == '\\' || path.p[i] == '$' ||
            (unsigned char)path.p[i] < ' ')
            return false;
    }
    return true;
}

static void add_redirect(struct buf *b, struct str from, struct str to)
{
    if (!is_plain(from))
        return;
    buf_addf(b, "location = \"" STR_FMT "\" { return 301 \"", STR_ARG(from));
    esc_path(b, to);
    buf_add(b, STR("\"; }\n"));
}

/* Addresses that moved and pages withdrawn on purpose, as nginx's own files. */
static enum err write_maps(struct app *app, struct arena *a, struct str dir, int64_t now)
{
    const struct site *s = app->site;
    struct buf moved, gone;
    enum err e = OK;

    buf_init(&moved, (size_t)16 << 20);
    buf_init(&gone, (size_t)16 << 20);
    for (size_t i = 0; i < s->naliases; i++) {
        if (page_is_visible(s->aliases[i].page, now))
            add_redirect(&moved, s->aliases[i].url, s->aliases[i].page->url);
    }
    for (size_t i = 0; i < s->by_url.n && e == OK; i++) {
        const struct page *p = s->by_url.v[i];

        if (!p->front.withdrawn.is || !page_is_visible(p, now) || !is_plain(p->url))
            continue;
        e = write_answer(app, a, dir, p->url, STR("410.html"));
        buf_addf(&gone,
                 "location = \"" STR_FMT "\" { error_page 410 \"" STR_FMT
                 "/410.html\"; return 410; }\n"
                 "location = \"" STR_FMT "/410.html\" { internal; }\n",
                 STR_ARG(p->url), STR_ARG(p->url), STR_ARG(p->url));
    }
    if (e == OK)
        e = file_write(file_join(a, dir, STR("redirects.conf")), buf_str(&moved), 0644);
    if (e == OK)
        e = file_write(file_join(a, dir, STR("gone.conf")), buf_str(&gone), 0644);
    buf_release(&moved);
    buf_release(&gone);
    return e;
}

/* In nginx's single quotes. */
static void add_quoted(struct buf *b, struct str s)
{
    buf_addc(b, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\'' || s.p[i] == '\\')
            buf_addc(b, '\\');
        buf_addc(b, s.p[i]);
    }
    buf_addc(b, '\'');
}

/* A file of a document: copied once under its digest, and the location that sends it. */
static enum err write_document(struct app *app, struct arena *a, struct str dir, struct str path,
                               struct buf *conf)
{
    struct response resp;
    struct str digest, content = {NULL, 0}, copy;
    enum err e = OK;

    offline_get(app, a, path, STR(""), &resp);
    if (resp.file.n == 0 || !is_plain(path))
        return OK;
    digest = path_name(resp.file);
    copy = arena_join(a, dir, STR("/-/archivos/"), digest);
    if (access(copy.p, F_OK) != 0)
        e = file_map(file_join(a, app->config->files_dir, digest), &content);
    if (e == OK && content.n > 0)
        e = file_write_unsynced(copy, content, 0644);
    if (content.n > 0)
        (void)munmap((void *)(uintptr_t)content.p, content.n);
    buf_addf(conf, "location = \"" STR_FMT "\" { types { } default_type ", STR_ARG(path));
    add_quoted(conf, response_get(&resp, "Content-Type"));
    buf_add(conf, STR("; include headers.conf; add_header Content-Disposition "));
    add_quoted(conf, response_get(&resp, "Content-Disposition"));
    buf_addf(conf,
             "; etag off; add_header ETag '\"" STR_FMT "\"'; try_files /-/archivos/" STR_FMT
             " =404; }\n",
             STR_ARG(digest), STR_ARG(digest));
    return e;
}

/* Of a withdrawn page: its files say what it says. */
static void add_gone(struct buf *conf, struct arena *a, const struct page_document *doc)
{
    struct str url = doc->page->url;

    if (!is_plain(url))
        return;
    for (size_t i = 0; i <= doc->doc.n; i++) {
        struct str behind =
            i == doc->doc.n ? STR("archivo") : arena_fmt(a, "version/%d", doc->doc.v[i].number);

        buf_addf(conf,
                 "location = \"" STR_FMT "/" STR_FMT "\" { error_page 410 \"" STR_FMT
                 "/410.html\"; return 410; }\n",
                 STR_ARG(url), STR_ARG(behind), STR_ARG(url));
    }
}

static enum err write_one_document(struct app *app, struct arena *a, struct str dir, int64_t now,
                                   const struct page_document *doc, struct buf *conf)
{
    struct str url = doc->page->url;
    enum err e;

    if (!page_is_visible(doc->page, now))
        return OK;
    if (doc->page->front.withdrawn.is) {
        add_gone(conf, a, doc);
        return OK;
    }
    e = write_document(app, a, dir, arena_join(a, url, STR("/archivo"), STR("")), conf);
    for (size_t k = 0; k < doc->doc.n && e == OK; k++)
        e = write_document(app, a, dir,
                           arena_fmt(a, STR_FMT "/version/%d", STR_ARG(url), doc->doc.v[k].number),
                           conf);
    return e;
}

/* Where pages were before, their files were, too. */
static void add_moved_files(struct app *app, struct arena *a, int64_t now, struct buf *conf)
{
    const struct site *s = app->site;

    for (size_t i = 0; i < s->naliases; i++) {
        const struct page *p = s->aliases[i].page;
        const struct page_document *doc = documents_find(app->documents, p->url);

        if (doc == NULL || !page_is_visible(p, now))
            continue;
        for (size_t k = 0; k <= doc->doc.n; k++) {
            struct str behind = k == doc->doc.n ? STR("/archivo")
                                                : arena_fmt(a, "/version/%d", doc->doc.v[k].number);

            add_redirect(conf, arena_join(a, s->aliases[i].url, behind, STR("")),
                         arena_join(a, p->url, behind, STR("")));
        }
    }
}

static enum err write_documents(struct app *app, struct arena *a, struct str dir, int64_t now)
{
    const struct documents *all = app->documents;
    struct buf conf;
    enum err e = file_mkdirs(arena_join(a, dir, STR("/-/archivos"), STR("")), 0755);

    buf_init(&conf, (size_t)64 << 20);
    for (size_t i = 0; i < all->n && e == OK; i++) {
        e = write_one_document(app, a, dir, now, &all->v[i], &conf);
        arena_reset(a);
    }
    add_moved_files(app, a, now, &conf);
    if (e == OK)
        e = file_write(file_join(a, dir, STR("documents.conf")), buf_str(&conf), 0644);
    buf_release(&conf);
    return e;
}

/* Answers that are a file and not a folder. */
static enum err write_file(struct app *app, struct arena *a, struct str dir, struct str path,
                           struct str name)
{
    struct response resp;

    offline_get(app, a, path, STR(""), &resp);
    return write_with_twins(a, file_join(a, dir, name), resp.body);
}

static void progress(size_t done, size_t all)
{
    if (isatty(STDERR_FILENO) && (done % 50 == 0 || done == all))
        (void)fprintf(stderr, "\r%zu/%zu%s", done, all, done == all ? "\n" : "");
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static void remove_tree(struct arena *a, struct str dir)
{
    (void)nftw(arena_cstr(a, dir), remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* The new tree takes the place of the old one, so that nothing old is left in it. */
static enum err swap_in(struct arena *a, struct str fresh, struct str dir)
{
    struct str old = arena_join(a, dir, STR(".old"), STR(""));

    remove_tree(a, old);
    (void)rename(arena_cstr(a, dir), arena_cstr(a, old));
    if (rename(arena_cstr(a, fresh), arena_cstr(a, dir)) != 0)
        return ERR_UNAVAILABLE;
    remove_tree(a, old);
    return OK;
}

static void say_done(const struct cmd *cmd, size_t pages, const struct diags *d, struct str dir)
{
    struct message_arg args[] = {MSG_INT((int64_t)pages), MSG_INT(d->nerrors), MSG_TEXT(dir)};

    if (cmd->texts != NULL)
        printf(STR_FMT "\n",
               STR_ARG(messages_format(cmd->texts, cmd->arena, STR("render.summary"), args, 3)));
}

static enum err write_all(struct app *app, struct arena *a, struct str dir, size_t *ret_pages)
{
    int64_t now = clock_now();
    struct strs paths = offline_paths(app, a, now);
    struct arena one;
    enum err e = file_mkdirs(dir, 0755);

    arena_init(&one, (size_t)1 << 30);
    for (size_t i = 0; i < paths.n && e == OK; i++) {
        e = write_answer(app, &one, dir, paths.v[i], STR("index.html"));
        if (e == OK)
            e = write_reader(app, &one, dir, paths.v[i]);
        arena_reset(&one);
        progress(i + 1, paths.n);
    }
    if (e == OK)
        e = write_file(app, &one, dir, STR("/robots.txt"), STR("robots.txt"));
    if (e == OK)
        e = write_file(app, &one, dir, STR("/sitemap.xml"), STR("sitemap.xml"));
    if (e == OK)
        e = write_file(app, &one, dir, STR("/calendario.ics"), STR("calendario.ics"));
    if (e == OK)
        e = write_file(app, &one, dir, STR("/calendario.json"), STR("calendario.json"));
    if (e == OK)
        e = write_file(app, &one, dir, STR("/404"), STR("404.html"));
    if (e == OK)
        e = write_maps(app, &one, dir, now);
    if (e == OK)
        e = write_documents(app, &one, dir, now);
    arena_release(&one);
    *ret_pages = paths.n;
    return e;
}

static int render_all(struct cmd *cmd, struct app *app, const struct diags *d, struct str dir)
{
    struct str fresh;
    size_t pages = 0;
    enum err e;

    while (dir.n > 1 && dir.p[dir.n - 1] == '/')
        dir.n--;
    fresh = arena_join(cmd->arena, dir, STR(".new"), STR(""));
    remove_tree(cmd->arena, fresh);
    app->files_only = true;
    e = write_all(app, cmd->arena, fresh, &pages);
    if (e == OK)
        e = swap_in(cmd->arena, fresh, dir);
    if (e != OK) {
        (void)fprintf(stderr, "estrado: " STR_FMT ": %s\n", STR_ARG(dir), err_name(e));
        return EXIT_TROUBLE;
    }
    say_done(cmd, pages, d, dir);
    return d->nerrors > 0 ? EXIT_FOUND : EXIT_FINE;
}

int cmd_render(struct cmd *cmd)
{
    bool all = cmd_flag(cmd, "--all"), loaded;
    struct app app = {0};
    struct diags d;

    if (cmd->argc != 2) {
        (void)fputs("usage: estrado render PATH | --all DIR\n", stderr);
        return EXIT_TROUBLE;
    }
    diags_init(&d, cmd->arena);
    loaded = offline_load(cmd, &app, &d);
    print_diags(&d, cmd->texts);
    if (!loaded)
        return EXIT_TROUBLE;
    return all ? render_all(cmd, &app, &d, str_from(cmd->argv[1]))
               : render_one(&app, cmd->arena, str_from(cmd->argv[1]));
}
