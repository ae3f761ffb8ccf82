/*
 * Children parse, the parent collects. A child works through every n-th job and
 * sends each as a record; the job after its last record is the one that it died of.
 */
#include "content/parse.h"
#include "content/pack.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN_MAX 16
#define SILENCE_MS   2000
#define RECORD_MAX   ((size_t)32 << 20)
#define PACK_MAX     ((size_t)1 << 30)
#define CHILD_ARENA  ((size_t)512 << 20)
#define READ_AT_ONCE (256u * 1024)

struct job_key {
    unsigned char digest[DIGEST_BYTES];
};

struct parser {
    pid_t pid;
    int fd;
    size_t next; /* position in todo of the job whose record comes next */
    struct buf in;
    int64_t heard; /* clock_mono_ms() of the last record */
};

struct parse {
    struct arena *a;
    const struct markdown_env *env;
    struct parse_job *jobs;
    struct job_key *keys;
    size_t njobs, *todo, ntodo;
    size_t *offsets; /* of each job's record in `pack`; 0: none */
    struct buf pack;
    size_t step; /* children; child k takes todo[k], todo[k + step] ... */
    struct diags *d;
    struct parse_stats *stats;
};

/* ---- keys ---- */

static void env_digest(const struct markdown_env *env, unsigned char ret_digest[DIGEST_BYTES])
{
    struct digest_state s;

    digest_init(&s);
    digest_add(&s, env->locale);
    for (size_t i = 0; i < env->nfiles; i++) {
        digest_add(&s, env->files[i].path);
        digest_add(&s, env->files[i].url);
    }
    for (size_t i = 0; i < env->nfacts; i++) {
        digest_add(&s, env->facts[i].name);
        digest_add(&s, env->facts[i].value);
        digest_add(&s, env->facts[i].confirmed ? STR("1") : STR("0"));
    }
    digest_finish(&s, ret_digest);
}

static void key_of(const struct parse_job *j, const unsigned char env[DIGEST_BYTES],
                   unsigned char ret_key[DIGEST_BYTES])
{
    struct digest_state s;

    digest_init(&s);
    digest_add(&s, (struct str){(const char *)env, DIGEST_BYTES});
    digest_add(&s, j->dir);
    digest_add(&s, (struct str){(const char *)&j->first_line, sizeof(j->first_line)});
    digest_add(&s, j->source);
    digest_finish(&s, ret_key);
}

/* ---- the child ---- */

static bool send_all(int fd, struct str s)
{
    while (s.n > 0) {
        ssize_t n = write(fd, s.p, s.n);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        s = str_sub(s, (size_t)n, s.n);
    }
    return true;
}

static bool parse_one(const struct parse *p, size_t job, int fd, struct buf *record)
{
    const struct parse_job *j = &p->jobs[job];
    struct markdown_result r = {0};
    struct arena a;
    struct diags d;
    bool ok, sent;

    arena_init(&a, CHILD_ARENA);
    diags_init(&d, &a);
    ok = markdown_render(&a, p->env, j->shown, j->dir, j->source, j->first_line, &d, &r);
    buf_clear(record);
    pack_add(record, p->keys[job].digest, ok, &r, d.first);
    sent = !record->failed && send_all(fd, buf_str(record));
    arena_release(&a);
    return sent;
}

static __attribute__((noreturn)) void child(const struct parse *p, size_t first, int fd)
{
    struct buf record;
    bool sent = true;

    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    buf_init(&record, RECORD_MAX);
    for (size_t i = first; i < p->ntodo && sent; i += p->step)
        sent = parse_one(p, p->todo[i], fd, &record);
    _exit(sent ? 0 : 1);
}

/* ---- the parent ---- */

static void start(struct parse *p, struct parser *c)
{
    int ends[2];

    c->pid = 0;
    buf_clear(&c->in);
    if (c->next >= p->ntodo || pipe2(ends, O_CLOEXEC) != 0)
        return;
    c->heard = clock_mono_ms();
    c->pid = fork();
    if (c->pid == 0)
        child(p, c->next, ends[1]);
    (void)close(ends[1]);
    c->fd = ends[0];
    if (c->pid < 0) {
        (void)close(ends[0]);
        c->pid = 0;
    }
}

static void take_records(struct parse *p, struct parser *c)
{
    struct str rest = buf_str(&c->in);
    size_t size;

    while ((size = pack_record_size(rest)) > 0 && c->next < p->ntodo) {
        p->offsets[p->todo[c->next]] = p->pack.n;
        pack_copy(&p->pack, str_sub(rest, 0, size));
        rest = str_sub(rest, size, rest.n);
        c->next += p->step;
        c->heard = clock_mono_ms();
        p->stats->parsed++;
    }
    memmove(c->in.p, rest.p, rest.n);
    c->in.n = rest.n;
}

/* The child is gone: what it was at is lost, what comes after goes on in another. */
static void ended(struct parse *p, struct parser *c, bool slow)
{
    int status;

    (void)close(c->fd);
    (void)waitpid(c->pid, &status, 0);
    if (c->next < p->ntodo) {
        const struct parse_job *j = &p->jobs[p->todo[c->next]];

        if (slow)
            diag_error(p->d, j->shown, 0, "markdown-too-slow");
        else
            diag_error(p->d, j->shown, 0, "markdown-crashed");
        p->stats->failed++;
        c->next += p->step;
    }
    start(p, c);
}

static void listen_to(struct parse *p, struct parser *c, short events)
{
    char *room;
    ssize_t n;

    if (events == 0) {
        if (clock_mono_ms() - c->heard < SILENCE_MS)
            return;
        (void)kill(c->pid, SIGKILL);
        ended(p, c, true);
        return;
    }
    room = buf_reserve(&c->in, READ_AT_ONCE);
    n = room == NULL ? 0 : read(c->fd, room, READ_AT_ONCE);
    if (n < 0 && errno == EINTR)
        return;
    if (n <= 0) {
        ended(p, c, false);
        return;
    }
    c->in.n += (size_t)n;
    take_records(p, c);
}

static void run_children(struct parse *p)
{
    struct parser children[CHILDREN_MAX];
    size_t running;

    for (size_t k = 0; k < p->step; k++) {
        children[k] = (struct parser){.next = k};
        buf_init(&children[k].in, RECORD_MAX + READ_AT_ONCE);
        start(p, &children[k]);
    }
    do {
        struct pollfd fds[CHILDREN_MAX];

        running = 0;
        for (size_t k = 0; k < p->step; k++) {
            fds[k] =
                (struct pollfd){.fd = children[k].pid > 0 ? children[k].fd : -1, .events = POLLIN};
            running += children[k].pid > 0;
        }
        if (running > 0 && poll(fds, p->step, 100) >= 0) {
            for (size_t k = 0; k < p->step; k++) {
                if (children[k].pid > 0)
                    listen_to(p, &children[k], fds[k].revents);
            }
        }
    } while (running > 0);
    for (size_t k = 0; k < p->step; k++)
        buf_release(&children[k].in);
}

/* ---- the cache ---- */

/* Records of what has not changed go into the new pack; the rest is to do. */
static void reuse(struct parse *p, struct str old)
{
    struct pack pack = {NULL, 0};

    if (old.n > 0 && !pack_open(old, p->a, &pack))
        pack = (struct pack){NULL, 0};
    for (size_t i = 0; i < p->njobs; i++) {
        struct str record = pack_find(&pack, p->keys[i].digest);

        if (record.n == 0) {
            p->todo[p->ntodo++] = i;
            continue;
        }
        p->offsets[i] = p->pack.n;
        pack_copy(&p->pack, record);
        p->stats->reused++;
    }
}

/* The pack as the workers will see it: mapped when it could be written, else in the arena. */
static struct str settle(struct parse *p, struct str path, struct str old)
{
    struct str content = {NULL, 0};

    pack_end(&p->pack);
    if (path.n > 0 && !str_eq(old, buf_str(&p->pack)) &&
        file_write_unsynced(path, buf_str(&p->pack), 0644) != OK)
        path.n = 0;
    if (path.n == 0 || file_map(path, &content) != OK || content.n != p->pack.n)
        content = arena_str(p->a, buf_str(&p->pack));
    buf_release(&p->pack);
    return content;
}

static void read_results(struct parse *p, struct str content)
{
    for (size_t i = 0; i < p->njobs; i++) {
        struct parse_job *j = &p->jobs[i];
        struct str rest = str_sub(content, p->offsets[i], content.n);
        size_t size = p->offsets[i] == 0 ? 0 : pack_record_size(rest);

        j->ok = false;
        if (size > 0 &&
            !pack_read(str_sub(rest, 0, size), p->a, j->shown, p->d, &j->ok, &j->result))
            j->ok = false;
        if (size > 0 && !j->ok)
            p->stats->failed++;
    }
}

void parse_all(struct arena *a, const struct markdown_env *env, struct parse_job *jobs,
               size_t njobs, struct str cache_dir, struct str program_id, int processes,
               struct diags *d, struct parse_stats *ret_stats)
{
    struct parse p = {.a = a, .env = env, .jobs = jobs, .njobs = njobs, .d = d, .stats = ret_stats};
    struct arena scratch;
    unsigned char digest[DIGEST_BYTES];
    struct str path = {NULL, 0}, old = {NULL, 0};

    *ret_stats = (struct parse_stats){0, 0, 0};
    arena_init(&scratch, (size_t)256 << 20);
    p.keys = ARENA_ARRAY(&scratch, struct job_key, njobs);
    p.todo = ARENA_ARRAY(&scratch, size_t, njobs);
    p.offsets = ARENA_ARRAY(&scratch, size_t, njobs);
    env_digest(env, digest);
    for (size_t i = 0; i < njobs; i++)
        key_of(&jobs[i], digest, p.keys[i].digest);
    if (cache_dir.n > 0 && file_mkdirs(cache_dir, 0755) == OK)
        path = arena_fmt(a, STR_FMT "/pages-" STR_FMT ".pack", STR_ARG(cache_dir),
                         STR_ARG(program_id));
    if (path.n > 0 && file_map(path, &old) != OK)
        old = (struct str){NULL, 0};
    buf_init(&p.pack, PACK_MAX);
    pack_begin(&p.pack);
    reuse(&p, old);
    p.step = (size_t)processes < p.ntodo / 8 + 1 ? (size_t)processes : p.ntodo / 8 + 1;
    if (p.step > CHILDREN_MAX)
        p.step = CHILDREN_MAX;
    if (p.ntodo > 0)
        run_children(&p);
    read_results(&p, settle(&p, path, old));
    arena_release(&scratch);
}
