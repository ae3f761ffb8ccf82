/*
 * The job `search`: the index of /buscar as the content is now. Texts of files are taken once for
 * each content and kept; the index changes in one transaction. A run that was killed has kept the
 * files it read.
 */
#include "fcgi/app/documents.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/files.h"
#include "fcgi/base/log.h"
#include "fcgi/base/secret.h"
#include "fcgi/jobs.h"
#include "fcgi/search/docs.h"
#include "fcgi/search/filetext.h"

#include <stdio.h>

#define ROLE         "estrado_panel"
#define STATEMENT_MS 600000
#define ARENA_BYTES  ((size_t)2 << 30)
#define PDFTOTEXT    "/usr/bin/pdftotext"

struct search_job {
    const struct job_run *run;
    const struct config *config;
    struct pg *pg;
    struct arena *a;  /* of the run */
    struct arena one; /* of one file */
    struct search_rows rows;
    int64_t read, failed;
};

static const char *why_of(enum err e)
{
    switch (e) {
    case OK:
        return "ok";
    case ERR_TOO_BIG:
        return "too-big";
    case ERR_CONFLICT:
        return "slow";
    case ERR_INVALID:
    case ERR_NOT_FOUND:
    case ERR_DENIED:
    case ERR_AUTH:
    case ERR_UNAVAILABLE:
    case ERR_INTERNAL:
    default:
        return "broken";
    }
}

static void report(const struct search_job *j, struct str shown, struct str state)
{
    struct str key = str_eq(state, STR("too-big")) ? STR("jobs.search-file-big")
                     : str_eq(state, STR("slow"))  ? STR("jobs.search-file-slow")
                                                   : STR("jobs.search-file-broken");

    log_line(LOG_WARN, "search-file", LOG_STR("file", shown), LOG_STR("why", state));
    job_say(j->run, key, (const struct message_arg[]){MSG_TEXT(shown)}, 1);
}

/* Reads it and keeps what came of it, unless it is the machine's fault. */
static enum err read_file(struct search_job *j, struct str type, struct str bytes,
                          struct str digest, struct str *ret_state, struct strs *ret_texts)
{
    enum err e = filetext(&j->one, type, bytes, STR(PDFTOTEXT), ret_texts);

    if (e == ERR_NOT_FOUND || e == ERR_UNAVAILABLE)
        return e;
    *ret_state = str_from(why_of(e));
    if (e != OK)
        *ret_texts = (struct strs){NULL, 0};
    j->read++;
    return search_file_put(j->pg, &j->one, digest, *ret_state, *ret_texts);
}

static struct strs keep(struct arena *a, struct strs texts)
{
    struct str *v = ARENA_ARRAY(a, struct str, texts.n);

    for (size_t i = 0; i < texts.n; i++)
        v[i] = arena_str(a, texts.v[i]);
    return (struct strs){v, texts.n};
}

/* One file; `shown` is its name for people. Not OK: the database or the machine, not the file. */
static enum err add_file(struct search_job *j, struct str path, struct str shown, struct str type,
                         const struct search_row *of)
{
    static const struct str nothing = STR_INIT("");
    unsigned char digest[DIGEST_BYTES];
    struct str bytes, state = {NULL, 0}, key = {(const char *)digest, DIGEST_BYTES};
    struct strs texts = {NULL, 0};
    enum err e = file_read(&j->one, path, FILETEXT_FILE_MAX, &bytes);

    if (e != OK) {
        j->failed++;
        report(j, shown, str_from(why_of(e)));
        return OK;
    }
    digest_of(bytes, digest);
    e = search_file_get(j->pg, &j->one, key, &state, &texts);
    if (e == ERR_NOT_FOUND)
        e = read_file(j, type, bytes, key, &state, &texts);
    if (e != OK)
        return e;
    if (!str_eq(state, STR("ok"))) {
        j->failed++;
        report(j, shown, state);
        texts = (struct strs){&nothing, 1}; /* its name is found */
    }
    search_add_file(&j->rows, of, keep(j->a, texts));
    return OK;
}

/* ---- files beside pages ---- */

static enum err add_asset(struct search_job *j, struct str dir, const struct search_file *f)
{
    struct search_row r = search_row_of(f->page);

    r.doc = f->asset->url;
    r.url = f->asset->url;
    r.type = f->asset->type;
    r.title = search_file_title(j->a, f->asset->path);
    r.summary = f->page->front.title;
    r.act = STR("");
    r.publish = f->publish;
    r.expire = f->expire;
    return add_file(j, file_join(&j->one, dir, f->asset->path), f->asset->path, f->asset->type, &r);
}

/* assets: NULL: none */
static enum err add_assets(struct search_job *j, struct str dir, const struct assets *assets)
{
    struct search_files files = {NULL, 0};
    enum err e = OK;

    if (assets != NULL)
        files = search_files_of(j->a, j->run->app->site, assets);
    for (size_t i = 0; i < files.n && e == OK; i++) {
        e = add_asset(j, dir, &files.v[i]);
        arena_reset(&j->one);
    }
    return e;
}

/* ---- documents: the version that counts, while it does ---- */

static enum err add_version(struct search_job *j, const struct page_document *d, size_t i)
{
    const struct page *p = d->page;
    const struct document_file *f = &d->files[i];
    struct search_row r = search_row_of(p);
    struct str dir = file_join(&j->one, j->config->state_dir, STR("files"));

    r.url = arena_join(j->a, p->url, STR("/archivo"), STR(""));
    r.doc = arena_fmt(j->a, STR_FMT "/version/%d", STR_ARG(p->url), d->doc.v[i].number);
    r.type = f->type;
    r.summary = d->doc.v[i].note;
    r.act = STR("");
    if (d->doc.v[i].date > r.publish)
        r.publish = d->doc.v[i].date;
    if (i > 0 && d->doc.v[i - 1].date < r.expire)
        r.expire = d->doc.v[i - 1].date;
    return add_file(j, file_join(&j->one, dir, f->sha256), d->doc.v[i].file, f->type, &r);
}

static enum err add_documents(struct search_job *j)
{
    const struct documents *all = j->run->app->documents;
    enum err e = OK;

    for (size_t i = 0; all != NULL && i < all->n; i++) {
        const struct page_document *d = &all->v[i];

        if (d->page->front.draft || d->page->front.withdrawn.is)
            continue;
        for (size_t k = 0; k < d->doc.n && e == OK; k++) {
            if (d->files[k].sha256.n > 0 && filetext_is_for(d->files[k].type))
                e = add_version(j, d, k);
            arena_reset(&j->one);
        }
    }
    return e;
}

/* ---- all of it ---- */

static int finish(const struct search_job *j, enum err e, const struct search_counts *counts)
{
    if (e != OK) {
        log_line(LOG_ERROR, "search-index-failed", LOG_STR("why", str_from(err_name(e))));
        job_say(j->run, e == ERR_NOT_FOUND ? STR("jobs.search-program") : STR("jobs.search-away"),
                (const struct message_arg[]){MSG_TEXT(STR(PDFTOTEXT))}, 1);
        return e == ERR_UNAVAILABLE ? EXIT_FOUND : EXIT_TROUBLE;
    }
    job_say(j->run, STR("jobs.search-summary"),
            (const struct message_arg[]){MSG_INT(counts->rows), MSG_INT(counts->written),
                                         MSG_INT(counts->removed)},
            3);
    return j->failed > 0 ? EXIT_FOUND : EXIT_FINE;
}

static enum err work(struct search_job *j, struct search_counts *counts)
{
    const struct app *app = j->run->app;
    enum err e = add_assets(j, j->config->content_dir, app->content_assets);

    if (e == OK)
        e = add_assets(j, j->config->micrositios_dir, app->micro_assets);
    search_add_pages(&j->rows, app->site);
    search_add_terms(&j->rows, app->site, app->glossary);
    if (e == OK)
        e = add_documents(j);
    if (e == OK)
        e = search_index(j->pg, j->a, &j->rows, clock_now(), counts);
    return e;
}

int job_search(const struct job_run *r)
{
    struct arena all;
    struct search_job j = {.run = r, .config = r->app->config, .a = &all};
    struct search_counts counts = {.rows = 0};
    int status;

    if (j.config->pg_socket_dir.n == 0) {
        job_say(r, STR("jobs.search-off"), NULL, 0);
        return EXIT_FINE;
    }
    arena_init(&all, ARENA_BYTES);
    arena_init(&j.one, ARENA_BYTES);
    j.rows.arena = &all;
    j.pg = pg_open(&all, &(struct pg_options){.socket_dir = j.config->pg_socket_dir,
                                              .database = j.config->pg_database,
                                              .role = STR(ROLE),
                                              .port = j.config->pg_port,
                                              .statement_ms = STATEMENT_MS});
    status = finish(&j, work(&j, &counts), &counts);
    arena_release(&j.one);
    arena_release(&all);
    return status;
}
