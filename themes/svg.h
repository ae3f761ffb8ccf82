/*
 * An SVG is a document that browsers run when they open it alone: what could make
 * it do more than draw itself is refused.
 */
#ifndef ESTRADO_THEMES_SVG_H
#define ESTRADO_THEMES_SVG_H

#include "fcgi/base/diag.h"
#include "fcgi/base/str.h"

/*
 * Refused, each as an error with its line: script elements and elements of other documents; on…
 * attributes, also as the aim of an animation; href, src, url() and @import to anything but a part
 * of the same file or an image as data:; entity definitions; style sheets of their own; text that
 * is not UTF-8.
 */
void svg_check(struct str shown, struct str content, struct diags *d);

#endif
