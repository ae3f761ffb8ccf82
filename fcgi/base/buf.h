/*
 * Growing output with a ceiling. A failed append sets `failed`, and every later
 * append is a no-op, so writers need no check per line; buf_finish tells.
 */
#ifndef ESTRADO_BASE_BUF_H
#define ESTRADO_BASE_BUF_H

#include "fcgi/base/base.h"
#include "fcgi/base/str.h"

struct buf {
    char *p;
    size_t n, cap, max;
    bool failed; /* `max` was passed; the content stops before what did not fit */
};

/* `max` in bytes. Takes no memory yet. */
void buf_init(struct buf *b, size_t max);
void buf_add(struct buf *b, struct str s);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
/* Makes room for n more bytes and returns where they go, or NULL when they would
 * pass `max` (and sets failed); the caller writes them and adds to b->n. */
char *buf_reserve(struct buf *b, size_t n);
/* What was written so far, borrowed until the next change. */
struct str buf_str(const struct buf *b);
/* On OK, *ret_s borrows the buffer until its next change. ERR_TOO_BIG otherwise. */
NODISCARD enum err buf_finish(const struct buf *b, struct str *ret_s);
/* Empty and not failed; keeps its memory. */
void buf_clear(struct buf *b);
/* Frees the memory; the buffer is as after buf_init. */
void buf_release(struct buf *b);

#endif
