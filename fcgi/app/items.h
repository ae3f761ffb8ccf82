/*
 * What views show of a page because of its type: its fields as facts, where it stands in its
 * period, its tags, pages like it, those before and behind it.
 */
#ifndef ESTRADO_APP_ITEMS_H
#define ESTRADO_APP_ITEMS_H

#include "fcgi/app/app.h"

/* A day, with the hour where it was given ("2026-11-22 18:30"), in words. */
struct str item_moment(const struct ctx *c, const struct field_value *v);
/* All fields that the page has, or those of its rows in lists. */
struct view_items items_of(struct ctx *c, const struct page *p, bool in_list);
/* "Abierta hasta el 3 de mayo de 2027, 18:00 h" by the request's clock; empty: no period. *ret_now:
 * it is within it. */
struct str item_state(const struct ctx *c, const struct page *p, bool *ret_now);
/* Fills items, state, tags and related of the view, and previous and next within the type. */
void item_show(struct ctx *c, const struct page *p, struct view *v);

#endif
