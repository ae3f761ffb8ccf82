/*
 * libsodium (only here): random bytes, digests, checksums.
 */
#ifndef ESTRADO_BASE_SECRET_H
#define ESTRADO_BASE_SECRET_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

#define DIGEST_BYTES 32

/* BLAKE2b-256 (RFC 7693) of what was added. */
struct digest_state {
    _Alignas(64) unsigned char opaque[384];
};
void digest_init(struct digest_state *d);
/* Adds the length and then the bytes, so that ("ab","c") and ("a","bc") differ. */
void digest_add(struct digest_state *d, struct str s);
void digest_finish(struct digest_state *d, unsigned char ret_digest[DIGEST_BYTES]);
/* One piece, without the length before it. */
void digest_of(struct str s, unsigned char ret_digest[DIGEST_BYTES]);
/* SHA-256 (FIPS 180-4), which visitors can check with programs of their own. */
void sha256_of(struct str s, unsigned char ret_digest[DIGEST_BYTES]);
/*
 * SipHash-2-4 of 128 bits under a public key: against damage and for ETags, never against people.
 * Three times as fast as a digest, which is what a page from Redis is made of.
 */
#define CHECKSUM_BYTES 16
void checksum_of(struct str s, unsigned char ret_sum[CHECKSUM_BYTES]);
/* The first n bytes in lower-case hexadecimal (2 n characters). */
struct str digest_hex(struct arena *a, const unsigned char digest[DIGEST_BYTES], size_t n);
/* n random bytes in lower-case hexadecimal. */
struct str random_hex(struct arena *a, size_t n);

#endif
