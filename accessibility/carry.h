/*
 * For readers whose browser keeps no cookies: a choice that came in an address (?a11y=) goes on
 * with our own links and forms, for as long as it is there.
 */
#ifndef ESTRADO_ACCESSIBILITY_CARRY_H
#define ESTRADO_ACCESSIBILITY_CARRY_H

#include "accessibility/choice.h"

/*
 * A finished page of ours whose links and forms carry `asked`. A link that has words of its own
 * keeps them, and gets the others. Forms that are sent as an address get a hidden field.
 *
 * Left alone: #parts of the same page, files (/estatico/, /audio/), other hosts, and what is
 * not in <a> and <form>: the canonical link stays plain. Linear in the page's size; `asked` that is
 * empty gives the page itself.
 */
struct str html_carry(struct arena *a, struct str html, const struct choice *asked);
/* One address of ours, unescaped: "/x" becomes "/x?a11y=c-oscuro". */
struct str href_carry(struct arena *a, struct str href, const struct choice *asked);

#endif
