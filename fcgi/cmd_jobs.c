/*
 * estrado jobs: does what is due, and ends. The service manager runs it again.
 *
 * Two locks, since neither is enough. A file in state_dir, which the kernel gives back however a
 * run ends, keeps runs of one host apart, also where site.yml has no PostgreSQL. An advisory lock
 * of PostgreSQL keeps hosts with one database apart; it ends with the connection. When the database
 * is away the file alone decides: at worst two hosts make the same files under the same names.
 */
#include "fcgi/base/files.h"
#include "fcgi/base/log.h"
#include "fcgi/jobs.h"
#include "fcgi/offline.h"
#include "fcgi/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

/* Of pg_try_advisory_lock: "estrajob" in ASCII. */
#define JOBS_LOCK_KEY 0x65737472616a6f62
#define PG_LOCK_MS    3000

static const struct {
    const char *name;
    job_fn *run;
    const char *what;
} jobs[] = {
    {"documents", job_documents, "how many pages the PDFs of documents have"},
    {"search", job_search, "the index of /buscar, texts of files included"},
    {"changes", job_changes, "what changed on the pages, for /cambios"},
    {"voice", job_voice, "the pages read aloud, as MP3"},
};

void job_say(const struct job_run *r, struct str key, const struct message_arg *args, int nargs)
{
    if (r->cmd->texts == NULL)
        return;
    printf(STR_FMT "\n", STR_ARG(messages_format(r->cmd->texts, r->arena, key, args, nargs)));
    (void)fflush(stdout);
}

/* ---- one run at a time ---- */

enum lock { LOCK_MINE, LOCK_TAKEN, LOCK_BROKEN };

static void close_lock(void *arg)
{
    (void)close(*(int *)arg);
}

/* Held until the arena is released, as that of the database. */
static enum lock lock_host(struct arena *a, const struct config *config)
{
    struct str dir = file_join(a, config->state_dir, STR("run"));
    int *fd = ARENA_NEW(a, int);

    if (file_mkdirs(dir, 0755) != OK)
        return LOCK_BROKEN;
    *fd = open(file_join(a, dir, STR("jobs.lock")).p, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
               0644);
    if (*fd < 0)
        return LOCK_BROKEN;
    arena_defer(a, close_lock, fd);
    if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
        return LOCK_MINE;
    return errno == EWOULDBLOCK ? LOCK_TAKEN : LOCK_BROKEN;
}

static enum lock lock_database(struct arena *a, const struct config *config)
{
    struct pg *pg;
    struct pg_rows rows;
    struct str got;
    enum err e;

    if (config->pg_socket_dir.n == 0)
        return LOCK_MINE;
    pg = pg_open(a, &(struct pg_options){.socket_dir = config->pg_socket_dir,
                                         .database = config->pg_database,
                                         .role = config->pools[0].pg_role,
                                         .port = config->pg_port,
                                         .statement_ms = PG_LOCK_MS});
    e = pg_query(pg, a, &rows, "SELECT pg_try_advisory_lock($1)", PG_I(JOBS_LOCK_KEY));
    if (e == OK && rows.n == 1 && pg_text(&rows, 0, 0, &got))
        return str_eq(got, STR("t")) ? LOCK_MINE : LOCK_TAKEN;
    log_line(LOG_WARN, "jobs-without-database", LOG_STR("why", str_from(err_name(e))));
    return LOCK_MINE;
}

static enum lock lock_both(struct arena *a, const struct config *config)
{
    enum lock host = lock_host(a, config);

    return host == LOCK_MINE ? lock_database(a, config) : host;
}

/* ---- the jobs ---- */

static int worse(int x, int y)
{
    return x > y ? x : y;
}

static int run_all(struct cmd *cmd, const struct config *config)
{
    struct app app = {0};
    struct job_run r = {.cmd = cmd, .app = &app, .arena = cmd->arena};
    struct diags d;
    int status = EXIT_FINE;

    switch (lock_both(cmd->arena, config)) {
    case LOCK_TAKEN:
        job_say(&r, STR("jobs.taken"), NULL, 0);
        return EXIT_FINE;
    case LOCK_BROKEN:
        (void)fprintf(stderr, "estrado jobs: " STR_FMT "/run/jobs.lock: cannot be locked\n",
                      STR_ARG(config->state_dir));
        return EXIT_TROUBLE;
    case LOCK_MINE:
        break;
    }
    diags_init(&d, cmd->arena);
    if (!offline_load(cmd, &app, &d)) {
        print_diags(&d, cmd->texts);
        return EXIT_TROUBLE;
    }
    r.clean = d.nerrors == 0;
    if (!r.clean)
        log_line(LOG_WARN, "jobs-site-not-clean", LOG_INT("errors", d.nerrors));
    for (size_t i = 0; i < ARRAY_LEN(jobs); i++)
        status = worse(status, jobs[i].run(&r));
    return status;
}

static int list(void)
{
    for (size_t i = 0; i < ARRAY_LEN(jobs); i++)
        printf("%-10s %s\n", jobs[i].name, jobs[i].what);
    return EXIT_FINE;
}

int cmd_jobs(struct cmd *cmd)
{
    bool lists = cmd_flag(cmd, "--list");
    const struct config *config;

    (void)cmd_flag(cmd, "--once"); /* there is no other way */
    if (!cmd_done(cmd, 1))
        return EXIT_TROUBLE;
    if (lists)
        return list();
    config = cmd_load_config(cmd);
    if (config == NULL)
        return EXIT_TROUBLE;
    log_setup(config->log_format, config->log_level);
    return run_all(cmd, config);
}
