/*
 * The shared page and the latency histogram's bounds.
 */
#include "fcgi/base/shared.h"

#include <sys/mman.h>

/* Microseconds; from a cache hit to the request's deadline. */
static const int64_t bounds_us[SHARED_BUCKETS - 1] = {100,   250,   500,    1000,    2500,    5000,
                                                      10000, 50000, 250000, 1000000, 10000000};
static const char *const bounds_text[SHARED_BUCKETS] = {"0.0001", "0.00025", "0.0005", "0.001",
                                                        "0.0025", "0.005",   "0.01",   "0.05",
                                                        "0.25",   "1",       "10",     "+Inf"};

struct shared *shared_map(void)
{
    void *p = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                   -1, 0);
    struct shared *s = p;

    if (p == MAP_FAILED)
        return NULL;
    atomic_store_explicit(&s->redis_up, -1, memory_order_relaxed);
    atomic_store_explicit(&s->pg_up, -1, memory_order_relaxed);
    return s;
}

const char *shared_bucket_bound(int bucket)
{
    return bounds_text[bucket];
}

static int bucket_of(int64_t us)
{
    int b = 0;

    while (b < SHARED_BUCKETS - 1 && us > bounds_us[b])
        b++;
    return b;
}

void shared_count(struct shared *s, int route, int status, int64_t us, int64_t bytes)
{
    struct shared_route *r = &s->routes[route];

    atomic_fetch_add_explicit(&r->by_class[status / 100 % 6], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&r->bucket[bucket_of(us)], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&r->sum_us, (unsigned long)us, memory_order_relaxed);
    atomic_fetch_add_explicit(&r->bytes, (unsigned long)bytes, memory_order_relaxed);
}
