/*
 * The ids of one page: each is given out once.
 *
 * Ids of a text are slugs (ucs_slug: a-z, 0-9, '-'). What the program and the themes name
 * themselves has an underscore ("nota_1", "contenido_principal"), so that neither can take the
 * other's.
 */
#ifndef ESTRADO_CONTENT_IDS_H
#define ESTRADO_CONTENT_IDS_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

struct ids {
    struct arena *a;
    struct id_slot *slots; /* open addressing; a power of two, at most half full */
    size_t n, cap;
};

void ids_init(struct ids *ids, struct arena *a);
/* `wanted`, or wanted-2, wanted-3 ... when it is taken; "seccion" for the empty one. In the arena.
 */
struct str ids_take(struct ids *ids, struct str wanted);

#endif
