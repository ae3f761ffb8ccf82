/*
 * One worker: waits, reads, dispatches, writes, logs. Signals arrive only while
 * it waits, so that a request that was begun is finished.
 */
#include "fcgi/base/clock.h"
#include "fcgi/base/log.h"
#include "fcgi/base/ucs.h"
#include "fcgi/fcgi_io.h"
#include "fcgi/serve.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static volatile sig_atomic_t stop;

static void on_stop(int signal)
{
    (void)signal;
    stop = 1;
}

static void beat(struct shared_worker *slot, enum beat what)
{
    atomic_store_explicit(&slot->since_ms, clock_mono_ms(), memory_order_relaxed);
    atomic_store_explicit(&slot->beat, what, memory_order_relaxed);
}

static void log_request(const struct app *app, const struct request *req,
                        const struct response *resp, int64_t bytes, int64_t us)
{
    log_line(LOG_INFO, "request", LOG_STR("id", req->id), LOG_STR("method", req->method_name),
             LOG_STR("path", variant_page_path(req->path)), LOG_STR("route", str_from(resp->route)),
             LOG_INT("status", resp->status), LOG_INT("bytes", bytes), LOG_INT("us", us),
             LOG_STR("cache", str_from(resp->cache)), LOG_INT("generation", app->serial));
}

static void serve_one(struct app *app, struct fcgi_io *io, struct arena *a,
                      const struct request_limits *limits)
{
    int64_t started = clock_mono_us(), bytes = 0, us;
    struct request req = {0};
    struct response resp;
    int refused = request_parse(a, fcgi_env(io), limits, clock_now(), &req);

    req.body = fcgi_body(io, req.body.length);
    dispatch(app, &req, refused, &resp);
    if (!fcgi_write(io, &resp, &bytes))
        log_line(LOG_DEBUG, "peer-gone", LOG_STR("id", req.id));
    fcgi_finish(io);
    us = clock_mono_us() - started;
    log_request(app, &req, &resp, bytes, us);
    shared_count(app->shared, route_index(resp.route), resp.status, us, bytes);
}

/* Counts of what was not found, while nobody waits for this worker, or when they have waited. */
static void write_journal(struct app *app, struct arena *a)
{
    const struct config *config = app->config;
    struct str day;

    if (journal_wait_ms(app->journal, clock_mono_ms()) != 0)
        return;
    day = ucs_date(a, config->locale, config->zone, STR("yyyy-MM-dd"), clock_now());
    journal_write(app->journal, app->pg, day);
}

/* True when a connection waits; false to stop. */
static bool wait_for_request(struct app *app, struct arena *a, const struct serve *s, int listener,
                             const sigset_t *while_waiting)
{
    struct pollfd fds[2] = {{.fd = listener, .events = POLLIN},
                            {.fd = s->lifeline, .events = POLLIN}};

    while (!stop) {
        int ms = journal_wait_ms(app->journal, clock_mono_ms());
        struct timespec limit = {ms / 1000, (long)(ms % 1000) * 1000000};
        int n = ppoll(fds, 2, ms < 0 ? NULL : &limit, while_waiting);

        if (n > 0 && fds[1].revents != 0)
            return false; /* the master is gone */
        if (n > 0 && fds[0].revents != 0)
            return true;
        if (n == 0)
            write_journal(app, a);
    }
    return false;
}

static void set_up(const struct config *config, sigset_t *ret_while_waiting)
{
    struct sigaction action = {.sa_handler = on_stop};
    struct rlimit data = {(rlim_t)config->limits.worker_data_bytes,
                          (rlim_t)config->limits.worker_data_bytes};

    (void)sigaction(SIGTERM, &action, NULL);
    action.sa_handler = SIG_IGN;
    (void)sigaction(SIGINT, &action,
                    NULL); /* Ctrl-C goes to the whole group; the master says when */
    (void)sigaction(SIGHUP, &action, NULL);
    (void)sigaction(SIGPIPE, &action, NULL);
    block_signals();
    (void)sigprocmask(SIG_BLOCK, NULL, ret_while_waiting);
    (void)sigdelset(ret_while_waiting, SIGTERM);
    (void)prctl(PR_SET_DUMPABLE, 0);
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (data.rlim_cur > 0)
        (void)setrlimit(RLIMIT_DATA, &data);
}

int worker_run(struct app *app, const struct serve *s, int pool, struct shared_worker *slot)
{
    const struct config *config = app->config;
    struct request_limits limits = app_limits(config);
    struct arena own, request;
    struct fcgi_io *io;
    sigset_t while_waiting;

    set_up(config, &while_waiting);
    arena_init(&own, (size_t)64 << 20);
    arena_init(&request, (size_t)config->limits.arena_bytes);
    app_open(app, &own, pool);
    io = fcgi_open(&own, s->listeners[pool]);
    if (io == NULL)
        return 1;
    beat(slot, BEAT_IDLE);
    for (int served = 0; served < config->limits.worker_requests;) {
        if (!wait_for_request(app, &request, s, s->listeners[pool], &while_waiting))
            break;
        beat(slot, BEAT_READING);
        if (fcgi_accept(io)) {
            beat(slot, BEAT_WORKING);
            serve_one(app, io, &request, &limits);
            arena_reset(&request);
            write_journal(app, &request);
            arena_reset(&request);
            atomic_fetch_add_explicit(&slot->requests, 1, memory_order_relaxed);
            served++;
        }
        beat(slot, BEAT_IDLE);
    }
    arena_release(&own);
    return 0;
}
