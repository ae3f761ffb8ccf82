/*
 * Our own look at finished HTML, for the page tests and `estrado check`: what a machine
 * can tell without a browser. Made for what our templates and htmlpass.c print; safe for any bytes.
 */
#ifndef ESTRADO_ACCESSIBILITY_AUDIT_H
#define ESTRADO_ACCESSIBILITY_AUDIT_H

#include "fcgi/base/diag.h"
#include "fcgi/base/str.h"

#define AUDIT_ERRORS_MAX 200 /* of one document; more are not told */

/*
 * Adds an error, with its line in the HTML, for: no lang; not exactly one title with text, one h1
 * and one main; a heading jump; an id twice; an img without alt, width or height; a link, button,
 * heading, label, caption or head of a table without a name; a control without a label; a
 * #fragment, for, list, headers or aria reference that points nowhere; a table without caption or
 * th; inline script, style, style= or on*; anything loaded from or sent to another host; tags that
 * are malformed, unclosed, or where HTML does not allow them; a first link that does not skip to a
 * part of the page.
 *
 * What is hidden by aria-hidden gives no name and needs none.
 */
void audit_html(struct str shown, struct str html, struct diags *d);

#endif
