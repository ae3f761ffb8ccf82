/*
 * What an audit of finished pages must be told about a theme: themes/<theme>/audit.yml.
 *
 *   landmarks: [banner, contentinfo]  # each exactly once on every page
 *   targets: [menu-list, crumbs]      # classes: what is pressed in them is 44 px large
 *   running: [prose]                  # classes: links in them stand in running text
 *
 * The audit trusts `targets`; the browser tests measure every one of them.
 */
#ifndef ESTRADO_ACCESSIBILITY_AUDIT_THEME_H
#define ESTRADO_ACCESSIBILITY_AUDIT_THEME_H

#include "fcgi/base/arena.h"
#include "fcgi/base/diag.h"
#include "fcgi/base/str.h"

struct audit_theme {
    struct strs landmarks, targets, running;
};

/* NULL exactly when an error was added: what is no list of words, a key that nobody knows. */
const struct audit_theme *audit_theme_parse(struct arena *a, struct str shown, struct str source,
                                            struct diags *d);
/* The same from <dir>/audit.yml; a theme without one is an error. */
const struct audit_theme *audit_theme_load(struct arena *a, struct str dir, struct str shown,
                                           struct diags *d);

#endif
