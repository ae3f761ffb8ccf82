/*
 * Children and the pipes to them. What a child is at stands in memory that both
 * share, so that the parent knows what it died of.
 */
#include "content/children.h"
#include "fcgi/base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define JOBS_PER_CHILD 8 /* fewer are not worth another fork */
#define PIPE_BYTES     (1 << 20)
#define READ_BYTES     (256u * 1024)
#define POLL_MS        50
#define BARREN_MAX     3 /* starts of a child without any job done or lost, before it is given up */

/* Both sides see it. */
struct board {
    atomic_size_t next;
    atomic_size_t at[CHILDREN_MAX]; /* job + 1 that the child of a lane does; 0: none yet */
    bool done[];                    /* for each job: answered or lost; the parent's own */
};

/* Before each answer in the pipe. */
struct frame {
    uint32_t job, n;
};

struct lane {
    pid_t pid; /* 0: none */
    int fd;
    struct buf in;
    size_t seen;   /* the board's `at` when it was last looked at */
    int64_t since; /* clock_mono_ms() of the last sign of life */
    bool useful;   /* this child has done or lost a job */
    int barren;
};

struct run {
    const struct children *c;
    struct board *board;
    struct lane lanes[CHILDREN_MAX];
    size_t nlanes;
};

/* ---- in the child ---- */

/* Bytes that RLIMIT_DATA counts already (proc(5): statm, sixth field, in pages); 0: not known. */
static size_t data_bytes(void)
{
    unsigned long pages = 0;
    FILE *f = fopen("/proc/self/statm", "re");

    if (f == NULL)
        return 0;
    if (fscanf(f, "%*u %*u %*u %*u %*u %lu", &pages) != 1) /* NOLINT(cert-err34-c): the kernel's */
        pages = 0;
    (void)fclose(f);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void settle_in(const struct run *r, pid_t parent)
{
    struct rlimit none = {0, 0}, data;
    size_t now = data_bytes();
    sigset_t mask;

    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    (void)sigfillset(&mask);
    (void)sigdelset(&mask, SIGPROF);
    (void)sigdelset(&mask, SIGSEGV);
    (void)sigdelset(&mask, SIGBUS);
    (void)sigdelset(&mask, SIGFPE);
    (void)sigdelset(&mask, SIGILL);
    (void)sigdelset(&mask, SIGABRT);
    (void)signal(SIGPROF, SIG_DFL);
    (void)sigprocmask(SIG_SETMASK, &mask, NULL);
    (void)setrlimit(RLIMIT_CORE, &none);
    data = (struct rlimit){now + r->c->data_max, now + r->c->data_max};
    if (now > 0 && r->c->data_max > 0)
        (void)setrlimit(RLIMIT_DATA, &data);
    for (size_t i = 0; i < r->nlanes; i++) {
        if (r->lanes[i].pid > 0)
            (void)close(r->lanes[i].fd);
    }
}

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

/* SIGPROF ends whoever passes its time. */
static void limit_time(int ms)
{
    struct itimerval t = {{0, 0}, {ms / 1000, (suseconds_t)(ms % 1000) * 1000}};

    (void)setitimer(ITIMER_PROF, &t, NULL);
}

static __attribute__((noreturn)) void child(const struct run *r, size_t lane, int fd, pid_t parent)
{
    struct buf out;

    settle_in(r, parent);
    buf_init(&out, r->c->answer_max);
    for (;;) {
        size_t job = atomic_fetch_add(&r->board->next, 1);
        struct frame head = {(uint32_t)job, 0};

        if (job >= r->c->njobs)
            _exit(0);
        atomic_store(&r->board->at[lane], job + 1);
        buf_clear(&out);
        limit_time(r->c->cpu_ms);
        r->c->work(r->c->arg, job, &out);
        limit_time(0);
        head.n = (uint32_t)out.n;
        if (out.failed || !send_all(fd, (struct str){(const char *)&head, sizeof(head)}) ||
            !send_all(fd, buf_str(&out)))
            _exit(1);
    }
}

/* ---- in the parent ---- */

static bool is_done(const struct run *r, size_t job)
{
    return r->board->done[job];
}

static void lose(struct run *r, size_t job, enum child_loss why)
{
    r->board->done[job] = true;
    r->c->lost(r->c->arg, job, why);
}

static bool jobs_wait(const struct run *r)
{
    return atomic_load(&r->board->next) < r->c->njobs;
}

static void start(struct run *r, size_t lane)
{
    struct lane *l = &r->lanes[lane];
    int ends[2];
    pid_t self = getpid();

    if (!jobs_wait(r) || l->barren >= BARREN_MAX)
        return;
    buf_clear(&l->in);
    l->barren++;
    l->useful = false;
    l->seen = 0;
    l->since = clock_mono_ms();
    atomic_store(&r->board->at[lane], 0);
    if (pipe2(ends, O_CLOEXEC) != 0)
        return;
    (void)fcntl(ends[0], F_SETPIPE_SZ, PIPE_BYTES);
    l->pid = fork();
    if (l->pid == 0) {
        (void)close(ends[0]);
        child(r, lane, ends[1], self);
    }
    (void)close(ends[1]);
    l->fd = ends[0];
    if (l->pid < 0) {
        (void)close(ends[0]);
        l->pid = 0;
    }
}

/* Takes the whole answers that have come. False for what no healthy child sends. */
static bool take_answers(struct run *r, struct lane *l)
{
    struct str rest = buf_str(&l->in);
    struct frame head;

    while (rest.n >= sizeof(head)) {
        memcpy(&head, rest.p, sizeof(head));
        if (head.job >= r->c->njobs || head.n > r->c->answer_max || is_done(r, head.job))
            return false;
        if (rest.n - sizeof(head) < head.n)
            break;
        if (r->c->answer(r->c->arg, head.job, str_sub(rest, sizeof(head), sizeof(head) + head.n)))
            r->board->done[head.job] = true;
        else
            lose(r, head.job, CHILD_CRASHED);
        l->useful = true;
        rest = str_sub(rest, sizeof(head) + head.n, rest.n);
    }
    if (rest.n > 0)
        memmove(l->in.p, rest.p, rest.n);
    l->in.n = rest.n;
    return true;
}

/* 1: something came; 0: the child has closed its end; -1: it sends nonsense. */
static int receive(struct run *r, struct lane *l)
{
    char *room = buf_reserve(&l->in, READ_BYTES);
    ssize_t n;

    if (room == NULL)
        return -1;
    do {
        n = read(l->fd, room, READ_BYTES);
    } while (n < 0 && errno == EINTR);
    if (n <= 0)
        return 0;
    l->in.n += (size_t)n;
    l->since = clock_mono_ms();
    return take_answers(r, l) ? 1 : -1;
}

static int wait_for(pid_t pid)
{
    int status = 0;

    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

/* The child is gone or is sent away: what it was at is lost, the rest goes on in another. */
static void end(struct run *r, size_t lane, bool slow)
{
    struct lane *l = &r->lanes[lane];
    size_t at = atomic_load(&r->board->at[lane]);
    int status;

    (void)kill(l->pid, SIGKILL); /* no harm when it has ended by itself: it is not reaped yet */
    status = wait_for(l->pid);
    (void)close(l->fd);
    l->pid = 0;
    slow = slow || (WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF);
    if (at > 0 && !is_done(r, at - 1)) {
        lose(r, at - 1, slow ? CHILD_SLOW : CHILD_CRASHED);
        l->useful = true;
    }
    if (l->useful)
        l->barren = 0;
    start(r, lane);
}

static void listen_to(struct run *r, size_t lane, short events)
{
    struct lane *l = &r->lanes[lane];
    size_t at = atomic_load(&r->board->at[lane]);

    if (events != 0) {
        int got = receive(r, l);

        if (got <= 0)
            end(r, lane, false);
        return;
    }
    if (at != l->seen) {
        l->seen = at;
        l->since = clock_mono_ms();
    }
    if (clock_mono_ms() - l->since <= r->c->silence_ms)
        return;
    (void)kill(l->pid, SIGKILL);
    while (receive(r, l) > 0)
        ; /* answers that it had finished */
    end(r, lane, true);
}

static bool watch(struct run *r)
{
    struct pollfd fds[CHILDREN_MAX];
    bool running = false;

    for (size_t k = 0; k < r->nlanes; k++) {
        bool lives = r->lanes[k].pid > 0;

        fds[k] = (struct pollfd){.fd = lives ? r->lanes[k].fd : -1, .events = POLLIN};
        running = running || lives;
    }
    if (!running)
        return false;
    if (poll(fds, r->nlanes, POLL_MS) < 0)
        return true;
    for (size_t k = 0; k < r->nlanes; k++) {
        if (fds[k].fd >= 0)
            listen_to(r, k, fds[k].revents);
    }
    return true;
}

static size_t lanes_for(const struct children *c)
{
    size_t most = c->processes < 1              ? 1
                  : c->processes > CHILDREN_MAX ? CHILDREN_MAX
                                                : (size_t)c->processes;
    size_t worth = (c->njobs + JOBS_PER_CHILD - 1) / JOBS_PER_CHILD;

    return worth < most ? worth : most;
}

static void run(struct run *r)
{
    r->nlanes = lanes_for(r->c);
    for (size_t k = 0; k < r->nlanes; k++) {
        buf_init(&r->lanes[k].in, r->c->answer_max + sizeof(struct frame) + READ_BYTES);
        start(r, k);
    }
    while (watch(r))
        ;
    for (size_t k = 0; k < r->nlanes; k++)
        buf_release(&r->lanes[k].in);
}

void children_run(const struct children *c)
{
    struct run r = {.c = c};
    size_t size = sizeof(struct board) + c->njobs * sizeof(bool);
    void *board = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (board != MAP_FAILED) {
        r.board = board;
        run(&r);
    }
    /* Jobs that nobody came to, or whose child sent nonsense behind them. */
    for (size_t i = 0; i < c->njobs; i++) {
        bool drawn = board != MAP_FAILED && i < atomic_load(&r.board->next);

        if (board == MAP_FAILED || !r.board->done[i])
            c->lost(c->arg, i, drawn ? CHILD_CRASHED : CHILD_NOT_STARTED);
    }
    if (board != MAP_FAILED)
        (void)munmap(board, size);
}
