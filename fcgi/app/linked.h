/*
 * What a page is, for programs: JSON-LD with the words of https://schema.org (decision 13).
 *
 * The kind follows from the page's type in site.yml; which properties it gets is in the tables of
 * linked.c. Only facts that are confirmed are told.
 */
#ifndef ESTRADO_APP_LINKED_H
#define ESTRADO_APP_LINKED_H

#include "fcgi/app/app.h"
#include "fcgi/base/json.h"

/* {"@context": ..., "@graph": [...]}; `crumbs` as view.crumbs: without the page itself. */
const struct json *linked_data(struct ctx *c, const struct page *p, struct view_links crumbs);

#endif
