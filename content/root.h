/*
 * A folder of Markdown and where its pages stand in the site. The site has one for each language of
 * the institute's own pages, and one for each language of each micrositio.
 */
#ifndef ESTRADO_CONTENT_ROOT_H
#define ESTRADO_CONTENT_ROOT_H

#include "fcgi/base/str.h"

struct page;

struct root {
    struct str micrositio; /* its id; empty: the institute's own pages */
    struct str locale;     /* "es-MX" */
    struct str dir;        /* absolute */
    struct str shown;      /* as diags and page.file name it: "content/pages/es-MX" */
    struct str files;  /* what names of files beside its pages start with (markdown_file.path) */
    bool draft;        /* nobody is to see its pages yet */
    struct str prefix; /* of all its addresses, without a slash behind: "", "/en" */
};
struct roots {
    const struct root *v;
    size_t n;
};

#endif
