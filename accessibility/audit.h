/*
 * Our own look at finished HTML, for the page tests and `estrado check --html`:
 * what a machine can tell without a browser. Built on the same closed set of
 * tags that our templates and htmlpass.c print.
 */
#ifndef ESTRADO_ACCESSIBILITY_AUDIT_H
#define ESTRADO_ACCESSIBILITY_AUDIT_H

#include "fcgi/base/diag.h"
#include "fcgi/base/str.h"

/*
 * Adds an error for: no lang; no or empty title; not exactly one h1 and one main; a heading jump;
 * an id twice; an img without alt, width or height; a link or button without a name; a control
 * without a label; a #fragment, for, aria-labelledby or aria-describedby that points nowhere; a
 * table without th or caption; inline script, style or on*; anything loaded from another host;
 * unclosed or wrongly nested tags; a skip link that is not the first link.
 */
void audit_html(struct str shown, struct str html, struct diags *d);

#endif
