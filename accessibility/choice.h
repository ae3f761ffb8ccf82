/*
 * What a person chose about how pages look and read: words joined with dots, "c-oscuro.t-200".
 *
 * The same words stand in the cookie `a11y`, in an address (?a11y=) and, for presentation, as
 * classes of <html>. Presentation (contrast, text, letter, spacing, links, motion, pointer) is
 * only style; structure (images, reader, easy read, voice) changes what a page holds. Axis by
 * axis an address beats the cookie, and the cookie what the reader's system asks for.
 *
 * A choice tells something about a person's body: it is never logged and never joined with
 * anything. What is written is always made from the table here, never from what came in.
 */
#ifndef ESTRADO_ACCESSIBILITY_CHOICE_H
#define ESTRADO_ACCESSIBILITY_CHOICE_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

/* In the order in which words are written. */
enum axis {
    AXIS_CONTRAST,
    AXIS_TEXT,
    AXIS_LETTER,
    AXIS_SPACING,
    AXIS_LINKS,
    AXIS_MOTION,
    AXIS_IMAGES, /* structure, to AXIS_VOICE */
    AXIS_READER,
    AXIS_EASY,
    AXIS_VOICE,
    AXIS_POINTER,
    AXIS__MAX
};

#define CHOICE_WORDS_MAX 6  /* of one axis */
#define CHOICE_TEXT_MAX  96 /* bytes that are read; the longest that is written has 59 */

/* v[axis]: 0 is left to the reader's system, n the n-th word of that axis. Zeroed: nothing chosen.
 */
struct choice {
    unsigned char v[AXIS__MAX];
};

/* The n-th word of an axis, from 1 ("c-oscuro"); the empty str when there is none. */
struct str choice_word(enum axis axis, int n);
/* The letter before the dash: what form fields are called. */
struct str choice_axis_name(enum axis axis);

/*
 * Unknown words are left out; of two on one axis the first counts. Longer than CHOICE_TEXT_MAX:
 * nothing was chosen.
 */
struct choice choice_parse(struct str text);
/* Axis by axis the first, where it says something. */
struct choice choice_over(struct choice first, struct choice then);
bool choice_is_empty(const struct choice *c);
bool choice_has(const struct choice *c, enum axis axis);

/* As it is kept: one text for one choice. Empty when nothing is chosen. */
struct str choice_text(struct arena *a, const struct choice *c);
/* The classes of <html>: presentation words with blanks between them. */
struct str choice_classes(struct arena *a, const struct choice *c);
/* One bit for each axis of structure that is chosen: pages with the same bits have the same body.
 */
unsigned choice_structure(const struct choice *c);

#endif
