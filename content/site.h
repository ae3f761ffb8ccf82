/*
 * The tree of pages: loaded once per generation, read-only afterwards.
 *
 * Whether a page is shown depends on the clock of the request: drafts never,
 * publish <= now < expire. A page with an error is left out and reported; it never takes the site
 * down.
 */
#ifndef ESTRADO_CONTENT_SITE_H
#define ESTRADO_CONTENT_SITE_H

#include "content/markdown.h"
#include "content/page.h"
#include "fcgi/base/diag.h"

struct alias {
    struct str url;
    const struct page *page;
};
struct pages {
    struct page *const *v;
    size_t n;
};
struct type_list {
    const struct type *type;
    struct pages by_date; /* the newest first, then by title */
    struct pages by_name; /* by title; empty when no section asks for it */
};
/* A tag as pages spell it first; two that fold to one slug are one. */
struct tag {
    struct str slug, label;
    struct pages pages; /* the newest first */
};
struct act_page {
    struct str id; /* canonical */
    const struct page *page;
};

/* What search compares, folded once at load. part: last part of the url; head: summary, headings.
 */
struct folded {
    struct str title, part, head;
};

struct site {
    struct pages by_url;         /* every page without errors, drafts and withdrawn ones included */
    const struct folded *folded; /* one for each of by_url */
    const struct alias *aliases; /* sorted by url */
    size_t naliases;
    const int64_t *edges; /* moments at which some page appears, expires or turns by its
                             type's period, ascending */
    size_t nedges;
    const struct types *types;          /* never NULL */
    const struct type_list *type_lists; /* one for each of types; lists.h */
    const struct tag *tags;             /* sorted by slug */
    size_t ntags;
    const struct act_page *acts; /* sorted by id; acts.h */
    size_t nacts;
    struct roots roots;              /* sorted by `shown` */
    const struct page *home;         /* "/" */
    const struct glossary *glossary; /* NULL: none */
    int nfiles;                      /* Markdown files found, broken ones included */
};

struct site_options {
    struct roots roots; /* at least one; dir, shown, files and prefix belong to the caller */
    struct str zone;
    struct str cache_dir, program_id;
    int processes;
    const struct types *types;       /* NULL: none are declared */
    const struct markdown_env *env;  /* files and facts */
    const struct calendar *calendar; /* its rules of withholding; NULL: none */
};

/*
 * Never NULL: a site may be empty. Errors and warnings go to d; the page they are about is left
 * out. *ret_parsed: pages that were not in the cache.
 */
const struct site *site_load(struct arena *a, const struct site_options *o, struct diags *d,
                             int *ret_parsed);

/* Shown in lists, feeds, search and by its address: published, not expired, not withheld. */
bool page_is_visible(const struct page *p, int64_t now);
/* Published, and kept back for now by a rule of the calendar. */
bool page_is_withheld(const struct page *p, int64_t now);
/* WITHDRAWN: from its publication on, also when it has expired. */
enum site_found { SITE_PAGE, SITE_MOVED, SITE_WITHDRAWN, SITE_WITHHELD, SITE_NONE };
/*
 * By decoded path without a slash behind. MOVED: *ret_page is where it is now, which may be
 * withdrawn. NONE: *ret_page is not written.
 */
enum site_found site_find(const struct site *s, struct str path, int64_t now,
                          const struct page **ret_page);
/* First edge after now, or TIME_NEVER: until then every list and menu stays as it is. */
int64_t site_valid_until(const struct site *s, int64_t now);
/*
 * Both list pages that are visible and not withdrawn, best first, at most `max`, and return how
 * many. Their cost grows with the pages of the site, hardly with what was asked.
 *
 * nearest: whose title or last part of the address is nearest to the last part of `path` (folded,
 * without
 * ".html" and the like): up to a third of it may differ, at most 5 letters; or holds it whole.
 * search: which hold all words of `query` (folded, at most 8, of 100 characters) in title, summary,
 * headings or text; a word counts where a word begins with it. Those in the title come first, then
 * summary and headings.
 */
size_t site_nearest(const struct site *s, struct arena *a, struct str path, int64_t now,
                    const struct page **ret_v, size_t max);
size_t site_search(const struct site *s, struct arena *a, struct str query, int64_t now,
                   const struct page **ret_v, size_t max);

#endif
