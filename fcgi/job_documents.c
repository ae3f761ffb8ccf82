/*
 * The job `documents`: how many pages each PDF has, asked of poppler's pdfinfo; and files that no
 * version names any more are removed, once they are old enough for no page in a cache to name them.
 */
#include "fcgi/app/documents.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/files.h"
#include "fcgi/base/log.h"
#include "fcgi/base/program.h"
#include "fcgi/base/secret.h"
#include "fcgi/jobs.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PDFINFO      "/usr/bin/pdfinfo"
#define TIMEOUT_MS   20000
#define CPU_S        10
#define MEMORY_BYTES ((size_t)512 << 20)
#define OUTPUT_BYTES ((size_t)256 << 10)
#define KEEP_S       (7 * 24 * 3600)

struct documents_job {
    const struct job_run *run;
    const struct config *config;
    struct arena a; /* of one file */
    int64_t counted, failed, removed;
    const struct str *used; /* digests, sorted */
    size_t nused;
};

/* "Pages:          12" */
static struct str pages_of(struct str output)
{
    struct str line;

    while (str_line(&output, &line)) {
        if (str_starts(line, STR("Pages:")))
            return str_trim(str_sub(line, 6, line.n));
    }
    return STR("0");
}

static enum err ask(struct documents_job *j, struct str path, struct str *ret_pages)
{
    const char *words[] = {PDFINFO, arena_cstr(&j->a, path), NULL};
    const struct program one = {words};
    const struct program_limits limits = {TIMEOUT_MS, CPU_S, MEMORY_BYTES};
    struct buf out;
    enum err e;

    buf_init(&out, OUTPUT_BYTES);
    e = program_pipe(&one, 1, STR(""), &limits, &out);
    *ret_pages = e == OK ? arena_str(&j->a, pages_of(buf_str(&out))) : STR("0");
    buf_release(&out);
    return e;
}

/* OK: go on. */
static enum err count(struct documents_job *j, const struct page *p, const struct document_file *f)
{
    struct str path = file_join(&j->a, j->config->files_dir, f->sha256),
               known = document_pages_file(&j->a, j->config, f->sha256), pages;
    enum err e;

    if (access(known.p, F_OK) == 0)
        return OK;
    e = ask(j, path, &pages);
    if (e == ERR_NOT_FOUND || e == ERR_UNAVAILABLE) /* nobody is to blame but this machine */
        return e;
    if (e != OK || str_eq(pages, STR("0"))) {
        j->failed++;
        log_line(LOG_WARN, "document-pages-unknown", LOG_STR("path", p->url),
                 LOG_STR("sha256", f->sha256));
    }
    j->counted++;
    return file_write(known, pages, 0644);
}

static enum err count_all(struct documents_job *j)
{
    const struct documents *all = j->run->app->documents;
    enum err e = OK;

    for (size_t i = 0; i < all->n && e == OK; i++) {
        for (size_t k = 0; k < all->v[i].doc.n && e == OK; k++) {
            const struct document_file *f = &all->v[i].files[k];

            if (f->sha256.n > 0 && str_eq(f->type, STR("application/pdf")))
                e = count(j, all->v[i].page, f);
            arena_reset(&j->a);
        }
    }
    return e;
}

/* ---- what nobody names ---- */

static int by_text(const void *x, const void *y)
{
    return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

static void collect_used(struct documents_job *j)
{
    const struct documents *all = j->run->app->documents;
    struct str *v;
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++)
        n += all->v[i].doc.n;
    v = ARENA_ARRAY(j->run->arena, struct str, n + 1);
    n = 0;
    for (size_t i = 0; i < all->n; i++) {
        for (size_t k = 0; k < all->v[i].doc.n; k++)
            v[n++] = all->v[i].files[k].sha256;
    }
    if (n > 0)
        qsort(v, n, sizeof(*v), by_text);
    j->used = v;
    j->nused = n;
}

/* The time of its last change of state says when a version last named a file. */
static void judge_name(struct documents_job *j, int dir, const char *name)
{
    static const struct timespec touched[] = {{.tv_nsec = UTIME_NOW}, {.tv_nsec = UTIME_OMIT}};
    struct str digest = str_sub(str_from(name), 0, (size_t)DIGEST_BYTES * 2);
    struct stat st;

    if (name[0] == '.')
        return;
    if (bsearch(&digest, j->used, j->nused, sizeof(*j->used), by_text) != NULL) {
        (void)utimensat(dir, name, touched, AT_SYMLINK_NOFOLLOW);
        return;
    }
    if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode) ||
        st.st_ctime > clock_now() - KEEP_S)
        return;
    j->removed += unlinkat(dir, name, 0) == 0;
}

static void remove_unused(struct documents_job *j)
{
    DIR *d = opendir(arena_cstr(&j->a, j->config->files_dir));

    if (d == NULL)
        return;
    collect_used(j);
    for (const struct dirent *e = readdir(d); e != NULL; e = readdir(d))
        judge_name(j, dirfd(d), e->d_name);
    (void)closedir(d);
}

int job_documents(const struct job_run *r)
{
    struct documents_job j = {.run = r, .config = r->app->config};
    enum err e;

    arena_init(&j.a, (size_t)16 << 20);
    e = count_all(&j);
    if (e == OK && r->clean)
        remove_unused(&j);
    arena_release(&j.a);
    if (e != OK)
        log_line(LOG_ERROR, "documents-job-stopped", LOG_STR("why", str_from(err_name(e))));
    if (j.counted > 0 || j.removed > 0) {
        const struct message_arg args[] = {MSG_INT(j.counted), MSG_INT(j.failed),
                                           MSG_INT(j.removed)};

        job_say(r, STR("jobs.documents"), args, 3);
    }
    return e != OK || j.failed > 0 ? EXIT_FOUND : EXIT_FINE;
}
