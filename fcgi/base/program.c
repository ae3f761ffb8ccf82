/*
 * Children and the pipes between them. The input lies in a file without a name (memfd_create), so
 * that only one end of one pipe has to be watched.
 */
#include "fcgi/base/program.h"
#include "fcgi/base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define READ_BYTES (64u * 1024)
#define FILES_MAX  64  /* descriptors of a program */
#define NOT_RUN    127 /* exit status, as a shell's */

struct chain {
    const struct program *v;
    size_t n, started;
    const struct program_limits *limits;
    pid_t pids[PROGRAMS_MAX];
    int out; /* where the last one's output is read; -1: none */
};

bool program_is_there(struct str path)
{
    char text[PATH_MAX];
    struct stat st;

    if (path.n == 0 || path.n >= sizeof(text))
        return false;
    (void)snprintf(text, sizeof(text), STR_FMT, STR_ARG(path));
    return stat(text, &st) == 0 && S_ISREG(st.st_mode) && access(text, X_OK) == 0;
}

/* ---- in the child ---- */

static void limit(int what, rlim_t value)
{
    struct rlimit r = {value, value};

    (void)setrlimit((__rlimit_resource_t)what, &r);
}

static __attribute__((noreturn)) void
become(const struct program *p, const struct program_limits *limits, int in, int out, pid_t parent)
{
    char *const *words = (char *const *)(uintptr_t)p->words;
    static char *const environment[] = {NULL};
    sigset_t none;
    int null = open("/dev/null", O_WRONLY);

    if (null < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(null, 2) < 0 ||
        close_range(3, ~0U, 0) != 0)
        _exit(NOT_RUN);
    (void)setpgid(0, 0);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(NOT_RUN);
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_NOFILE, FILES_MAX);
    limit(RLIMIT_CPU, (rlim_t)limits->cpu_s);
    limit(RLIMIT_AS, limits->memory);
    (void)execve(words[0], words, environment);
    _exit(NOT_RUN);
}

/* ---- in the caller ---- */

/* The descriptors become 3 or more, so that dup2 to 0, 1 and 2 never meets one of them. */
static int above_standard(int fd)
{
    int higher = fd < 0 || fd > 2 ? fd : fcntl(fd, F_DUPFD_CLOEXEC, 3);

    if (higher != fd)
        (void)close(fd);
    return higher;
}

/* A file without a name that holds the input, at its start; -1 when there is no memory. */
static int input_of(struct str input)
{
    int fd = above_standard(memfd_create("input", MFD_CLOEXEC));
    size_t done = 0;

    while (fd >= 0 && done < input.n) {
        ssize_t n = write(fd, input.p + done, input.n - done);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            (void)close(fd);
            return -1;
        }
        done += (size_t)n;
    }
    if (fd >= 0)
        (void)lseek(fd, 0, SEEK_SET);
    return fd;
}

/* Starts the next program, which reads `in`; in the end its output is in c->out. Closes `in`. */
static bool start(struct chain *c, int in)
{
    pid_t self = getpid(), pid;
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0) {
        (void)close(in);
        return false;
    }
    ends[0] = above_standard(ends[0]);
    ends[1] = above_standard(ends[1]);
    pid = fork();
    if (pid == 0)
        become(&c->v[c->started], c->limits, in, ends[1], self);
    (void)close(in);
    (void)close(ends[1]);
    c->out = ends[0];
    if (pid < 0)
        return false;
    c->pids[c->started++] = pid;
    return true;
}

static bool start_all(struct chain *c, struct str input)
{
    int in = input_of(input);

    while (in >= 0 && c->started < c->n) {
        if (!start(c, in))
            return false;
        if (c->started == c->n)
            return true;
        in = c->out; /* the next one's now */
        c->out = -1;
    }
    return false;
}

static enum err wait_readable(int fd, int64_t deadline)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    int n;

    do {
        int64_t left = deadline - clock_mono_ms();

        n = poll(&p, 1, left > 0 ? (int)left : 0);
    } while (n < 0 && errno == EINTR);
    return n > 0 ? OK : n == 0 ? ERR_CONFLICT : ERR_UNAVAILABLE;
}

/* Until the last one closes its output. */
static enum err read_out(const struct chain *c, int64_t deadline, struct buf *out)
{
    char piece[READ_BYTES];

    for (;;) {
        enum err e = wait_readable(c->out, deadline);
        ssize_t n;

        if (e != OK)
            return e;
        n = read(c->out, piece, sizeof(piece));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 ? OK : ERR_UNAVAILABLE;
        buf_add(out, (struct str){piece, (size_t)n});
        if (out->failed)
            return ERR_TOO_BIG;
    }
}

static enum err status_of(int status)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return OK;
    return WIFEXITED(status) && WEXITSTATUS(status) == NOT_RUN ? ERR_NOT_FOUND : ERR_INVALID;
}

/* ERR_CONFLICT: it still runs when the deadline passes. */
static enum err wait_end(pid_t pid, int64_t deadline)
{
    int fd = pidfd_open(pid, 0);
    enum err e = fd < 0 ? ERR_UNAVAILABLE : wait_readable(fd, deadline);

    if (fd >= 0)
        (void)close(fd);
    return e;
}

/* With what it has started itself. It is not reaped yet, so its number is nobody else's. */
static void kill_all_of(pid_t pid)
{
    (void)kill(-pid, SIGKILL);
    (void)kill(pid, SIGKILL); /* before it had its group */
}

/* Waits for all; after a failure those that still run are ended. That one is not there counts more
 * than what the others make of it. */
static enum err end_all(struct chain *c, int64_t deadline, enum err e)
{
    for (size_t i = 0; i < c->started; i++) {
        int status = 0;
        enum err one;

        if (e == OK)
            e = wait_end(c->pids[i], deadline);
        if (e != OK)
            kill_all_of(c->pids[i]);
        while (waitpid(c->pids[i], &status, 0) < 0 && errno == EINTR)
            ;
        one = status_of(status);
        if (e == OK || (e == ERR_INVALID && one == ERR_NOT_FOUND))
            e = one;
    }
    return e;
}

enum err program_pipe(const struct program *v, size_t n, struct str input,
                      const struct program_limits *limits, struct buf *out)
{
    struct chain c = {.v = v, .n = n, .limits = limits, .out = -1};
    int64_t deadline = clock_mono_ms() + limits->timeout_ms;
    enum err e;

    if (n < 1 || n > PROGRAMS_MAX)
        return ERR_INVALID;
    e = start_all(&c, input) ? read_out(&c, deadline, out) : ERR_UNAVAILABLE;
    if (c.out >= 0)
        (void)close(c.out);
    return end_all(&c, deadline, e);
}
