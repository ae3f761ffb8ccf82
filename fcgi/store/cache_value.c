/*
 * The envelope of a cached value. Nothing that Redis hands back is used before
 * cache_value_open has seen the key and the checksum.
 */
#include "fcgi/store/cache_value.h"

#include "fcgi/base/secret.h"

#include <string.h>

#define KEY_MAX        8192u
#define GENERATION_MAX 64u
#define MAGIC          STR("ESV1")
#define HEAD_BYTES     8u /* magic and length */

static bool is_generation_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

static bool generation_of(struct str full_key, struct str *ret_generation)
{
    size_t n = str_index(full_key, '\n');

    if (n == 0 || n > GENERATION_MAX || n == full_key.n)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!is_generation_char(full_key.p[i]))
            return false;
    }
    *ret_generation = str_sub(full_key, 0, n);
    return true;
}

static void add(struct cache_name *name, struct str s)
{
    memcpy(name->p + name->n, s.p, s.n); /* CACHE_NAME_BYTES is the sum of all that is added */
    name->n += s.n;
}

static void add_hex(struct cache_name *name, const unsigned char digest[DIGEST_BYTES])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        name->p[name->n++] = digits[digest[i] >> 4];
        name->p[name->n++] = digits[digest[i] & 15];
    }
}

enum err cache_name_of(struct str full_key, struct cache_name *ret_name)
{
    unsigned char digest[DIGEST_BYTES];
    struct str generation;
    struct cache_name name = {.n = 0};

    if (full_key.n == 0 || full_key.n > KEY_MAX || !generation_of(full_key, &generation))
        return ERR_INVALID;
    digest_of(full_key, digest);
    add(&name, STR("estrado:"));
    add(&name, generation);
    add(&name, STR(":"));
    add_hex(&name, digest);
    name.p[name.n] = '\0';
    *ret_name = name;
    return OK;
}

static void add_length(struct buf *b, size_t n)
{
    for (int shift = 0; shift < 32; shift += 8)
        buf_addc(b, (char)(unsigned char)(n >> shift & 255));
}

static size_t read_length(struct str head)
{
    size_t n = 0;

    for (size_t i = 0; i < 4; i++)
        n |= (size_t)(unsigned char)head.p[MAGIC.n + i] << (8 * i);
    return n;
}

void cache_value_pack(struct buf *b, struct str full_key, struct str value)
{
    unsigned char sum[CHECKSUM_BYTES];
    size_t start = b->n;

    buf_add(b, MAGIC);
    add_length(b, full_key.n);
    buf_add(b, full_key);
    buf_add(b, value);
    if (b->failed)
        return;
    checksum_of(str_sub(buf_str(b), start, b->n), sum);
    buf_add(b, (struct str){(const char *)sum, CHECKSUM_BYTES});
}

enum err cache_value_open(struct str stored, struct str full_key, struct str *ret_value)
{
    unsigned char sum[CHECKSUM_BYTES];
    struct str sealed, rest;

    if (stored.n < HEAD_BYTES + full_key.n + CHECKSUM_BYTES || !str_starts(stored, MAGIC))
        return ERR_INVALID;
    if (read_length(stored) != full_key.n)
        return ERR_INVALID;
    sealed = str_sub(stored, 0, stored.n - CHECKSUM_BYTES);
    rest = str_sub(sealed, HEAD_BYTES, sealed.n);
    if (!str_starts(rest, full_key))
        return ERR_INVALID;
    checksum_of(sealed, sum);
    if (memcmp(stored.p + sealed.n, sum, CHECKSUM_BYTES) != 0)
        return ERR_INVALID;
    *ret_value = str_sub(rest, full_key.n, rest.n);
    return OK;
}
