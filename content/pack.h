/*
 * Parsed pages as bytes: what a child sends to the loader, and what is kept in
 * <cache_dir>/pages-<program id>.pack between generations.
 *
 * A pack is a magic line, records, and a checksum of all before it. It is mapped and
 * never changed; a damaged or foreign one is no pack at all: every page is then parsed again.
 * Numbers are in the machine's own order: only the program that wrote a pack reads it.
 */
#ifndef ESTRADO_CONTENT_PACK_H
#define ESTRADO_CONTENT_PACK_H

#include "content/markdown.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/secret.h"

/* Appends one record: key, whether it parsed, result, the diags of this page from `first` on. */
void pack_add(struct buf *b, const unsigned char key[DIGEST_BYTES], struct str shown, bool ok,
              const struct markdown_result *r, const struct diag *first);
/* How many bytes the record at the head of s takes; 0 when it is not whole yet. */
size_t pack_record_size(struct str s);
/* Whether it is a record of this key, as far as its head says. */
bool pack_record_is_of(struct str record, const unsigned char key[DIGEST_BYTES]);
/*
 * Reads a whole record: texts borrow it, lists live in `a`, diags are added to d under `shown`
 * unless they are of another file.
 * False when it is damaged; d may have got some of its diags then.
 */
bool pack_read(struct str record, struct arena *a, struct str shown, struct diags *d, bool *ret_ok,
               struct markdown_result *ret_r);

/* The beginning and the end of a pack; records go between. */
void pack_begin(struct buf *b);
void pack_end(struct buf *b);

struct pack_entry;
struct pack {
    struct pack_entry *v; /* sorted by key */
    size_t n;
};
/* False for anything but a whole, unchanged pack. Borrows `content`. */
bool pack_open(struct str content, struct arena *a, struct pack *ret_pack);
/* The record under a key; empty when there is none. */
struct str pack_find(const struct pack *p, const unsigned char key[DIGEST_BYTES]);

#endif
