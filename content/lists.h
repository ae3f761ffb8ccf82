/*
 * What comes by itself from the pages of a site: the pages of each type, tags, acts. Made once when
 * a site is loaded (tree.c), asked at each request. All lists hold drafts and withdrawn pages, too:
 * whoever shows them asks list_shows.
 */
#ifndef ESTRADO_CONTENT_LISTS_H
#define ESTRADO_CONTENT_LISTS_H

#include "content/site.h"

struct loading;
/* Fills type_lists, tags and acts of *s, whose pages are complete. */
void lists_make(struct loading *l, struct site *s);

/* Whether a list of this root's pages shows p now: visible, not withdrawn, of the root's micrositio
 * and language. */
bool list_shows(const struct root *root, const struct page *p, int64_t now);
/* NULL for a type that is not declared. */
const struct type_list *site_type_list(const struct site *s, struct str type);
/* By slug; NULL when no page has it. */
const struct tag *site_tag(const struct site *s, struct str slug);
/* The root that an address belongs to: the one with the longest prefix. */
const struct root *site_root_at(const struct site *s, struct str path);

#endif
