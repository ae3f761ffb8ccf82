/*
 * The checks of `estrado check` that need the whole site: links inside it and their #fragments,
 * cards and "see" of the front matter, addresses that the program itself answers, duplicate titles,
 * the page of the glossary, pages past review_by, missing descriptions, readability in Spanish
 * (readability.h). What one file shows by itself (heading jumps, empty links, images without alt
 * ...) front_parse and markdown_render have told already; duplicate addresses, site_load.
 */
#ifndef ESTRADO_CONTENT_LINT_H
#define ESTRADO_CONTENT_LINT_H

#include "content/site.h"

struct lint_options {
    const struct str *routes; /* paths that the program itself answers: "/buscar" ... */
    size_t nroutes;
    int64_t now;
};
/* Drafts are not checked. Time grows with the size of the site. */
void lint_site(const struct site *s, const struct lint_options *o, struct diags *d);

#endif
