/*
 * What lies in Redis, without Redis: the name of a key and the envelope of a
 * value. Pure. Used by cache.c alone.
 *
 * Envelope: "ESV1", length of the full key (4 bytes, little endian), the full
 * key, the value, and the checksum of all before (secret.h).
 */
#ifndef ESTRADO_STORE_CACHE_VALUE_H
#define ESTRADO_STORE_CACHE_VALUE_H

#include "fcgi/base/buf.h"
#include "fcgi/base/str.h"

/* "estrado:" + generation (64) + ":" + 64 hex digits + NUL fits. */
#define CACHE_NAME_BYTES 160

struct cache_name {
    char p[CACHE_NAME_BYTES];
    size_t n;
};

/* ERR_INVALID when the full key breaks the rules of cache.h. */
NODISCARD enum err cache_name_of(struct str full_key, struct cache_name *ret_name);
/* Appends the envelope; judge it by buf_finish. */
void cache_value_pack(struct buf *b, struct str full_key, struct str value);
/* ERR_INVALID unless `stored` is an envelope of exactly this key with its checksum intact. Borrows.
 */
NODISCARD enum err cache_value_open(struct str stored, struct str full_key, struct str *ret_value);

#endif
