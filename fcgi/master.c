/*
 * The master: sockets, signals, one loader a generation. It loads nothing and
 * serves nothing, so that nothing that a page or a visitor brings can end it.
 */
#include "fcgi/base/clock.h"
#include "fcgi/base/files.h"
#include "fcgi/base/log.h"
#include "fcgi/base/secret.h"
#include "fcgi/notify.h"
#include "fcgi/serve.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define TICK_MS         200
#define RESTART_MOST_MS 10000
#define DESERTED_MS     1000 /* this long without a worker, connections are accepted and closed */

struct loading {
    pid_t pid; /* 0: none */
    int serial, ready;
};

struct master {
    struct serve s;
    const struct config *config;
    struct arena *arena;
    struct loading live, next;
    int lifeline_write, serial;
    bool stopping, reload, restart;
    int64_t restart_at, stop_since, deserted_since;
    int backoff_ms, status;
    unsigned char seen[DIGEST_BYTES]; /* of the watched files */
};

/* ---- sockets ---- */

static bool answers(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool connected =
        fd >= 0 && connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0;

    if (fd >= 0)
        close(fd);
    return connected;
}

/* A socket file that nobody answers on is left over from a process that died: it is taken over. */
static int listen_on(struct str path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd;

    if (path.n >= sizeof(address.sun_path))
        return -1;
    memcpy(address.sun_path, path.p, path.n);
    if (answers(&address)) {
        log_line(LOG_ERROR, "socket-in-use", LOG_STR("socket", path),
                 LOG_STR("hint", STR("another estrado runs; stop it first")));
        return -1;
    }
    (void)unlink(address.sun_path);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) != 0 ||
        chmod(address.sun_path, 0660) != 0 || listen(fd, SOMAXCONN) != 0) {
        log_line(LOG_ERROR, "socket-failed", LOG_STR("socket", path),
                 LOG_STR("why", str_from(strerror(errno))));
        return -1;
    }
    return fd;
}

static struct str dir_of(struct str path)
{
    while (path.n > 1 && path.p[path.n - 1] != '/')
        path.n--;
    return path;
}

/* Sockets come from systemd (in the order of the pools) or are made here. */
static bool open_sockets(struct master *m)
{
    const struct config *config = m->config;
    int given = notify_sockets();

    if (given > 0 && (size_t)given != config->npools) {
        log_line(LOG_ERROR, "sockets-given", LOG_INT("sockets", given),
                 LOG_INT("pools", config->npools));
        return false;
    }
    m->s.npools = config->npools;
    for (size_t i = 0; i < config->npools; i++) {
        m->s.sockets[i] = config->pools[i].socket;
        if (given == 0 && file_mkdirs(dir_of(config->pools[i].socket), 0755) != OK)
            return false;
        m->s.listeners[i] =
            given > 0 ? NOTIFY_FIRST_SOCKET + (int)i : listen_on(config->pools[i].socket);
        if (m->s.listeners[i] < 0)
            return false;
        (void)fcntl(m->s.listeners[i], F_SETFL, O_NONBLOCK);
    }
    return true;
}

static int64_t workers_alive(const struct shared *s)
{
    int64_t n = 0;

    for (size_t i = 0; i < SHARED_WORKERS_MAX; i++)
        n += atomic_load(&s->workers[i].pid) > 0;
    return n;
}

/* With no worker left, nginx must not wait in a queue that nobody serves. */
static void refuse_when_deserted(struct master *m)
{
    int64_t now = clock_mono_ms();

    if (workers_alive(m->s.shared) > 0) {
        m->deserted_since = now;
        return;
    }
    if (now - m->deserted_since < DESERTED_MS)
        return;
    for (size_t i = 0; i < m->s.npools; i++) {
        int fd;

        // cppcheck-suppress nullPointer ; accept(2): NULL when nobody wants the address
        while ((fd = accept4(m->s.listeners[i], NULL, NULL, SOCK_CLOEXEC)) >= 0)
            close(fd);
    }
}

/* ---- generations ---- */

static void start_loader(struct master *m)
{
    int ends[2];
    pid_t pid;

    m->reload = false;
    m->restart = false;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return;
    m->serial++;
    pid = fork();
    if (pid == 0) {
        (void)close(ends[0]);
        (void)close(m->lifeline_write);
        _exit(loader_run(&m->s, m->serial, m->live.pid == 0 && workers_alive(m->s.shared) == 0,
                         ends[1]));
    }
    (void)close(ends[1]);
    if (pid < 0) {
        (void)close(ends[0]);
        return;
    }
    m->next = (struct loading){pid, m->serial, ends[0]};
    notify_state(m->live.pid == 0 ? "STATUS=loading" : "RELOADING=1");
}

/* Workers whose loader was killed are the master's children by then (subreaper). */
static void drain_others(const struct master *m)
{
    for (size_t i = 0; i < SHARED_WORKERS_MAX; i++) {
        struct shared_worker *w = &m->s.shared->workers[i];
        int pid = atomic_load(&w->pid), serial = atomic_load(&w->generation);

        if (pid > 0 && serial != m->live.serial && serial != m->next.serial)
            (void)kill(pid, SIGTERM);
    }
}

static void switch_to_next(struct master *m)
{
    pid_t old = m->live.pid;

    (void)close(m->next.ready);
    m->live = m->next;
    m->next = (struct loading){0};
    m->backoff_ms = 0;
    atomic_store(&m->s.shared->generation, m->live.serial);
    atomic_store(&m->s.shared->generation_loaded, clock_now());
    if (old > 0)
        (void)kill(old, SIGTERM);
    purge_nginx_cache(m->config->nginx_cache_dir);
    log_line(LOG_INFO, "generation-live", LOG_INT("generation", m->live.serial));
    notify_state("READY=1\nSTATUS=serving");
}

static void next_failed(struct master *m)
{
    (void)close(m->next.ready);
    m->next = (struct loading){0};
    atomic_fetch_add(&m->s.shared->load_failures, 1);
    log_line(LOG_ERROR, "generation-refused",
             LOG_STR("stays", m->live.pid > 0 ? STR("the old one") : STR("none")));
    notify_state("READY=1\nSTATUS=last reload failed");
    if (m->live.pid > 0)
        return;
    if (m->live.serial == 0 && !m->s.options->watch) {
        m->stopping = true;
        m->stop_since = clock_mono_ms();
        m->status = 1;
    } else if (!m->s.options->watch) {
        m->restart = true;
        m->restart_at = clock_mono_ms() + RESTART_MOST_MS;
    }
}

/* Slots that a loader had claimed and not filled when it died. */
static void free_claims(const struct master *m, int serial)
{
    for (size_t i = 0; i < SHARED_WORKERS_MAX; i++) {
        struct shared_worker *w = &m->s.shared->workers[i];

        if (atomic_load(&w->pid) == -1 && atomic_load(&w->generation) == serial)
            atomic_store(&w->pid, 0);
    }
}

/* The live loader died: its workers go on; a new generation takes over. */
static void live_died(struct master *m, int status)
{
    free_claims(m, m->live.serial);
    m->live.pid = 0;
    if (m->stopping)
        return;
    m->backoff_ms = m->backoff_ms == 0 ? 100 : m->backoff_ms * 2;
    if (m->backoff_ms > RESTART_MOST_MS)
        m->backoff_ms = RESTART_MOST_MS;
    m->restart = true;
    m->restart_at = clock_mono_ms() + (m->backoff_ms == 100 ? 0 : m->backoff_ms);
    log_line(LOG_ERROR, "loader-died",
             LOG_INT("signal", WIFSIGNALED(status) ? WTERMSIG(status) : 0),
             LOG_INT("again_in_ms", m->restart_at - clock_mono_ms()));
}

/* A worker that the master inherited; its slot is free again. An old generation that has drained
 * may have filled nginx's cache until its last answer. */
static void forget_worker(struct master *m, pid_t pid)
{
    for (size_t i = 0; i < SHARED_WORKERS_MAX; i++) {
        int expected = (int)pid;

        (void)atomic_compare_exchange_strong(&m->s.shared->workers[i].pid, &expected, 0);
    }
}

static void reap(struct master *m)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid == m->next.pid) {
            next_failed(m);
        } else if (pid == m->live.pid) {
            live_died(m, status);
        } else {
            forget_worker(m, pid);
            purge_nginx_cache(m->config->nginx_cache_dir);
        }
    }
}

/* ---- signals, watching, the loop ---- */

static void begin_stop(struct master *m)
{
    if (m->stopping)
        return;
    m->stopping = true;
    m->stop_since = clock_mono_ms();
    notify_state("STOPPING=1");
    log_note(LOG_INFO, "stopping");
}

static void take_signals(struct master *m, int fd)
{
    struct signalfd_siginfo info;

    while (read(fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
        if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
            begin_stop(m);
        else if (info.ssi_signo == SIGHUP)
            m->reload = true;
    }
}

static void add_tree(struct digest_state *d, struct arena *a, struct str dir)
{
    struct file_list list;

    if (file_tree(a, dir, &list) != OK)
        return;
    for (size_t i = 0; i < list.n; i++) {
        digest_add(d, list.v[i].path);
        digest_add(d, (struct str){(const char *)&list.v[i].size, sizeof(list.v[i].size)});
        digest_add(d, (struct str){(const char *)&list.v[i].mtime_ns, sizeof(list.v[i].mtime_ns)});
    }
}

static void add_file(struct digest_state *d, struct arena *a, struct str path)
{
    struct stat st;

    if (path.n > 0 && stat(arena_cstr(a, path), &st) == 0)
        digest_add(d, (struct str){(const char *)&st.st_mtim, sizeof(st.st_mtim)});
}

/* Names, sizes and times of all that a generation is made from. True when they changed. */
static bool files_changed(struct master *m)
{
    unsigned char now[DIGEST_BYTES];
    struct digest_state d;
    struct arena a;
    bool changed;

    arena_init(&a, (size_t)256 << 20);
    digest_init(&d);
    add_tree(&d, &a, m->config->content_dir);
    add_tree(&d, &a, m->config->micrositios_dir);
    add_tree(&d, &a, m->config->theme_dir);
    add_tree(&d, &a, file_join(&a, m->s.options->share_dir, STR("fcgi/locales")));
    add_file(&d, &a, m->config->file);
    add_file(&d, &a, m->config->glossary);
    add_tree(&d, &a, m->config->calendar);
    add_file(&d, &a, m->config->alerts);
    add_file(&d, &a, m->config->search_table);
    add_file(&d, &a, m->config->redirects);
    for (int i = 0; i < STATEMENT_FILES; i++)
        add_file(&d, &a, app_statement_file(&a, m->config->root, m->s.options->share_dir, i));
    digest_finish(&d, now);
    arena_release(&a);
    changed = memcmp(now, m->seen, sizeof(now)) != 0;
    memcpy(m->seen, now, sizeof(now));
    return changed;
}

static void tick(struct master *m)
{
    int64_t now = clock_mono_ms();

    refuse_when_deserted(m);
    if (m->s.options->watch && files_changed(m))
        m->reload = true;
    if (m->next.pid == 0 && (m->reload || (m->restart && now >= m->restart_at)))
        start_loader(m);
    if (m->live.pid > 0)
        drain_others(m);
    notify_state("WATCHDOG=1");
}

static void stop_tick(const struct master *m)
{
    bool late = clock_mono_ms() - m->stop_since > (int64_t)m->config->limits.drain_s * 1000;
    int signal = late ? SIGKILL : SIGTERM;

    if (m->live.pid > 0)
        (void)kill(m->live.pid, signal);
    if (m->next.pid > 0)
        (void)kill(m->next.pid, signal);
    for (size_t i = 0; i < SHARED_WORKERS_MAX; i++) {
        int pid = atomic_load(&m->s.shared->workers[i].pid);

        if (pid > 0)
            (void)kill(pid, signal);
    }
}

static void loop(struct master *m, int signals)
{
    while (!m->stopping || m->live.pid > 0 || m->next.pid > 0 || workers_alive(m->s.shared) > 0) {
        struct pollfd fds[2] = {{.fd = signals, .events = POLLIN},
                                {.fd = m->next.pid > 0 ? m->next.ready : -1, .events = POLLIN}};
        char byte;

        (void)poll(fds, 2, TICK_MS);
        take_signals(m, signals);
        if (fds[1].fd >= 0 && (fds[1].revents & POLLIN) != 0 && read(m->next.ready, &byte, 1) == 1)
            switch_to_next(m);
        reap(m);
        if (m->stopping)
            stop_tick(m);
        else
            tick(m);
    }
}

static bool set_up(struct master *m, const struct serve_options *o, struct arena *a)
{
    struct diags d;
    int ends[2];

    diags_init(&d, a);
    m->arena = a;
    m->s.options = o;
    m->config = config_load(a, o->site_yml, o->overrides, &d);
    if (m->config == NULL) {
        struct diags none;

        diags_init(&none, a);
        print_diags(&d, app_texts(a, o->share_dir, STR("es-MX"), &none));
        return false;
    }
    log_setup(m->config->log_format, m->config->log_level);
    if (m->config->test_clock && getenv("ESTRADO_CLOCK") != NULL)
        clock_follow(getenv("ESTRADO_CLOCK"));
    m->s.shared = shared_map();
    if (m->s.shared == NULL || !open_sockets(m) || pipe2(ends, O_CLOEXEC) != 0)
        return false;
    m->s.lifeline = ends[0];
    m->lifeline_write = ends[1];
    return true;
}

int master_run(const struct serve_options *o)
{
    struct master m = {.deserted_since = clock_mono_ms()};
    struct arena a;
    int signals;

    arena_init(&a, (size_t)16 << 20);
    if (!set_up(&m, o, &a))
        return 1;
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1);
    block_signals();
    signals = signal_fd();
    if (o->watch)
        (void)files_changed(&m);
    start_loader(&m);
    loop(&m, signals);
    for (size_t i = 0; i < m.s.npools; i++) {
        if (notify_sockets() == 0)
            (void)unlink(arena_cstr(&a, m.s.sockets[i]));
    }
    log_note(LOG_INFO, "stopped");
    arena_release(&a);
    return m.status;
}
