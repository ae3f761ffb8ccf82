/*
 * /-/health and /-/metrics, for operators: only through nginx's local socket.
 */
#include "fcgi/app/app.h"
#include "fcgi/base/buf.h"

static int get_int(const atomic_int *v)
{
    return atomic_load_explicit(v, memory_order_relaxed);
}

static unsigned long get(const atomic_ulong *v)
{
    return atomic_load_explicit(v, memory_order_relaxed);
}

static void release(void *arg)
{
    buf_release(arg);
}

static struct buf *new_buf(struct ctx *c)
{
    struct buf *b = ARENA_NEW(c->arena, struct buf);

    buf_init(b, (size_t)1 << 20);
    arena_defer(c->arena, release, b);
    return b;
}

static int live_workers(const struct shared *s)
{
    int n = 0;

    for (size_t i = 0; i < SHARED_WORKERS_MAX; i++)
        n += get_int(&s->workers[i].pid) != 0;
    return n;
}

/* What is configured and answers: 1; configured and away: 0; not configured: -1. */
static void look_at_services(struct ctx *c, int *ret_redis, int *ret_pg)
{
    *ret_redis = c->app->config->redis_socket.n == 0 ? -1 : cache_is_up(c->app->cache);
    *ret_pg = c->app->config->pg_socket_dir.n == 0 ? -1 : pg_is_up(c->app->pg);
    atomic_store_explicit(&c->app->shared->redis_up, *ret_redis, memory_order_relaxed);
    atomic_store_explicit(&c->app->shared->pg_up, *ret_pg, memory_order_relaxed);
}

static const char *state(int up)
{
    return up < 0 ? "off" : up > 0 ? "up" : "down";
}

/* Ready means: pages are served. Redis and PostgreSQL away do not change that, and are told apart.
 */
enum err h_health(struct ctx *c, struct answer *ret_answer)
{
    const struct shared *s = c->app->shared;
    struct buf *b = new_buf(c);
    int redis, pg;

    look_at_services(c, &redis, &pg);
    buf_addf(b,
             "{\"live\":true,\"ready\":true,\"version\":\"%s\",\"generation\":%d,\"pages\":%d,"
             "\"errors\":%d,\"workers\":%d,"
             "\"redis\":\"%s\",\"postgresql\":\"%s\"}\n",
             ESTRADO_VERSION, c->app->serial, get_int(&s->generation_pages),
             get_int(&s->generation_errors), live_workers(s), state(redis), state(pg));
    ret_answer->type = "application/json";
    ret_answer->no_store = true;
    return buf_finish(b, &ret_answer->raw);
}

static void add_route(struct buf *b, const struct shared_route *r, const char *name)
{
    unsigned long total = 0;

    for (int class = 1; class < 6; class ++) {
        if (get(&r->by_class[class]) > 0)
            buf_addf(b, "estrado_requests_total{route=\"%s\",status=\"%dxx\"} %lu\n", name, class,
                     get(&r->by_class[class]));
    }
    for (int i = 0; i < SHARED_BUCKETS; i++) {
        total += get(&r->bucket[i]);
        buf_addf(b, "estrado_request_seconds_bucket{route=\"%s\",le=\"%s\"} %lu\n", name,
                 shared_bucket_bound(i), total);
    }
    buf_addf(b, "estrado_request_seconds_sum{route=\"%s\"} %.6f\n", name,
             (double)get(&r->sum_us) / 1e6);
    buf_addf(b, "estrado_request_seconds_count{route=\"%s\"} %lu\n", name, total);
    buf_addf(b, "estrado_response_bytes_total{route=\"%s\"} %lu\n", name, get(&r->bytes));
}

static void add_value(struct buf *b, const char *name, const char *type, unsigned long value)
{
    buf_addf(b, "# TYPE %s %s\n%s %lu\n", name, type, name, value);
}

/* https://prometheus.io/docs/instrumenting/exposition_formats/ (text 0.0.4). */
enum err h_metrics(struct ctx *c, struct answer *ret_answer)
{
    const struct shared *s = c->app->shared;
    struct buf *b = new_buf(c);
    size_t n;
    const struct route *routes = routes_all(&n);
    int redis, pg;

    look_at_services(c, &redis, &pg);
    buf_add(b,
            STR("# TYPE estrado_requests_total counter\n# TYPE estrado_request_seconds histogram\n"
                "# TYPE estrado_response_bytes_total counter\n"));
    for (size_t i = 0; i < n; i++)
        add_route(b, &s->routes[i], routes[i].name);
    add_route(b, &s->routes[SHARED_ROUTES_MAX - 1], "none");
    add_value(b, "estrado_workers", "gauge", (unsigned long)live_workers(s));
    add_value(b, "estrado_worker_deaths_total", "counter", get(&s->worker_deaths));
    add_value(b, "estrado_worker_kills_total", "counter", get(&s->worker_kills));
    add_value(b, "estrado_generation", "gauge", (unsigned long)get_int(&s->generation));
    add_value(b, "estrado_generation_load_failures_total", "counter", get(&s->load_failures));
    add_value(b, "estrado_pages", "gauge", (unsigned long)get_int(&s->generation_pages));
    add_value(b, "estrado_cache_hits_total", "counter", get(&s->cache_hit));
    add_value(b, "estrado_cache_misses_total", "counter", get(&s->cache_miss));
    add_value(b, "estrado_cache_puts_total", "counter", get(&s->cache_put));
    add_value(b, "estrado_redis_up", "gauge", redis > 0);
    add_value(b, "estrado_postgresql_up", "gauge", pg > 0);
    ret_answer->type = "text/plain; version=0.0.4; charset=utf-8";
    ret_answer->no_store = true;
    return buf_finish(b, &ret_answer->raw);
}
