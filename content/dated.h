/*
 * Markup that holds for a time only: both ways to say it stand in the parsed page, between marks
 * (U+E002 from;until U+E003 while it holds U+E003 otherwise U+E004; limits.c refuses them in what
 * people write), and the one that is right is taken when the page is shown.
 */
#ifndef ESTRADO_CONTENT_DATED_H
#define ESTRADO_CONTENT_DATED_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

struct str dated_make(struct arena *a, int64_t from, int64_t until, struct str holds,
                      struct str otherwise);
/* As it reads at `now`; s itself when nothing in it is dated. */
struct html dated_at(struct arena *a, struct html html, int64_t now);

#endif
