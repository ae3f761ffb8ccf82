/*
 * What a site has to be found, as rows of the index: pages, terms of the glossary, and which files
 * stand beside which page. Drafts and withdrawn pages are not among them; what appears later or
 * expires is, with its time.
 */
#ifndef ESTRADO_SEARCH_DOCS_H
#define ESTRADO_SEARCH_DOCS_H

#include "content/glossary.h"
#include "content/site.h"
#include "fcgi/search/index.h"
#include "themes/assets.h"

void search_add_pages(struct search_rows *rows, const struct site *site);
/* glossary may be NULL; its terms are shown as its page is. */
void search_add_terms(struct search_rows *rows, const struct site *site,
                      const struct glossary *glossary);

/* A file that a page links to; the first such page names it. */
struct search_file {
    const struct asset *asset;
    const struct page *page;
    int64_t publish, expire; /* while any page that links to it is shown */
};
struct search_files {
    struct search_file *v;
    size_t n;
};
/* Those that filetext.h can read, by path. */
struct search_files search_files_of(struct arena *a, const struct site *site,
                                    const struct assets *assets);
/* The rows of a file, one for each of its texts that is not empty. `of`: what all have in common;
 * url without "#page=". */
void search_add_file(struct search_rows *rows, const struct search_row *of, struct strs texts);
/* What a row has from the page that it belongs to. */
struct search_row search_row_of(const struct page *p);
/* "Acta_de-sesion 3" of "x/Acta_de-sesion 3.pdf": without folder and ending, '_' and '-' as blanks.
 */
struct str search_file_title(struct arena *a, struct str path);

#endif
