/*
 * Atom feeds (RFC 4287): what one holds, and its bytes. Knows neither pages nor requests.
 *
 * Every address is whole ("https://host/path", percent-encoded); the identifier of an entry is the
 * address of what it tells of, so that it stays the same as long as that does. Texts are any bytes:
 * what XML 1.0 (2.2) does not allow becomes U+FFFD.
 */
#ifndef ESTRADO_APP_ATOM_H
#define ESTRADO_APP_ATOM_H

#include "fcgi/base/arena.h"
#include "fcgi/base/buf.h"

#define ATOM_ENTRIES_MAX 50

struct atom_entry {
    struct str id, url, title, summary; /* none empty */
    struct str lang;                    /* empty: the feed's */
    struct str term, label;             /* its category; term empty: none */
    int64_t updated, published;         /* published 0: not known */
};
struct atom_feed {
    struct str self, alternate; /* where it is; the page that shows the same to people */
    struct str title, author, lang;
    int64_t updated; /* 0: that of its newest entry */
    const struct atom_entry *v;
    size_t n; /* the newest first; above ATOM_ENTRIES_MAX they are left out */
};

void atom_write(struct buf *b, struct arena *a, const struct atom_feed *feed);
/* Text and quoted attributes of XML 1.0. */
void xml_text(struct buf *b, struct str s);

#endif
