/*
 * Identifiers of acts ("IEPC-ACG-029-2019"): one spelling, however they are typed.
 *
 * An act is groups of letters (the institute and the kind of act), a number and a year. The
 * canonical spelling has capitals, hyphens, three digits at least and a year of four:
 * "iepc acg 29 / 2019", "IEPC/ACG/029-2019" and "ACG-29-2019" are all IEPC-ACG-029-2019. A kind of
 * act alone is the institute's own.
 */
#ifndef ESTRADO_CONTENT_ACTS_H
#define ESTRADO_CONTENT_ACTS_H

#include "content/page.h"

#define ACT_MAX 64 /* bytes of what was typed that are looked at */

/* False when the whole of `typed` is no act; *ret_id lives in `a`. */
bool act_parse(struct arena *a, struct str typed, struct str *ret_id);
/* The first act within a text ("acuerdo IEPC-ACG-29/2019 de la comisión"); false when it has none.
 */
bool act_find(struct arena *a, struct str text, struct str *ret_id);
/*
 * The page that is this act (canonical spelling), or NULL; whether it is visible is the caller's to
 * ask. Of several the institute's own comes first.
 */
struct site;
const struct page *site_act(const struct site *s, struct str id);
/* What a path ends in when it is an address of acts in any spelling: "/acuerdos/iepc acg 16 2023"
 * gives the page. NULL: no such address, or no such act. */
const struct page *site_act_at(const struct site *s, struct arena *a, struct str path);

#endif
