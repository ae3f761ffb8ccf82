/*
 * What the site says to programs (feeds, site maps, structured data, the API) and how a page is
 * seen from there: one address, one date, one summary everywhere.
 */
#ifndef ESTRADO_APP_DATA_H
#define ESTRADO_APP_DATA_H

#include "fcgi/app/app.h"
#include "fcgi/app/atom.h"

/* A path with scheme and host before it, percent-encoded. */
struct str data_url(struct ctx *c, struct str path);
/* When the page last changed, as far as it says so: never after now; 0: it does not say. */
int64_t data_updated(const struct page *p, int64_t now);
/* When it first appeared; 0: not known. */
int64_t data_published(const struct page *p);
/* Never empty: its own summary, else how its text begins, else its title. */
struct str data_summary(const struct page *p);
struct str data_lang(const struct page *p);
/* An interface text. */
struct str data_text(struct ctx *c, struct str key, const struct message_arg *args, int nargs);
/* Of the request, up to limits.page_bytes. */
struct buf *data_buf(struct ctx *c);
/* The feed as the answer. */
NODISCARD enum err data_feed(struct ctx *c, const struct atom_feed *feed, struct answer *answer);

#endif
