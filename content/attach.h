/*
 * Files and tables that a page names in fields of its type: they become Markdown behind its own, so
 * that they are shown, searched and listed like those that its text names.
 */
#ifndef ESTRADO_CONTENT_ATTACH_H
#define ESTRADO_CONTENT_ATTACH_H

#include "content/markdown.h"
#include "content/page.h"

/*
 * `dir`: where names of files start, as parse_job has it. False when a file or table is not there;
 * *ret_markdown is `markdown` itself when there is nothing to add.
 */
bool attach_fields(struct arena *a, const struct markdown_env *env, const struct page *p,
                   struct str dir, struct str markdown, struct diags *d, struct str *ret_markdown);

#endif
