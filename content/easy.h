/*
 * Loading companions in easy Spanish: foo.facil.md beside foo.md (page.h). A companion with an
 * error, or without its page, is left out and told; the page never suffers.
 */
#ifndef ESTRADO_CONTENT_EASY_H
#define ESTRADO_CONTENT_EASY_H

#include "content/parse.h"
#include "content/tree.h"

/* One that is to be parsed, beside its job. */
struct companion {
    struct str page_file; /* as page.file */
    struct easy *easy;
};

/* "a/foo.facil.md" */
bool easy_is_companion(struct str path);
/* `rel`: relative to the root's folder; `source` with its head. False when an error was added, or
 * when the page has none of its own. */
bool easy_read(struct loading *l, const struct root *root, struct str rel, struct str source,
               struct companion *ret_c, struct parse_job *ret_job);
/* Hangs what was parsed on the pages of l, which are still sorted by file. */
void easy_attach(struct loading *l, const struct companion *v, const struct parse_job *jobs,
                 size_t n);

#endif
