/*
 * One page of memory that master, loaders and workers share (decision 8):
 * heartbeats, counters, the state of generations. Mapped once by the master
 * before the first fork; all fields are relaxed atomics.
 */
#ifndef ESTRADO_BASE_SHARED_H
#define ESTRADO_BASE_SHARED_H

#include "fcgi/base/base.h"

#include <stdatomic.h>

#define SHARED_WORKERS_MAX 256
#define SHARED_ROUTES_MAX  64
#define SHARED_BUCKETS     12 /* of the latency histogram; bounds in shared.c, the last is +Inf */

/* What a worker is doing, for the watchdog. */
enum beat { BEAT_NONE, BEAT_IDLE, BEAT_READING, BEAT_WORKING };

struct shared_worker {
    atomic_int pid; /* 0: free slot */
    atomic_int pool;
    atomic_int generation; /* serial number, from 1 */
    atomic_int beat;       /* enum beat */
    atomic_llong since_ms; /* clock_mono_ms() when the beat began */
    atomic_ulong requests;
};

struct shared_route {
    atomic_ulong by_class[6]; /* status / 100; [0] unused */
    atomic_ulong bucket[SHARED_BUCKETS];
    atomic_ulong sum_us, bytes;
};

struct shared {
    atomic_int generation;          /* serial of the live one; 0 before the first */
    atomic_llong generation_loaded; /* epoch seconds */
    atomic_int generation_pages, generation_errors;
    atomic_ulong load_failures, worker_deaths, worker_kills;
    atomic_ulong cache_hit, cache_miss, cache_put, cache_refused;
    atomic_int redis_up, pg_up; /* 1, 0, -1 unknown */
    atomic_llong epoch_content; /* raised when data that pages depend on changes */
    struct shared_worker workers[SHARED_WORKERS_MAX];
    struct shared_route routes[SHARED_ROUTES_MAX];
};

/* NULL when the system refuses. */
struct shared *shared_map(void);
/* Upper bound of a histogram bucket in seconds as Prometheus prints it ("0.001", "+Inf"); a
 * literal. */
const char *shared_bucket_bound(int bucket);
void shared_count(struct shared *s, int route, int status, int64_t us, int64_t bytes);

#endif
