/* Children that crash, hang, lie or die cost one job each. */
#include "content/children.h"
#include "tests/unit/test.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define JOBS 200

struct world {
    int answers[JOBS], losses[JOBS];
    enum child_loss why[JOBS];
    bool right[JOBS]; /* the answer was the job's own */
};

static void say_number(void *arg, size_t job, struct buf *out)
{
    (void)arg;
    buf_addf(out, "job %zu", job);
}

static void work_crashing(void *arg, size_t job, struct buf *out)
{
    if (job % 50 == 7)
        raise(SIGKILL);
    if (job % 50 == 8)
        _exit(0);
    if (job % 50 == 9)
        _exit(3);
    say_number(arg, job, out);
}

static void work_spinning(void *arg, size_t job, struct buf *out)
{
    volatile unsigned spin = 0;

    while (job % 100 == 5)
        spin++;
    say_number(arg, job, out);
}

static void work_waiting(void *arg, size_t job, struct buf *out)
{
    while (job == 3)
        pause();
    say_number(arg, job, out);
}

static void work_big(void *arg, size_t job, struct buf *out)
{
    for (int i = 0; job == 11 && i < 2000; i++)
        buf_add(out, STR("0123456789"));
    say_number(arg, job, out);
}

static void work_large(void *arg, size_t job, struct buf *out)
{
    (void)arg;
    for (int i = 0; i < 30000; i++)
        buf_addf(out, "%zu ", job);
}

static void work_refused(void *arg, size_t job, struct buf *out)
{
    if (job == 20)
        buf_add(out, STR("nonsense"));
    else
        say_number(arg, job, out);
}

static bool answer(void *arg, size_t job, struct str s)
{
    struct world *w = arg;
    char want[32];

    (void)snprintf(want, sizeof(want), "job %zu", job);
    if (str_eq(s, STR("nonsense")))
        return false;
    w->answers[job]++;
    w->right[job] = str_eq(s, str_from(want));
    return true;
}

static bool answer_large(void *arg, size_t job, struct str s)
{
    struct world *w = arg;
    char want[32];
    int n = snprintf(want, sizeof(want), "%zu ", job);

    w->answers[job]++;
    w->right[job] = s.n == (size_t)n * 30000 && str_ends(s, str_from(want));
    return true;
}

static void lost(void *arg, size_t job, enum child_loss why)
{
    struct world *w = arg;

    w->losses[job]++;
    w->why[job] = why;
}

static struct children options(struct world *w)
{
    memset(w, 0, sizeof(*w));
    return (struct children){.njobs = JOBS,
                             .processes = 4,
                             .cpu_ms = 20000,
                             .silence_ms = 60000,
                             .answer_max = 10000,
                             .data_max = (size_t)64 << 20,
                             .work = say_number,
                             .answer = answer,
                             .lost = lost,
                             .arg = w};
}

static int open_descriptors(void)
{
    DIR *d = opendir("/proc/self/fd");
    int n = 0;

    assert_non_null(d);
    while (readdir(d) != NULL)
        n++;
    closedir(d);
    return n;
}

/* Each job answered or lost, once. */
static int check(const struct world *w)
{
    int nlost = 0;

    for (int i = 0; i < JOBS; i++) {
        assert_int_equal(w->answers[i] + w->losses[i], 1);
        assert_true(w->losses[i] == 1 || w->right[i]);
        nlost += w->losses[i];
    }
    return nlost;
}

static void every_job_is_answered_by_any_number_of_children(void **state)
{
    static const int processes[] = {0, 1, 2, 7, CHILDREN_MAX, 1000};
    struct world w;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(processes); i++) {
        struct children c = options(&w);

        c.processes = processes[i];
        children_run(&c);
        assert_int_equal(check(&w), 0);
    }
}

static void a_crash_costs_its_own_job_only(void **state)
{
    struct world w;
    struct children c = options(&w);

    (void)state;
    c.work = work_crashing;
    children_run(&c);
    assert_int_equal(check(&w), 12);
    for (int i = 0; i < JOBS; i++) {
        assert_int_equal(w.losses[i], i % 50 >= 7 && i % 50 <= 9);
        assert_true(w.losses[i] == 0 || w.why[i] == CHILD_CRASHED);
    }
}

static void a_job_that_computes_for_ever_is_ended(void **state)
{
    struct world w;
    struct children c = options(&w);

    (void)state;
    c.work = work_spinning;
    c.cpu_ms = 100;
    children_run(&c);
    assert_int_equal(check(&w), 2);
    assert_int_equal(w.why[5], CHILD_SLOW);
    assert_int_equal(w.why[105], CHILD_SLOW);
}

static void a_job_that_waits_for_ever_is_ended(void **state)
{
    struct world w;
    struct children c = options(&w);

    (void)state;
    c.work = work_waiting;
    c.silence_ms = 1500;
    children_run(&c);
    assert_int_equal(check(&w), 1);
    assert_int_equal(w.why[3], CHILD_SLOW);
}

static void an_answer_above_its_limit_is_lost(void **state)
{
    struct world w;
    struct children c = options(&w);

    (void)state;
    c.work = work_big;
    children_run(&c);
    assert_int_equal(check(&w), 1);
    assert_int_equal(w.why[11], CHILD_CRASHED);
}

static void a_refused_answer_is_lost(void **state)
{
    struct world w;
    struct children c = options(&w);

    (void)state;
    c.work = work_refused;
    children_run(&c);
    assert_int_equal(check(&w), 1);
    assert_int_equal(w.why[20], CHILD_CRASHED);
}

static void answers_larger_than_the_pipe_arrive_whole(void **state)
{
    struct world w;
    struct children c = options(&w);

    (void)state;
    c.njobs = 40;
    c.answer_max = (size_t)4 << 20;
    c.work = work_large;
    c.answer = answer_large;
    children_run(&c);
    for (size_t i = 0; i < c.njobs; i++)
        assert_true(w.answers[i] == 1 && w.right[i]);
}

static void leaves_no_child_and_no_descriptor(void **state)
{
    struct world w;
    struct children c = options(&w);
    int before = open_descriptors();

    (void)state;
    c.work = work_crashing;
    children_run(&c);
    assert_int_equal(open_descriptors(), before);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* ECHILD: none is left */
}

/* mmap, as malloc does for large pieces: what counts is the limit of the system. */
static void work_greedy(void *arg, size_t job, struct buf *out)
{
    size_t size = (size_t)512 << 20;
    void *p = job != 30
                  ? NULL
                  : mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (p == MAP_FAILED)
        abort();
    say_number(arg, job, out);
}

static void a_job_that_takes_too_much_memory_is_lost(void **state)
{
    struct world w;
    struct children c = options(&w);

    (void)state;
    c.work = work_greedy;
    children_run(&c);
    assert_int_equal(check(&w), 1);
    assert_int_equal(w.why[30], CHILD_CRASHED);
}

static void no_job_is_no_work(void **state)
{
    struct world w;
    struct children c = options(&w);

    (void)state;
    c.njobs = 0;
    children_run(&c);
    for (int i = 0; i < JOBS; i++)
        assert_int_equal(w.answers[i] + w.losses[i], 0);
}

/* A loader has SIGTERM blocked or handled by itself; children must not die of what is meant for it.
 */
static void signal_the_group(void *arg, size_t job, struct buf *out)
{
    if (job == 0) {
        kill(getpid(), SIGTERM);
        kill(getpid(), SIGINT);
        kill(getpid(), SIGHUP);
    }
    say_number(arg, job, out);
}

static void signals_meant_for_the_parent_end_no_child(void **state)
{
    struct world w;
    struct children c = options(&w);

    (void)state;
    c.work = signal_the_group;
    children_run(&c);
    assert_int_equal(check(&w), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_job_is_answered_by_any_number_of_children),
        cmocka_unit_test(a_crash_costs_its_own_job_only),
        cmocka_unit_test(a_job_that_computes_for_ever_is_ended),
        cmocka_unit_test(a_job_that_waits_for_ever_is_ended),
        cmocka_unit_test(an_answer_above_its_limit_is_lost),
        cmocka_unit_test(a_refused_answer_is_lost),
        cmocka_unit_test(answers_larger_than_the_pipe_arrive_whole),
        cmocka_unit_test(leaves_no_child_and_no_descriptor),
        cmocka_unit_test(a_job_that_takes_too_much_memory_is_lost),
        cmocka_unit_test(no_job_is_no_work),
        cmocka_unit_test(signals_meant_for_the_parent_end_no_child),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
