/*
 * The audit of every page that the site answers with, as visitors get it: all addresses, in every
 * variant that changes what a page holds, and the pages that tell of errors.
 */
#ifndef ESTRADO_SITE_AUDIT_H
#define ESTRADO_SITE_AUDIT_H

#include "fcgi/app/app.h"

struct site_audit {
    int pages, views; /* a view: one page in one variant */
    int errors, warnings;
};

struct site_audit_options {
    bool variants; /* false: plain pages only */
    struct str
        dir; /* not empty: each view is written there as a file, for other programs to judge */
};

/*
 * Adds what was found to d; what several views share is told once, under the address of the first
 * and with their number.
 */
struct site_audit site_audit(struct app *app, struct site_audit_options o, struct diags *d);

#endif
