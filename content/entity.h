/*
 * Character references of HTML, as discount makes them or leaves them as an editor wrote them.
 */
#ifndef ESTRADO_CONTENT_ENTITY_H
#define ESTRADO_CONTENT_ENTITY_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

/*
 * Text with its references ("&amp;", "&#8617;", "&ntilde;") as characters, in the arena. What is
 * not known, and what would be a control character, stays as it is written. Decodes once:
 * "&amp;lt;" gives "&lt;".
 */
struct str entity_decode(struct arena *a, struct str s);

#endif
