/*
 * Redis (hiredis: only in cache.c). Never a source of truth: it may be away at
 * any time. A get is then a miss and a put does nothing; after an error the cache stays
 * shut for a second, so that a dead Redis costs no time.
 *
 * Callers give the full key, its parts on a line each: 1 to 8192 bytes, and the first line is the
 * generation, 1 to 64 letters, digits, '-' or '_'. Redis holds the value under
 * "estrado:<generation>:<digest of the full key>"; it starts with the full key, so that no
 * collision serves the wrong page, and ends with a digest of all before it: values are checked
 * before they are believed (cache_value.h). A reply of the wrong type or size, or bytes behind a
 * reply, end the connection.
 */
#ifndef ESTRADO_STORE_CACHE_H
#define ESTRADO_STORE_CACHE_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

struct cache;
struct cache_options {
    struct str socket, user, password_file; /* socket "": a cache that is always away */
    int timeout_ms;                         /* in all, for connect and for each command */
    size_t reply_bytes; /* the largest value that is stored or believed, with its key and digest */
};

/*
 * Connects lazily: after the fork, at the first use, and waits for that at most timeout_ms. After a
 * failure the next connection is greeted without waiting for the answer, which a later call finds:
 * Redis away or hanging costs one wait, not one a second. Lives in `a`; closed with it.
 */
struct cache *cache_open(struct arena *a, const struct cache_options *o);
/* ERR_NOT_FOUND: a miss (also when away, or when `key` is malformed). The value is copied into `a`.
 */
NODISCARD enum err cache_get(struct cache *c, struct arena *a, struct str key,
                             struct str *ret_value);
/* False when it could not be stored; ttl_seconds below 1 stores nothing. */
bool cache_put(struct cache *c, struct str key, struct str value, int ttl_seconds);
/* PING, within the timeout; for /-/health. */
bool cache_is_up(struct cache *c);

#endif
