/*
 * Our own look at finished HTML, for the page tests and `estrado check`: what a machine
 * can tell without a browser. Made for what our templates and htmlpass.c print; safe for any bytes.
 */
#ifndef ESTRADO_ACCESSIBILITY_AUDIT_H
#define ESTRADO_ACCESSIBILITY_AUDIT_H

#include "fcgi/base/diag.h"
#include "fcgi/base/str.h"

#define AUDIT_ERRORS_MAX 200 /* of one document, warnings too; more are not told */

struct audit_theme;

/*
 * Adds an error, with its line in the HTML, for
 * - the page: no lang, or one that is none; not exactly one title with text, one h1 and one main; a
 *   heading jump; a viewport that keeps from zooming; a word in the class of <html> that nobody
 *   knows;
 * - landmarks: one that the theme says to be on every page and is not there once; two of one role
 *   with one name; a nav without a name; something to read outside of all of them;
 * - names: a link, button, heading, label, legend, caption or head of a table without one, or with
 * a title= as the only one; a drawing that is neither hidden nor named; an img without alt, width
 *   or height; a control without a label;
 * - forms: a fieldset without legend; a radio button outside a fieldset; aria-invalid without
 *   aria-describedby; autocomplete with words that HTML does not know;
 * - tables: no caption, no th, a th without scope; details without summary;
 * - what plays: audio and video without controls or with autoplay, video without captions;
 * - the keyboard: tabindex above 0; a first link that does not skip to a part of the page;
 * - the pointer: a link outside running text, a button or another control that stands in nothing
 *   that the theme declares to be 44 px large (audit_theme.h);
 * - an id twice or with blanks; a #fragment, for, list, headers or aria reference that points
 *   nowhere; inline script, style, style= or on*; anything loaded from or sent to another host;
 * tags that are malformed, unclosed, or where HTML does not allow them. Adds a warning for links of
 * main that say the same and lead elsewhere.
 *
 * What is hidden by aria-hidden gives no name and needs none. Without `theme` (NULL) what depends
 * on it is not judged.
 */
void audit_html(struct str shown, struct str html, const struct audit_theme *theme,
                struct diags *d);

#endif
