/*
 * libbrotlienc (only here): one brotli stream a text.
 */
#include "fcgi/base/buf.h"
#include "fcgi/base/compress.h"

#include <brotli/encode.h>

bool compress_brotli(struct arena *a, struct str s, int quality, struct str *ret_out)
{
    size_t n = s.n == 0 ? 0 : BrotliEncoderMaxCompressedSize(s.n);
    struct buf b;
    char *p;
    bool smaller;

    if (n == 0)
        return false; /* nothing there, or larger than the library can say */
    buf_init(&b, n);
    p = buf_reserve(&b, n);
    smaller = p != NULL &&
              BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, s.n,
                                    (const uint8_t *)s.p, &n, (uint8_t *)p) == BROTLI_TRUE &&
              n < s.n;
    if (smaller)
        *ret_out = arena_str(a, (struct str){p, n});
    buf_release(&b);
    return smaller;
}
