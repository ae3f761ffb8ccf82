/*
 * Compressed twins of a body, made once (gzip.c: zlib; brotli.c: libbrotlienc).
 * The result lives in the arena. False when the coding failed or is not smaller:
 * the plain body is then the only one.
 */
#ifndef ESTRADO_BASE_COMPRESS_H
#define ESTRADO_BASE_COMPRESS_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

/* RFC 1952, without name or time: equal input gives equal output. level 1-9. */
bool compress_gzip(struct arena *a, struct str s, int level, struct str *ret_out);
/* RFC 7932. quality 0-11. */
bool compress_brotli(struct arena *a, struct str s, int quality, struct str *ret_out);

#endif
