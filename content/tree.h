/*
 * Loading a site, second half: from a list of pages to a tree (site.c is the first half); and
 * look-ups by exact address, for lint.c too. Nobody else includes this.
 */
#ifndef ESTRADO_CONTENT_TREE_H
#define ESTRADO_CONTENT_TREE_H

#include "content/parse.h"
#include "content/site.h"
#include "fcgi/base/files.h"

struct loading {
    struct arena *a;
    struct arena scratch; /* until the site is loaded */
    const struct site_options *o;
    struct diags *d;
    struct roots roots; /* sorted by the names that diags have for them */
    const struct types *types;
    struct file_list *files; /* of each root */
    struct page **pages;     /* without errors; sorted by url from tree_make on */
    size_t n;
};

/* "a/b/c.md" -> "a/b", "c.md"; a path without a slash is all name. */
struct str path_dir(struct str path);
struct str path_name(struct str path);

/* The job of a file: `rel` is relative to the root's folder, `markdown` without its head. */
struct parse_job tree_job(struct loading *l, const struct root *root, struct str shown,
                          struct str rel, struct str markdown, int first_line);
/* Whether the root's folder holds this file. */
bool tree_has_file(const struct loading *l, const struct root *root, struct str rel);

/* Drops pages whose address is taken, links the others, fills all of *s but nfiles. */
void tree_make(struct loading *l, struct site *s);
/* The page at exactly this address, or NULL. */
struct page *tree_page_at(const struct pages *all, struct str url);
const struct alias *tree_alias_at(const struct site *s, struct str url);

#endif
