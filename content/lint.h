/*
 * The checks of `estrado check` over a loaded site: links inside the site and
 * their #fragments, heading jumps, duplicate titles and urls, empty links, pages past review_by,
 * readability in Spanish (readability.h). What markdown_render and front_parse
 * find is already in d.
 */
#ifndef ESTRADO_CONTENT_LINT_H
#define ESTRADO_CONTENT_LINT_H

#include "content/site.h"

struct lint_options {
    const struct str *routes; /* paths that the program itself answers: "/buscar" ...; sorted */
    size_t nroutes;
    struct str locale;
    int64_t now;
};
void lint_site(const struct site *s, const struct lint_options *o, struct diags *d);

#endif
