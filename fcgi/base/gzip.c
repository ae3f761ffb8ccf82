/*
 * zlib (only here): one gzip member a text.
 */
#include "fcgi/base/buf.h"
#include "fcgi/base/compress.h"

#define ZLIB_CONST /* next_in is const */
#include <zlib.h>

#define GZIP_WINDOW_BITS \
    (15 + 16)               /* the largest window; 16: a gzip header (zlib.h, deflateInit2) */
#define GZIP_MEMORY_LEVEL 9 /* 256 KiB of working memory, for speed */

/* Fills at most s.n - 1 bytes: what does not fit there is not worth keeping. 0: it did not fit. */
// NOLINTNEXTLINE(readability-non-const-parameter): zlib writes through next_out
static size_t deflate_into(unsigned char *out, struct str s, int level)
{
    z_stream z = {.next_in = (const unsigned char *)s.p,
                  .avail_in = (uInt)s.n,
                  .next_out = out,
                  .avail_out = (uInt)s.n - 1};
    int rc;

    if (deflateInit2(&z, level, Z_DEFLATED, GZIP_WINDOW_BITS, GZIP_MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return 0;
    rc = deflate(&z, Z_FINISH);
    (void)deflateEnd(&z);
    return rc == Z_STREAM_END ? (size_t)z.total_out : 0;
}

bool compress_gzip(struct arena *a, struct str s, int level, struct str *ret_out)
{
    struct buf b;
    char *p;
    size_t n;

    if (s.n < 2 || s.n > UINT32_MAX)
        return false;
    buf_init(&b, s.n);
    p = buf_reserve(&b, s.n);
    n = p == NULL ? 0 : deflate_into((unsigned char *)p, s, level);
    if (n > 0)
        *ret_out = arena_str(a, (struct str){p, n});
    buf_release(&b);
    return n > 0;
}
