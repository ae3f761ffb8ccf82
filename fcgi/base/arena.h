/*
 * All memory of one request (or of one loaded generation), freed at once.
 *
 * Nothing in an arena is freed alone. What is not memory (a PGresult, a
 * descriptor) is tied to it with arena_defer at the line after it was made.
 */
#ifndef ESTRADO_BASE_ARENA_H
#define ESTRADO_BASE_ARENA_H

#include "fcgi/base/base.h"
#include "fcgi/base/str.h"

struct arena_block;
struct arena_defer;

struct arena {
    struct arena_block *blocks;
    struct arena_defer *defers; /* newest first */
    size_t used, max;           /* bytes handed out, and their ceiling */
};

/* `max` in bytes. Takes no memory yet. */
void arena_init(struct arena *a, size_t max);
/*
 * Zeroed. Never NULL: when memory or `max` runs out the process logs and
 * aborts; the limits at the door keep that out of a visitor's reach.
 */
void *arena_zalloc(struct arena *a, size_t size, size_t align)
    __attribute__((malloc, returns_nonnull, alloc_size(2)));
#define ARENA_NEW(a, T) ((T *)arena_zalloc((a), sizeof(T), _Alignof(T)))
/* An array of n zeroed T; n * sizeof(T) is checked for overflow. */
#define ARENA_ARRAY(a, T, n) ((T *)arena_array((a), (n), sizeof(T), _Alignof(T)))
void *arena_array(struct arena *a, size_t n, size_t size, size_t align)
    __attribute__((malloc, returns_nonnull));
/* A copy with a NUL behind it, which n does not count. */
struct str arena_str(struct arena *a, struct str s);
struct str arena_fmt(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
/* a + b + c in one piece; for paths and the like. */
struct str arena_join(struct arena *a, struct str x, struct str y, struct str z);
/* The same bytes as arena_str, as a C string for libc and libraries. */
const char *arena_cstr(struct arena *a, struct str s);
/* Runs fn(arg) when the arena is reset, newest first. */
void arena_defer(struct arena *a, void (*fn)(void *arg), void *arg);
/* Runs the defers, frees all but one ordinary block, keeps `max`. */
void arena_reset(struct arena *a);
/* As arena_reset, and the last block goes too. */
void arena_release(struct arena *a);

#endif
