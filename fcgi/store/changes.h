/*
 * What changed on the site (schema: changes). The job `changes` writes, as the role of the panel;
 * visitors' workers read.
 */
#ifndef ESTRADO_STORE_CHANGES_H
#define ESTRADO_STORE_CHANGES_H

#include "fcgi/base/secret.h"
#include "fcgi/store/pg.h"

#define CHANGES_MAX 300 /* of one day, or of a feed */

/* ---- reading ---- */

struct change {
    int64_t id, at;
    struct str url, title, type, kind, words; /* kind: "new", "changed", "withdrawn", "gone" */
};
struct changes {
    const struct change *v;
    size_t n;
    bool more; /* than CHANGES_MAX */
};

/* Those of [from, until), by type, then title. */
NODISCARD enum err changes_between(struct pg *pg, struct arena *a, int64_t from, int64_t until,
                                   struct changes *ret_c);
/* The newest first, at most `max`. */
NODISCARD enum err changes_newest(struct pg *pg, struct arena *a, int64_t max,
                                  struct changes *ret_c);
/* The last change before `from` and the first from `until` on; 0: there is none. */
NODISCARD enum err changes_around(struct pg *pg, struct arena *a, int64_t from, int64_t until,
                                  int64_t *ret_before, int64_t *ret_after);

/* ---- writing ---- */

struct known_page {
    struct str url, title, type, site;
    struct str state; /* "live", "withdrawn", "gone" */
    unsigned char digest[DIGEST_BYTES];
};
struct known_pages {
    const struct known_page *v; /* by url, bytewise */
    size_t n;
};
NODISCARD enum err changes_known(struct pg *pg, struct arena *a, struct known_pages *ret_k);
/* Its text at that time. */
NODISCARD enum err changes_text(struct pg *pg, struct arena *a, struct str url,
                                struct str *ret_text);
/* Keeps a page as it is now; `body` only while it is live. */
NODISCARD enum err changes_keep(struct pg *pg, struct arena *a, const struct known_page *p,
                                struct str body);
/* A row; of what is withdrawn or gone all words are forgotten, those of earlier rows, too. */
NODISCARD enum err changes_add(struct pg *pg, struct arena *a, const struct known_page *p,
                               struct str kind, struct str words, int64_t at);

#endif
