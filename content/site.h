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

/* What search compares, folded once at load. part: last part of the url. */
struct folded {
    struct str title, part, summary;
};

struct site {
    struct pages by_url;         /* every page without errors, drafts and withdrawn ones included */
    const struct folded *folded; /* one for each of by_url */
    const struct alias *aliases; /* sorted by url */
    size_t naliases;
    const int64_t *edges; /* moments at which some page appears or expires, ascending */
    size_t nedges;
    const struct page *home;
    int nfiles; /* Markdown files found, broken ones included */
};

struct site_options {
    struct str root;        /* folder of site.yml */
    struct str content_dir; /* absolute; <content_dir>/<locale>/ holds the Markdown */
    struct str locale, zone;
    struct str cache_dir, program_id;
    int processes;
    const struct markdown_env *env; /* files and facts */
};

/* Never NULL: a site may be empty. Errors and warnings go to d. */
const struct site *site_load(struct arena *a, const struct site_options *o, struct diags *d,
                             int *ret_parsed);

bool page_is_visible(const struct page *p, int64_t now);
enum site_found { SITE_PAGE, SITE_MOVED, SITE_WITHDRAWN, SITE_NONE };
/* By decoded path without a slash behind. MOVED: *ret_page is where it is now. */
enum site_found site_find(const struct site *s, struct str path, int64_t now,
                          const struct page **ret_page);
/* First edge after now, or TIME_NEVER: until then every list and menu stays as it is. */
int64_t site_valid_until(const struct site *s, int64_t now);
/* Visible pages whose titles or addresses are nearest to what was asked for (ICU-folded distance),
 * best first. */
size_t site_nearest(const struct site *s, struct arena *a, struct str path, int64_t now,
                    const struct page **ret_v, size_t max);
/* Visible pages that hold all folded words of `query` in title, summary, headings or text; title
 * hits first. */
size_t site_search(const struct site *s, struct arena *a, struct str query, int64_t now,
                   const struct page **ret_v, size_t max);

#endif
