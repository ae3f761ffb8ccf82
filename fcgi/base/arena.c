/*
 * Blocks of 64 KiB, each twice the last up to 8 MiB, and one of its own for
 * anything larger. Knows nothing of what it holds.
 */
#include "fcgi/base/arena.h"
#include "fcgi/base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_FIRST   (64u * 1024)
#define BLOCK_LARGEST (8u * 1024 * 1024)

struct arena_block {
    struct arena_block *next; /* older */
    size_t size, used;        /* of data */
    _Alignas(max_align_t) char data[];
};

struct arena_defer {
    struct arena_defer *next;
    void (*fn)(void *arg);
    void *arg;
};

void arena_init(struct arena *a, size_t max)
{
    *a = (struct arena){.max = max};
}

static __attribute__((noreturn)) void give_up(const char *why, size_t size)
{
    log_line(LOG_ERROR, "memory", LOG_STR("why", str_from(why)), LOG_INT("bytes", size));
    abort();
}

static struct arena_block *new_block(struct arena *a, size_t least)
{
    size_t size = a->blocks == NULL ? BLOCK_FIRST : a->blocks->size * 2;
    struct arena_block *b;

    if (size > BLOCK_LARGEST)
        size = BLOCK_LARGEST;
    if (size < least)
        size = least;
    b = malloc(sizeof(*b) + size);
    if (b == NULL)
        give_up("out of memory", size);
    b->size = size;
    b->used = 0;
    return b;
}

/* A block for one large piece goes behind the current one, which stays in use. */
static void link_block(struct arena *a, struct arena_block *b, bool alone)
{
    if (alone && a->blocks != NULL) {
        b->next = a->blocks->next;
        a->blocks->next = b;
        return;
    }
    b->next = a->blocks;
    a->blocks = b;
}

void *arena_zalloc(struct arena *a, size_t size, size_t align)
{
    struct arena_block *b = a->blocks;
    size_t at = b == NULL ? 0 : (b->used + align - 1) & ~(align - 1);
    void *p;

    if (size > a->max - a->used)
        give_up("arena is full", size);
    if (b == NULL || at > b->size || size > b->size - at) {
        b = new_block(a, size);
        link_block(a, b, size > BLOCK_LARGEST / 4);
        at = 0;
    }
    p = b->data + at;
    b->used = at + size;
    a->used += size;
    return memset(p, 0, size);
}

void *arena_array(struct arena *a, size_t n, size_t size, size_t align)
{
    size_t bytes;

    if (__builtin_mul_overflow(n, size, &bytes))
        give_up("array is too large", n);
    return arena_zalloc(a, bytes, align);
}

struct str arena_str(struct arena *a, struct str s)
{
    char *p = arena_zalloc(a, s.n + 1, 1);

    if (s.n > 0)
        memcpy(p, s.p, s.n);
    return (struct str){p, s.n};
}

struct str arena_fmt(struct arena *a, const char *fmt, ...)
{
    va_list ap, again;
    int n;
    char *p;

    va_start(ap, fmt);
    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0)
        give_up("format", 0);
    p = arena_zalloc(a, (size_t)n + 1, 1);
    (void)vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (struct str){p, (size_t)n};
}

struct str arena_join(struct arena *a, struct str x, struct str y, struct str z)
{
    char *p = arena_zalloc(a, x.n + y.n + z.n + 1, 1);

    if (x.n > 0)
        memcpy(p, x.p, x.n);
    if (y.n > 0)
        memcpy(p + x.n, y.p, y.n);
    if (z.n > 0)
        memcpy(p + x.n + y.n, z.p, z.n);
    return (struct str){p, x.n + y.n + z.n};
}

const char *arena_cstr(struct arena *a, struct str s)
{
    return arena_str(a, s).p;
}

void arena_defer(struct arena *a, void (*fn)(void *arg), void *arg)
{
    struct arena_defer *d = ARENA_NEW(a, struct arena_defer);

    d->fn = fn;
    d->arg = arg;
    d->next = a->defers;
    a->defers = d;
}

static void run_defers(struct arena *a)
{
    while (a->defers != NULL) {
        struct arena_defer *d = a->defers;

        a->defers = d->next;
        d->fn(d->arg);
    }
}

/* Frees all blocks but `keep`, which may be NULL. */
static void free_blocks(struct arena *a, struct arena_block *keep)
{
    struct arena_block *b = a->blocks;

    while (b != NULL) {
        struct arena_block *next = b->next;

        if (b != keep)
            free(b);
        b = next;
    }
    a->blocks = keep;
    a->used = 0;
}

void arena_reset(struct arena *a)
{
    struct arena_block *keep = a->blocks;

    run_defers(a);
    if (keep != NULL && keep->size > BLOCK_LARGEST / 4)
        keep = NULL;
    free_blocks(a, keep);
    if (keep != NULL) {
        keep->next = NULL;
        keep->used = 0;
    }
}

void arena_release(struct arena *a)
{
    run_defers(a);
    free_blocks(a, NULL);
}
