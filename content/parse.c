/*
 * What must be parsed, what need not be, and where the results live.
 */
#include "content/parse.h"
#include "content/children.h"
#include "content/pack.h"
#include "fcgi/base/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define SILENCE_MS  10000
#define RECORD_MAX  ((size_t)32 << 20)
#define PACK_MAX    ((size_t)8 << 30)
#define CHILD_ARENA ((size_t)512 << 20)
#define CHILD_DATA  ((size_t)768 << 20)
#define SCRATCH_MAX ((size_t)1 << 30)
/* A pack of another program goes when it is this much older than the newest. */
#define STALE_SECONDS (24 * 60 * 60)

struct digest {
    unsigned char bytes[DIGEST_BYTES];
};

/* A folder that pages lie in, and the digest of what its pages may refer to. */
struct folder {
    struct str dir;
    struct digest digest;
};

enum outcome { WAITING, RECORDED, CRASHED, SLOW, NOT_STARTED };

struct item {
    struct digest key;
    enum outcome outcome;
    size_t offset;     /* of its record in `pack` */
    struct str record; /* where it stays */
};

struct parse {
    struct arena *a, scratch;
    const struct parse_options *o;
    struct parse_job *jobs;
    struct item *items;
    size_t njobs, *todo, ntodo;
    struct buf pack;
    struct str path, old; /* of the pack file; its content as it was */
    struct arena check;   /* for reading what a child sends */
};

/* ---- keys ---- */

static void digest_env(const struct markdown_env *env, struct digest *ret_digest)
{
    struct digest_state s;

    digest_init(&s);
    digest_add(&s, env->locale);
    if (env->messages != NULL)
        messages_digest(env->messages, &s);
    if (env->glossary != NULL)
        digest_add(&s, (struct str){(const char *)env->glossary->digest, DIGEST_BYTES});
    for (size_t i = 0; i < env->nfacts; i++) {
        digest_add(&s, env->facts[i].name);
        digest_add(&s, env->facts[i].value);
        digest_add(&s, env->facts[i].confirmed ? STR("1") : STR("0"));
        digest_add(&s, (struct str){(const char *)&env->facts[i].from, sizeof(int64_t)});
        digest_add(&s, (struct str){(const char *)&env->facts[i].until, sizeof(int64_t)});
    }
    digest_finish(&s, ret_digest->bytes);
}

static size_t first_file_from(const struct markdown_env *env, struct str prefix)
{
    size_t low = 0, high = env->nfiles;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (str_cmp(env->files[middle].path, prefix) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t first_table_from(const struct markdown_env *env, struct str prefix)
{
    size_t i = 0;

    while (i < env->ntables && str_cmp(env->tables[i].path, prefix) < 0)
        i++;
    return i;
}

/* Links to files go down from the page's folder only, so no others count; so do tables. A url holds
 * the digest of its file's content. */
static void digest_folder(struct parse *p, const struct digest *env, struct folder *f)
{
    const struct markdown_env *e = p->o->env;
    struct str prefix = f->dir.n > 0 ? arena_join(&p->scratch, f->dir, STR("/"), STR("")) : f->dir;
    struct digest_state s;

    digest_init(&s);
    digest_add(&s, (struct str){(const char *)env->bytes, DIGEST_BYTES});
    digest_add(&s, f->dir);
    for (size_t i = first_file_from(e, prefix); i < e->nfiles; i++) {
        if (!str_starts(e->files[i].path, prefix))
            break;
        digest_add(&s, e->files[i].path);
        digest_add(&s, e->files[i].url);
    }
    for (size_t i = first_table_from(e, prefix); i < e->ntables; i++) {
        if (!str_starts(e->tables[i].path, prefix))
            break;
        digest_add(&s, e->tables[i].path);
        digest_add(&s, (struct str){(const char *)e->tables[i].digest, DIGEST_BYTES});
    }
    digest_finish(&s, f->digest.bytes);
}

static int by_dir(const void *x, const void *y)
{
    return str_cmp(((const struct folder *)x)->dir, ((const struct folder *)y)->dir);
}

/* The folders of all jobs, sorted, each once. */
static struct folder *folders(struct parse *p, size_t *ret_n)
{
    struct folder *v = ARENA_ARRAY(&p->scratch, struct folder, p->njobs);
    struct digest env;
    size_t n = 0, kept = 0;

    for (size_t i = 0; i < p->njobs; i++) {
        if (n == 0 || !str_eq(v[n - 1].dir, p->jobs[i].dir))
            v[n++].dir = p->jobs[i].dir;
    }
    qsort(v, n, sizeof(*v), by_dir);
    digest_env(p->o->env, &env);
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && str_eq(v[kept - 1].dir, v[i].dir))
            continue;
        v[kept] = v[i];
        digest_folder(p, &env, &v[kept++]);
    }
    *ret_n = kept;
    return v;
}

static void make_keys(struct parse *p)
{
    size_t n = 0;
    const struct folder *v = folders(p, &n);

    for (size_t i = 0; i < p->njobs; i++) {
        const struct parse_job *j = &p->jobs[i];
        struct folder wanted = {.dir = j->dir};
        const struct folder *f = bsearch(&wanted, v, n, sizeof(*v), by_dir);
        struct digest_state s;

        digest_init(&s);
        digest_add(&s, (struct str){(const char *)f->digest.bytes, DIGEST_BYTES});
        digest_add(&s, (struct str){(const char *)&j->first_line, sizeof(j->first_line)});
        digest_add(&s, j->plain ? STR("plain") : STR(""));
        digest_add(&s, j->source);
        digest_finish(&s, p->items[i].key.bytes);
    }
}

/* ---- in the children ---- */

static void work(void *arg, size_t k, struct buf *out)
{
    const struct parse *p = arg;
    const struct parse_job *j = &p->jobs[p->todo[k]];
    parse_render *render = p->o->render != NULL ? p->o->render : markdown_render;
    struct markdown_env env = *p->o->env;
    struct markdown_result r = {0};
    struct arena a;
    struct diags d;
    bool ok;

    env.plain = j->plain;
    arena_init(&a, CHILD_ARENA);
    diags_init(&d, &a);
    ok = render(&a, &env, j->shown, j->dir, j->source, j->first_line, &d, &r);
    pack_add(out, p->items[p->todo[k]].key.bytes, j->shown, ok, &r, d.first);
    arena_release(&a);
}

/* ---- in the parent ---- */

/* A child may have gone astray before it dies: what it sends is read once before it is kept. */
static bool answer(void *arg, size_t k, struct str record)
{
    struct parse *p = arg;
    struct item *item = &p->items[p->todo[k]];
    struct markdown_result r;
    struct diags d;
    bool ok, sound;

    diags_init(&d, &p->check);
    sound = pack_record_size(record) == record.n && pack_record_is_of(record, item->key.bytes) &&
            pack_read(record, &p->check, STR(""), &d, &ok, &r);
    arena_reset(&p->check);
    if (!sound)
        return false;
    item->outcome = RECORDED;
    item->offset = p->pack.n;
    buf_add(&p->pack, record);
    return true;
}

static void lost(void *arg, size_t k, enum child_loss why)
{
    static const enum outcome outcomes[] = {
        [CHILD_CRASHED] = CRASHED, [CHILD_SLOW] = SLOW, [CHILD_NOT_STARTED] = NOT_STARTED};
    struct parse *p = arg;

    p->items[p->todo[k]].outcome = outcomes[why];
}

static void parse_rest(struct parse *p)
{
    struct children c = {.njobs = p->ntodo,
                         .processes = p->o->processes,
                         .cpu_ms = p->o->cpu_ms > 0 ? p->o->cpu_ms : PARSE_CPU_MS,
                         .silence_ms = SILENCE_MS,
                         .answer_max = RECORD_MAX,
                         .data_max = CHILD_DATA,
                         .work = work,
                         .answer = answer,
                         .lost = lost,
                         .arg = p};

    arena_init(&p->check, RECORD_MAX * 2);
    children_run(&c);
    arena_release(&p->check);
}

/* ---- the cache ---- */

static bool is_pack(const char *name)
{
    struct str s = str_from(name);

    return str_starts(s, STR("pages-")) && str_ends(s, STR(".pack"));
}

/* Packs of programs that are gone; those that still run keep what they have mapped. */
static void remove_stale(struct str dir, const char *path)
{
    char name[4096];
    struct stat ours, other;
    DIR *d;

    if (dir.n >= sizeof(name) || stat(path, &ours) != 0)
        return;
    memcpy(name, dir.p, dir.n);
    name[dir.n] = '\0';
    d = opendir(name);
    if (d == NULL)
        return;
    for (const struct dirent *e = readdir(d); e != NULL; e = readdir(d)) {
        if (is_pack(e->d_name) && fstatat(dirfd(d), e->d_name, &other, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(other.st_mode) && other.st_mtime < ours.st_mtime - STALE_SECONDS)
            (void)unlinkat(dirfd(d), e->d_name, 0);
    }
    (void)closedir(d);
}

static void open_cache(struct parse *p)
{
    struct str dir = p->o->cache_dir;

    if (dir.n == 0 || file_mkdirs(dir, 0755) != OK)
        return;
    p->path =
        arena_fmt(p->a, STR_FMT "/pages-" STR_FMT ".pack", STR_ARG(dir), STR_ARG(p->o->program_id));
    if (file_map(p->path, &p->old) != OK)
        p->old = (struct str){NULL, 0};
}

/* What has not changed has its record; the rest is to do. */
static void find_old(struct parse *p)
{
    struct pack pack = {NULL, 0};

    if (p->old.n > 0 && !pack_open(p->old, &p->scratch, &pack))
        pack = (struct pack){NULL, 0};
    for (size_t i = 0; i < p->njobs; i++) {
        struct item *item = &p->items[i];

        item->record = pack_find(&pack, item->key.bytes);
        item->outcome = item->record.n > 0 ? RECORDED : WAITING;
        if (item->outcome == WAITING)
            p->todo[p->ntodo++] = i;
    }
}

static void copy_old(struct parse *p)
{
    pack_begin(&p->pack);
    for (size_t i = 0; i < p->njobs; i++) {
        if (p->items[i].outcome != RECORDED)
            continue;
        p->items[i].offset = p->pack.n;
        buf_add(&p->pack, p->items[i].record);
    }
}

/* The new pack as the workers will see it: mapped when it could be written, else in the arena. */
static struct str settle(struct parse *p)
{
    struct str content = {NULL, 0}, made = buf_str(&p->pack);

    if (p->path.n > 0 && file_write_unsynced(p->path, made, 0644) == OK) {
        if (file_map(p->path, &content) == OK && str_eq(content, made)) {
            remove_stale(p->o->cache_dir, p->path.p);
            return content;
        }
    }
    return arena_str(p->a, made);
}

static void renew(struct parse *p)
{
    struct str content;

    buf_init(&p->pack, PACK_MAX);
    copy_old(p);
    parse_rest(p);
    pack_end(&p->pack);
    content = settle(p);
    buf_release(&p->pack);
    for (size_t i = 0; i < p->njobs; i++) {
        struct str rest = str_sub(content, p->items[i].offset, content.n);

        if (p->items[i].outcome == RECORDED)
            p->items[i].record = str_sub(rest, 0, pack_record_size(rest));
    }
    /* Nothing borrows the old one any more. */
    if (p->old.n > 0)
        (void)munmap((void *)(uintptr_t)p->old.p, p->old.n);
}

static void read_results(struct parse *p, struct diags *d, struct parse_stats *stats)
{
    for (size_t i = 0; i < p->njobs; i++) {
        struct parse_job *j = &p->jobs[i];
        enum outcome outcome = p->items[i].outcome;

        j->ok = false;
        if (outcome == SLOW)
            diag_error(d, j->shown, 0, "markdown-too-slow");
        else if (outcome == NOT_STARTED)
            diag_error(d, j->shown, 0, "markdown-not-started");
        else if (outcome == CRASHED ||
                 !pack_read(p->items[i].record, p->a, j->shown, d, &j->ok, &j->result))
            diag_error(d, j->shown, 0, "markdown-crashed");
        stats->failed += !j->ok;
    }
}

void parse_all(struct arena *a, const struct parse_options *o, struct parse_job *jobs, size_t njobs,
               struct diags *d, struct parse_stats *ret_stats)
{
    struct parse p = {.a = a, .o = o, .jobs = jobs, .njobs = njobs};

    *ret_stats = (struct parse_stats){0, 0, 0};
    if (njobs == 0)
        return;
    arena_init(&p.scratch, SCRATCH_MAX);
    p.items = ARENA_ARRAY(&p.scratch, struct item, njobs);
    p.todo = ARENA_ARRAY(&p.scratch, size_t, njobs);
    make_keys(&p);
    open_cache(&p);
    find_old(&p);
    if (p.ntodo > 0)
        renew(&p);
    ret_stats->parsed = (int)p.ntodo;
    ret_stats->reused = (int)(njobs - p.ntodo);
    read_results(&p, d, ret_stats);
    arena_release(&p.scratch);
}
