/*
 * The files of documents, at load.
 */
#include "fcgi/app/documents.h"
#include "content/tree.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/files.h"
#include "fcgi/base/secret.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define LEDGER_MAX ((size_t)64 << 20)
#define NS_PER_S   1000000000LL

/* A file as it was when it was read. */
struct known {
    struct str path, sha256;
    int64_t size, mtime_ns;
};
struct reading {
    struct app *app;
    struct diags *d;
    struct arena scratch;
    struct known *known; /* sorted by path */
    size_t known_count;
    struct buf ledger; /* the new one */
    bool changed;
};

/* ---- the ledger: "sha256 size mtime path" a line ---- */

static int by_path(const void *x, const void *y)
{
    return str_cmp(((const struct known *)x)->path, ((const struct known *)y)->path);
}

static struct str ledger_path(const struct app *app, struct arena *a)
{
    return file_join(a, app->config->cache_dir, STR("documents.txt"));
}

static bool read_known(struct str line, struct known *k)
{
    struct str size, mtime;

    return str_cut(line, ' ', &k->sha256, &line) && str_cut(line, ' ', &size, &line) &&
           str_cut(line, ' ', &mtime, &k->path) && k->sha256.n == 2 * (size_t)DIGEST_BYTES &&
           str_to_int(size, 0, INT64_MAX, &k->size) == OK &&
           str_to_int(mtime, INT64_MIN, INT64_MAX, &k->mtime_ns) == OK;
}

static void open_ledger(struct reading *l)
{
    struct str content = {NULL, 0}, line;
    size_t lines = 0;

    buf_init(&l->ledger, LEDGER_MAX);
    if (file_read(&l->scratch, ledger_path(l->app, &l->scratch), LEDGER_MAX, &content) != OK)
        return;
    for (struct str rest = content; str_line(&rest, &line);)
        lines++;
    l->known = ARENA_ARRAY(&l->scratch, struct known, lines);
    while (str_line(&content, &line))
        l->known_count += read_known(line, &l->known[l->known_count]);
    qsort(l->known, l->known_count, sizeof(*l->known), by_path);
}

static void close_ledger(struct reading *l)
{
    if (l->changed && file_mkdirs(l->app->config->cache_dir, 0755) == OK) {
        enum err e =
            file_write_unsynced(ledger_path(l->app, &l->scratch), buf_str(&l->ledger), 0644);

        (void)e; /* it is only read again */
    }
    buf_release(&l->ledger);
}

static void remember(struct reading *l, const struct known *k)
{
    buf_addf(&l->ledger, STR_FMT " %lld %lld " STR_FMT "\n", STR_ARG(k->sha256), (long long)k->size,
             (long long)k->mtime_ns, STR_ARG(k->path));
}

/* ---- one file ---- */

static struct str spool_path(struct arena *a, const struct config *config, struct str sha256)
{
    return file_join(a, config->files_dir, sha256);
}

static bool is_spooled(struct reading *l, struct str sha256, int64_t size)
{
    struct stat st;

    return stat(spool_path(&l->scratch, l->app->config, sha256).p, &st) == 0 &&
           S_ISREG(st.st_mode) && st.st_size == size;
}

/* What is known of the file as it is now; NULL: it is to be read. */
static const struct known *find_known(struct reading *l, const struct known *now)
{
    const struct known *k =
        l->known_count == 0 ? NULL
                            : bsearch(now, l->known, l->known_count, sizeof(*l->known), by_path);

    return k != NULL && k->size == now->size && k->mtime_ns == now->mtime_ns &&
                   is_spooled(l, k->sha256, k->size)
               ? k
               : NULL;
}

static bool spool(struct reading *l, struct str sha256, struct str content)
{
    const struct config *config = l->app->config;

    if (is_spooled(l, sha256, (int64_t)content.n))
        return true;
    return file_mkdirs(config->files_dir, 0755) == OK &&
           file_write(spool_path(&l->scratch, config, sha256), content, 0644) == OK;
}

/* The code of what is wrong with it, or NULL. */
static const char *problem_of(enum err e, struct str type, struct str content)
{
    if (e != OK)
        return e == ERR_TOO_BIG ? "document-too-big" : "file-missing";
    if (content.n == 0)
        return "document-empty";
    return document_is_of_type(type, content) ? NULL : "document-not-type";
}

static struct str limit_text(struct reading *l)
{
    return arena_fmt(&l->scratch, "%d MB", l->app->config->limits.file_mb);
}

/* Reads, checks and copies; false when an error was added. */
static bool take(struct reading *l, const struct page *p, const struct document_version *v,
                 struct str rel, struct str type, struct known *k)
{
    unsigned char digest[DIGEST_BYTES];
    size_t max = (size_t)l->app->config->limits.file_mb << 20;
    struct str content = {NULL, 0};
    struct arena one;
    const char *problem;

    arena_init(&one, max + 65536);
    problem = problem_of(file_read_beneath(&one, p->root->dir, rel, max, &content), type, content);
    if (problem == NULL) {
        sha256_of(content, digest);
        k->sha256 = digest_hex(&l->scratch, digest, DIGEST_BYTES);
        k->size = (int64_t)content.n;
        if (!spool(l, k->sha256, content))
            problem = "document-spool";
    }
    if (problem != NULL) {
        struct str args[] = {v->file,
                             strcmp(problem, "document-too-big") == 0 ? limit_text(l) : type};

        diag_add(l->d, DIAG_ERROR, p->file, v->line, problem, args, 2);
    }
    arena_release(&one);
    return problem == NULL;
}

/* A file changed within the last second may change again without a sign of it. */
static bool is_settled(const struct known *k)
{
    return k->mtime_ns < (clock_now() - 2) * NS_PER_S;
}

static void read_file(struct reading *l, const struct page *p, const struct document_version *v,
                      struct document_file *f)
{
    struct str shown = file_join(&l->scratch, path_dir(p->file), v->file),
               type = assets_type(v->file);
    struct str rel = str_sub(shown, p->root->shown.n + 1, shown.n);
    struct known now = {.path = shown};
    const struct known *k;
    struct stat st;

    if (type.n == 0) {
        diag_error(l->d, p->file, v->line, "document-type", v->file);
        return;
    }
    if (lstat(file_join(&l->scratch, p->root->dir, rel).p, &st) != 0 || !S_ISREG(st.st_mode)) {
        diag_error(l->d, p->file, v->line, "file-missing", v->file);
        return;
    }
    now.size = st.st_size;
    now.mtime_ns = (int64_t)st.st_mtim.tv_sec * NS_PER_S + st.st_mtim.tv_nsec;
    k = find_known(l, &now);
    if (k == NULL) {
        l->changed = true;
        if (!take(l, p, v, rel, type, &now))
            return;
        k = &now;
    }
    if (is_settled(k))
        remember(l, k);
    *f = (struct document_file){arena_str(l->app->arena, k->sha256), type, k->size};
}

/* ---- all pages ---- */

static bool has_versions(const struct page *p)
{
    const struct field_value *v = page_field(p, STR("versions"));

    return p->type != NULL && str_eq(p->type->id, STR("document")) && v != NULL && v->table != NULL;
}

static void read_document(struct reading *l, const struct page *p, struct page_document *ret)
{
    struct document_file *files;

    ret->page = p;
    (void)document_read(l->app->arena, p->file, l->app->config->zone,
                        page_field(p, STR("versions"))->table, l->d, &ret->doc);
    files = ARENA_ARRAY(l->app->arena, struct document_file, ret->doc.n);
    for (size_t i = 0; i < ret->doc.n; i++)
        read_file(l, p, &ret->doc.v[i], &files[i]);
    ret->files = files;
}

const struct documents *documents_load(struct app *app, struct diags *d)
{
    const struct pages *all = &app->site->by_url;
    struct documents *out = ARENA_NEW(app->arena, struct documents);
    struct reading l = {.app = app, .d = d};
    struct page_document *v;
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++)
        n += has_versions(all->v[i]);
    v = ARENA_ARRAY(app->arena, struct page_document, n);
    *out = (struct documents){v, n};
    if (n == 0)
        return out;
    arena_init(&l.scratch, (size_t)1 << 30);
    open_ledger(&l);
    n = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (has_versions(all->v[i]))
            read_document(&l, all->v[i], &v[n++]);
    }
    close_ledger(&l);
    arena_release(&l.scratch);
    return out;
}

static int by_url(const void *key, const void *element)
{
    return str_cmp(*(const struct str *)key, ((const struct page_document *)element)->page->url);
}

const struct page_document *documents_find(const struct documents *all, struct str url)
{
    return all == NULL || all->n == 0 ? NULL
                                      : bsearch(&url, all->v, all->n, sizeof(*all->v), by_url);
}

size_t document_current(const struct page_document *p, int64_t now)
{
    for (size_t i = 0; i < p->doc.n; i++) {
        if (p->doc.v[i].date <= now)
            return i;
    }
    return SIZE_MAX;
}

struct str document_pages_file(struct arena *a, const struct config *config, struct str sha256)
{
    return arena_join(a, spool_path(a, config, sha256), STR(".pages"), STR(""));
}
