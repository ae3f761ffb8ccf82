/*
 * Master, loaders, workers (decision 3).
 *
 *   master   supervises: one loader a generation, signals, sockets; loads and serves nothing
 *   loader   loads a generation, forks its workers and forks them again; watches their heartbeats
 *   worker   one request at a time
 *
 * Signals to the master: SIGHUP loads a new generation beside the old one and
 * switches when it loaded cleanly; SIGTERM and SIGINT drain and end within limits.drain_s.
 * All of them end when the master dies: they hold the reading end of a pipe
 * ("lifeline") whose writing end only the master has.
 */
#ifndef ESTRADO_SERVE_H
#define ESTRADO_SERVE_H

#include "fcgi/app/app.h"

struct serve_options {
    struct str site_yml, share_dir;
    struct strs overrides;
    bool watch;
};

/* What master, loader and worker share by inheritance. */
struct serve {
    const struct serve_options *options;
    struct shared *shared;
    int listeners[POOLS_MAX]; /* one a pool */
    struct str sockets[POOLS_MAX];
    size_t npools;
    int lifeline;
};

/* Returns the exit status of the program. */
int master_run(const struct serve_options *o);

/*
 * A loader's whole life; returns its exit status. `ready` gets one byte when the
 * workers of a cleanly loaded generation accept. first: no generation is live, so that a site with
 * broken pages is better than none; otherwise any error in the content leaves the old generation in
 * place.
 */
int loader_run(const struct serve *s, int serial, bool first, int ready);
#define LOADER_FAILED 3 /* exit status: did not load; the reasons are in the log */

/* Serves until SIGTERM or until it has answered limits.worker_requests; returns its exit status. */
int worker_run(struct app *app, const struct serve *s, int pool, struct shared_worker *slot);

/* Prints diags to stderr, one line each: "file:line: error: text". */
void print_diags(const struct diags *d, const struct messages *m);

/* Makes nginx forget what it holds: removes the files in its cache folder (flat, see
 * nginx/cache.conf). */
void purge_nginx_cache(struct str dir);

/* Closes what the loader must not keep and takes signals for ppoll/signalfd use. */
void block_signals(void);
int signal_fd(void);

#endif
