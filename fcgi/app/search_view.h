/*
 * Answers of a search as views show them: results, what narrows them, the way to the next page.
 */
#ifndef ESTRADO_APP_SEARCH_VIEW_H
#define ESTRADO_APP_SEARCH_VIEW_H

#include "fcgi/app/app.h"
#include "fcgi/search/search.h"

/* "sitio" for all sites, where a micrositio's own is what a search without it means. */
#define SEARCH_EVERYWHERE "todo"
/* The parameter of a facet: "tipo", "anio", "proceso", "organo", "sitio". */
struct str search_facet_name(enum search_facet f);
/* The address of a search; only: FACET__MAX values or NULL; page: from 1. */
struct str search_href(struct ctx *c, struct str q, const struct str *only, int page);
void search_show(struct ctx *c, const struct search_question *q, const struct search_answer *found,
                 struct view *v);

#endif
