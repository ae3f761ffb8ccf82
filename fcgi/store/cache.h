/*
 * Redis (hiredis: only in cache.c). Never a source of truth: it may be away at
 * any time. A get is then a miss and a put does nothing; after an error the cache stays
 * shut for a second, so that a dead Redis costs no time.
 *
 * Keys are "estrado:<generation>:<digest of the full key>"; the stored value
 * starts with the full key, so that no collision serves the wrong page, and ends with a digest of
 * all before it: values are checked before they are believed.
 */
#ifndef ESTRADO_STORE_CACHE_H
#define ESTRADO_STORE_CACHE_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

struct cache;
struct cache_options {
    struct str socket, user, password_file; /* socket "": a cache that is always away */
    int timeout_ms;    /* in all, for connect and for each command */
    size_t reply_bytes; /* the largest value that is believed */
};

/* Connects lazily: after the fork, at the first use. Lives in `a`; closed with it. */
struct cache *cache_open(struct arena *a, const struct cache_options *o);
/* ERR_NOT_FOUND: a miss (also when away). The value is copied into `a`. */
NODISCARD enum err cache_get(struct cache *c, struct arena *a, struct str key, struct str *ret_value);
/* False when it could not be stored. */
bool cache_put(struct cache *c, struct str key, struct str value, int ttl_seconds);
/* PING, within the timeout; for /-/health. */
bool cache_is_up(struct cache *c);

#endif
