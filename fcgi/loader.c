/*
 * One generation: loads it, forks its workers and forks them again, ends those
 * that hang, makes nginx forget pages whose time has come. Serves nothing.
 */
#include "fcgi/base/clock.h"
#include "fcgi/base/log.h"
#include "fcgi/offline.h"
#include "fcgi/serve.h"
#include "fcgi/site_audit.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define GENERATION_BYTES ((size_t)2 << 30)
#define TICK_MS          100
#define BACKOFF_FIRST_MS 100
#define BACKOFF_MOST_MS  5000
#define YOUNG_MS         1000 /* a worker that dies younger than this is part of a crash loop */

struct child {
    pid_t pid; /* 0: not running */
    int pool;
    struct shared_worker *slot;
    int64_t started, start_at; /* clock_mono_ms(); start_at: not before */
    int backoff_ms;
};

struct loader {
    const struct serve *s;
    struct app *app;
    struct child *children;
    int nchildren, running;
    int ready; /* the master's pipe; -1 once it knows */
    bool draining;
    int64_t drain_since, edge; /* edge: next moment at which a page appears or expires */
};

static struct shared_worker *free_slot(struct shared *shared, int pool, int serial)
{
    for (size_t i = 0; i < SHARED_WORKERS_MAX; i++) {
        struct shared_worker *w = &shared->workers[i];
        int none = 0;

        if (!atomic_compare_exchange_strong(&w->pid, &none, -1))
            continue;
        atomic_store(&w->pool, pool);
        atomic_store(&w->generation, serial);
        atomic_store(&w->beat, BEAT_NONE);
        atomic_store(&w->since_ms, clock_mono_ms());
        return w;
    }
    return NULL;
}

static void start_child(struct loader *l, struct child *c)
{
    c->slot = free_slot(l->s->shared, c->pool, l->app->serial);
    if (c->slot == NULL)
        return;
    c->started = clock_mono_ms();
    c->pid = fork();
    if (c->pid == 0) {
        atomic_store(&c->slot->pid, (int)getpid());
        if (l->ready >= 0)
            (void)close(l->ready);
        _exit(worker_run(l->app, l->s, c->pool, c->slot));
    }
    if (c->pid < 0) {
        atomic_store(&c->slot->pid, 0);
        c->pid = 0;
        c->start_at = clock_mono_ms() + BACKOFF_MOST_MS;
        log_note(LOG_ERROR, "fork-failed");
        return;
    }
    atomic_store(&c->slot->pid, (int)c->pid);
    l->running++;
}

static void start_due(struct loader *l)
{
    int64_t now = clock_mono_ms();

    for (int i = 0; i < l->nchildren && !l->draining; i++) {
        if (l->children[i].pid == 0 && l->children[i].start_at <= now)
            start_child(l, &l->children[i]);
    }
}

static void note_death(struct loader *l, struct child *c, int status)
{
    bool died = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    bool young = clock_mono_ms() - c->started < YOUNG_MS;

    if (!died) {
        c->start_at = 0;
        return;
    }
    c->backoff_ms = !young               ? BACKOFF_FIRST_MS
                    : c->backoff_ms == 0 ? BACKOFF_FIRST_MS
                                         : c->backoff_ms * 2;
    if (c->backoff_ms > BACKOFF_MOST_MS)
        c->backoff_ms = BACKOFF_MOST_MS;
    c->start_at = young ? clock_mono_ms() + c->backoff_ms : 0;
    atomic_fetch_add(&l->s->shared->worker_deaths, 1);
    log_line(LOG_ERROR, "worker-died", LOG_INT("pid", c->pid),
             LOG_INT("signal", WIFSIGNALED(status) ? WTERMSIG(status) : 0),
             LOG_INT("status", WIFEXITED(status) ? WEXITSTATUS(status) : 0),
             LOG_INT("again_in_ms", young ? c->backoff_ms : 0));
}

static void reap(struct loader *l)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        for (int i = 0; i < l->nchildren; i++) {
            struct child *c = &l->children[i];

            if (c->pid != pid)
                continue;
            note_death(l, c, status);
            atomic_store(&c->slot->pid, 0);
            c->pid = 0;
            l->running--;
        }
    }
}

/* Ends what has been reading or working for too long (decision 5). */
static void watch_heartbeats(struct loader *l)
{
    const struct limits *limits = &l->app->config->limits;
    int64_t now = clock_mono_ms();

    for (int i = 0; i < l->nchildren; i++) {
        struct child *c = &l->children[i];
        int beat = c->pid == 0 ? BEAT_NONE : atomic_load(&c->slot->beat);
        int64_t since = c->pid == 0 ? 0 : now - atomic_load(&c->slot->since_ms);
        bool late = (beat == BEAT_READING && since > (int64_t)limits->read_s * 1000) ||
                    (beat == BEAT_WORKING && since > (int64_t)limits->request_s * 1000);

        if (!late || kill(c->pid, SIGKILL) != 0)
            continue;
        atomic_store(&c->slot->beat, BEAT_NONE); /* once is enough */
        atomic_fetch_add(&l->s->shared->worker_kills, 1);
        log_line(LOG_WARN, "worker-ended", LOG_INT("pid", c->pid), LOG_INT("after_ms", since),
                 LOG_STR("why", beat == BEAT_READING ? STR("request not read in time")
                                                     : STR("request not answered in time")));
    }
}

/* SIGTERM again and again: one that comes between two waits is pending and not lost, but a worker
 * may be young. */
static void drain(struct loader *l)
{
    bool late = clock_mono_ms() - l->drain_since > (int64_t)l->app->config->limits.drain_s * 1000;

    for (int i = 0; i < l->nchildren; i++) {
        if (l->children[i].pid > 0)
            (void)kill(l->children[i].pid, late ? SIGKILL : SIGTERM);
    }
}

static void pass_edge(struct loader *l)
{
    int64_t now = clock_now();

    if (now < l->edge)
        return;
    purge_nginx_cache(l->app->config->nginx_cache_dir);
    l->edge = app_valid_until(l->app, now);
}

static void take_signals(struct loader *l, int fd)
{
    struct signalfd_siginfo info;

    while (read(fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
        if (info.ssi_signo != SIGTERM || l->draining)
            continue;
        l->draining = true;
        l->drain_since = clock_mono_ms();
    }
}

static void supervise(struct loader *l, int signals)
{
    struct pollfd fds[2] = {{.fd = signals, .events = POLLIN},
                            {.fd = l->s->lifeline, .events = POLLIN}};

    while (!l->draining || l->running > 0) {
        if (poll(fds, 2, TICK_MS) > 0 && fds[1].revents != 0 && !l->draining) {
            l->draining = true; /* the master is gone */
            l->drain_since = clock_mono_ms();
        }
        if (l->draining)
            fds[1].fd = -1;
        take_signals(l, signals);
        reap(l);
        watch_heartbeats(l);
        if (l->draining) {
            drain(l);
        } else {
            start_due(l);
            pass_edge(l);
        }
    }
}

static void make_children(struct loader *l, struct arena *a)
{
    const struct config *config = l->app->config;
    int n = 0;

    for (size_t p = 0; p < config->npools; p++)
        l->nchildren += config->pools[p].processes;
    l->children = ARENA_ARRAY(a, struct child, (size_t)l->nchildren);
    for (size_t p = 0; p < config->npools; p++) {
        for (int k = 0; k < config->pools[p].processes; k++)
            l->children[n++].pool = (int)p;
    }
}

/* The master holds the sockets: their list cannot change without a restart. */
static bool same_sockets(const struct serve *s, const struct config *config, struct diags *d)
{
    bool same = s->npools == config->npools;

    for (size_t i = 0; same && i < s->npools; i++)
        same = str_eq(s->sockets[i], config->pools[i].socket);
    if (!same)
        diag_error(d, config->file, 0, "pools-need-restart");
    return same;
}

static bool load(const struct serve *s, struct arena *a, struct app *ret_app, bool first)
{
    const struct serve_options *o = s->options;
    struct diags d;
    const struct config *config;
    bool usable, clean;

    diags_init(&d, a);
    config = config_load(a, o->site_yml, o->overrides, &d);
    usable = config != NULL && same_sockets(s, config, &d) &&
             app_load(ret_app, a, config, o->share_dir, s->shared, &d);
    if (usable)
        app_check_palettes(ret_app, &d);
    clean = d.nerrors == 0;
    atomic_store(&s->shared->generation_errors, d.nerrors);
    if (usable && o->watch)
        site_audit(ret_app, (struct site_audit_options){0},
                   &d); /* told to editors, and published all the same */
    print_diags(&d, config == NULL ? NULL : ret_app->texts);
    if (usable)
        problems_clear(config->state_dir, a);
    if (o->watch && config != NULL && d.nerrors > 0)
        problems_write(ret_app, &d, config->state_dir);
    return usable && (first || clean);
}

/* ICU opens its tables at their first use: once here, instead of once in every worker's first
 * request. */
static void warm_up(struct app *app)
{
    static const struct str paths[] = {STR_INIT("/"), STR_INIT("/-/calentar"),
                                       STR_INIT("/mapa-del-sitio")};
    struct arena a;

    arena_init(&a, (size_t)app->config->limits.arena_bytes);
    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        struct response resp;

        offline_get(app, &a, paths[i], STR(""), &resp);
        arena_reset(&a);
    }
    arena_release(&a);
}

int loader_run(const struct serve *s, int serial, bool first, int ready)
{
    struct app app = {0};
    struct loader l = {.s = s, .app = &app, .ready = ready};
    struct arena a;
    int64_t started = clock_mono_ms();
    int signals = signal_fd();

    arena_init(&a, GENERATION_BYTES);
    if (!load(s, &a, &app, first))
        return LOADER_FAILED;
    app.serial = serial;
    app.watch = s->options->watch;
    log_line(LOG_INFO, "generation-loaded", LOG_INT("generation", serial),
             LOG_INT("pages", app.site->by_url.n), LOG_INT("parsed", app.parsed),
             LOG_INT("ms", clock_mono_ms() - started), LOG_STR("digest", app.generation));
    atomic_store(&s->shared->generation_pages, (int)app.site->by_url.n);
    warm_up(&app);
    make_children(&l, &a);
    l.edge = app_valid_until(&app, clock_now());
    start_due(&l);
    if (write(ready, "r", 1) != 1)
        return 1;
    (void)close(ready);
    l.ready = -1;
    supervise(&l, signals);
    return 0;
}
