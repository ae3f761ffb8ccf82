/*
 * discount's HTML to ours: an allow-list of the closed set of tags that it makes.
 * Whatever is not on it is an error, so that nothing unforeseen reaches a page.
 *
 * Makes: unique accent-folded ids of headings, the list of headings, scope, caption and scroll
 * region of tables, footnotes by DPUB-ARIA 1.1, attachments with type and size, images with their
 * size, plain text, the list of links; puts pieces (prepare.h) in place of their marks.
 */
#ifndef ESTRADO_CONTENT_HTMLPASS_H
#define ESTRADO_CONTENT_HTMLPASS_H

#include "content/prepare.h"

struct htmlpass_source {
    struct str shown, dir; /* of the page: for diags, and to resolve attachments */
    struct str markdown;   /* as the editor wrote it: to find lines in */
    int first_line;
};

/* False when an error was added. */
bool htmlpass(struct arena *a, const struct markdown_env *env, const struct htmlpass_source *src,
              struct str html, const struct pieces *pieces, struct diags *d,
              struct markdown_result *ret_r);

#endif
