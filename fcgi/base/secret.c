/*
 * libsodium (only here).
 */
#include "fcgi/base/secret.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

static_assert(sizeof(crypto_generichash_state) <= sizeof(struct digest_state),
              "the opaque state holds libsodium's");
static_assert(crypto_generichash_BYTES == DIGEST_BYTES, "BLAKE2b-256");
static_assert(crypto_hash_sha256_BYTES == DIGEST_BYTES, "SHA-256");
static_assert(crypto_shorthash_siphashx24_BYTES == CHECKSUM_BYTES, "SipHash-2-4-128");

static crypto_generichash_state *state_of(struct digest_state *d)
{
    return (crypto_generichash_state *)(void *)d->opaque;
}

void digest_init(struct digest_state *d)
{
    int failed = sodium_init();

    assert(failed >= 0);
    failed = crypto_generichash_init(state_of(d), NULL, 0, DIGEST_BYTES);
    assert(failed == 0);
}

static void update(struct digest_state *d, const void *p, size_t n)
{
    int failed = crypto_generichash_update(state_of(d), p, n);

    assert(failed == 0);
}

void digest_add(struct digest_state *d, struct str s)
{
    uint64_t n = s.n;

    update(d, &n, sizeof(n));
    if (s.n > 0)
        update(d, s.p, s.n);
}

void digest_finish(struct digest_state *d, unsigned char ret_digest[DIGEST_BYTES])
{
    int failed = crypto_generichash_final(state_of(d), ret_digest, DIGEST_BYTES);

    assert(failed == 0);
}

void digest_of(struct str s, unsigned char ret_digest[DIGEST_BYTES])
{
    int failed =
        crypto_generichash(ret_digest, DIGEST_BYTES, (const unsigned char *)s.p, s.n, NULL, 0);

    assert(failed == 0);
}

void sha256_of(struct str s, unsigned char ret_digest[DIGEST_BYTES])
{
    int failed = crypto_hash_sha256(ret_digest, (const unsigned char *)(s.n > 0 ? s.p : ""), s.n);

    assert(failed == 0);
}

void checksum_of(struct str s, unsigned char ret_sum[CHECKSUM_BYTES])
{
    /* The key of the test vectors (SipHash paper, appendix A). */
    static const unsigned char key[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    int failed = crypto_shorthash_siphashx24(ret_sum, (const unsigned char *)s.p, s.n, key);

    assert(failed == 0);
}

static struct str to_hex(struct arena *a, const unsigned char *p, size_t n)
{
    char *out = arena_zalloc(a, n * 2 + 1, 1);

    sodium_bin2hex(out, n * 2 + 1, p, n);
    return (struct str){out, n * 2};
}

struct str digest_hex(struct arena *a, const unsigned char digest[DIGEST_BYTES], size_t n)
{
    assert(n <= DIGEST_BYTES);
    return to_hex(a, digest, n);
}

struct str random_hex(struct arena *a, size_t n)
{
    unsigned char *p = arena_zalloc(a, n, 1);
    int failed = sodium_init();

    assert(failed >= 0);
    randombytes_buf(p, n);
    return to_hex(a, p, n);
}
