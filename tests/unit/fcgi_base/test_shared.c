/* The page that all processes share. */
#include "tests/unit/test.h"

#include "fcgi/base/shared.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int set_up(void **state)
{
    *state = shared_map();
    return *state == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    return munmap(*state, sizeof(struct shared));
}

static void begins_at_zero_with_services_unknown(void **state)
{
    struct shared *s = *state;

    assert_int_equal(s->redis_up, -1);
    assert_int_equal(s->pg_up, -1);
    assert_int_equal(s->generation, 0);
    assert_int_equal(s->cache_hit, 0);
    for (int i = 0; i < SHARED_WORKERS_MAX; i++)
        assert_int_equal(s->workers[i].pid, 0);
}

static void counts_by_status_class_time_and_size(void **state)
{
    struct shared *s = *state;
    struct shared_route *r = &s->routes[3];

    shared_count(s, 3, 200, 150, 1000);
    shared_count(s, 3, 304, 50, 0);
    shared_count(s, 3, 503, 99000000, 20);
    assert_int_equal(r->by_class[2], 1);
    assert_int_equal(r->by_class[3], 1);
    assert_int_equal(r->by_class[5], 1);
    assert_int_equal(r->sum_us, 99000200);
    assert_int_equal(r->bytes, 1020);
    assert_int_equal(s->routes[2].by_class[2], 0);
}

/* A bound belongs to its bucket ("le" of Prometheus), and the printed bound is the one that counts.
 */
static void each_bucket_ends_at_the_bound_it_prints(void **state)
{
    struct shared *s = *state;
    double last = 0;

    for (int b = 0; b < SHARED_BUCKETS - 1; b++) {
        double bound = strtod(shared_bucket_bound(b), NULL);
        int64_t us = (int64_t)(bound * 1000000 + 0.5);

        assert_true(bound > last);
        last = bound;
        shared_count(s, b, 200, us, 0);
        shared_count(s, b, 200, us + 1, 0);
        assert_int_equal(s->routes[b].bucket[b], 1);
        assert_int_equal(s->routes[b].bucket[b + 1], 1);
    }
    assert_string_equal(shared_bucket_bound(SHARED_BUCKETS - 1), "+Inf");
}

static void counts_of_many_processes_add_up(void **state)
{
    enum { CHILDREN = 4, EACH = 20000 };
    struct shared *s = *state;
    int status;

    for (int i = 0; i < CHILDREN; i++) {
        if (fork() == 0) {
            for (int k = 0; k < EACH; k++)
                shared_count(s, 1, 200, 1, 2);
            _exit(0);
        }
    }
    for (int i = 0; i < CHILDREN; i++) {
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    assert_int_equal(s->routes[1].by_class[2], CHILDREN * EACH);
    assert_int_equal(s->routes[1].bucket[0], CHILDREN * EACH);
    assert_int_equal(s->routes[1].bytes, 2 * CHILDREN * EACH);
}

#define WITH_PAGE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PAGE(begins_at_zero_with_services_unknown),
        WITH_PAGE(counts_by_status_class_time_and_size),
        WITH_PAGE(each_bucket_ends_at_the_bound_it_prints),
        WITH_PAGE(counts_of_many_processes_add_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
