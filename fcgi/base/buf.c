/*
 * The growing buffer: doubles up to its ceiling, fails once and for all above it. One byte more
 * than `cap` is there for the NUL of vsnprintf.
 */
#include "fcgi/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *b, size_t max)
{
    *b = (struct buf){.max = max};
}

char *buf_reserve(struct buf *b, size_t n)
{
    size_t cap = b->cap == 0 ? 1024 : b->cap;
    char *p;

    if (b->failed || n > b->max - b->n) {
        b->failed = true;
        return NULL;
    }
    if (b->p != NULL && n <= b->cap - b->n)
        return b->p + b->n;
    while (cap < b->n + n)
        cap *= 2;
    if (cap > b->max)
        cap = b->max;
    p = realloc(b->p, cap + 1);
    if (p == NULL)
        abort();
    b->p = p;
    b->cap = cap;
    return b->p + b->n;
}

void buf_add(struct buf *b, struct str s)
{
    char *p = buf_reserve(b, s.n);

    if (p == NULL || s.n == 0)
        return;
    memcpy(p, s.p, s.n);
    b->n += s.n;
}

void buf_addc(struct buf *b, char c)
{
    buf_add(b, (struct str){&c, 1});
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;
    int n;
    char *p;

    va_start(ap, fmt);
    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    p = n < 0 ? NULL : buf_reserve(b, (size_t)n);
    if (p != NULL) {
        (void)vsnprintf(p, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

struct str buf_str(const struct buf *b)
{
    return (struct str){b->p, b->n};
}

enum err buf_finish(const struct buf *b, struct str *ret_s)
{
    if (b->failed)
        return ERR_TOO_BIG;
    *ret_s = buf_str(b);
    return OK;
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->failed = false;
}

void buf_release(struct buf *b)
{
    free(b->p);
    buf_init(b, b->max);
}
