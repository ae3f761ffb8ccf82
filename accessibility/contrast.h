/*
 * How well two colours can be told apart (WCAG 2.2), and the nearest colour that can.
 *
 * Ratios run from 1 (the same) to 21 (black on white) and are never rounded before they are
 * compared: 6.999 is not 7 (WCAG, "Understanding 1.4.3"). Text needs 7 (1.4.6, AAA), large text 4.5
 * (1.4.6), icons, edges and focus marks 3 (1.4.11, 2.4.13).
 */
#ifndef ESTRADO_ACCESSIBILITY_CONTRAST_H
#define ESTRADO_ACCESSIBILITY_CONTRAST_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

#define CONTRAST_TEXT  7.0
#define CONTRAST_LARGE 4.5
#define CONTRAST_PART  3.0
#define CONTRAST_MAX   21.0

struct rgb {
    unsigned char r, g, b; /* sRGB */
};

/* "#rgb" or "#rrggbb", in either case; nothing around it. False for all else (*ret_c untouched). */
bool rgb_parse(struct str s, struct rgb *ret_c);
/* "#rrggbb", lower case. */
struct str rgb_hex(struct arena *a, struct rgb c);
bool rgb_eq(struct rgb x, struct rgb y);
bool rgb_is_grey(struct rgb c);

/* Relative luminance as WCAG 2.2 defines it: 0 black to 1 white. */
double rgb_luminance(struct rgb c);
/* (lighter + 0.05) / (darker + 0.05): the order of the two does not matter. */
double contrast_ratio(struct rgb x, struct rgb y);
/* With two digits, cut and not rounded, so that what fails never reads as what was needed. */
struct str contrast_shown(struct arena *a, double ratio);

/*
 * The colour nearest to `fg` that reaches `needed` against `bg`. Hue stays, lightness moves, in
 * OKLCH: there equal steps look equal, so "nearest" is what the eye calls near, and the hue of a
 * blue does not drift to violet as it does in HSL. Colourfulness stays as far as sRGB can show it
 * at that lightness. A grey stays a grey. What is returned was measured after rounding to 8 bits.
 * `fg` itself when it passes. False when neither black nor white reaches `needed`: then no colour
 * does.
 */
bool contrast_nearest(struct rgb fg, struct rgb bg, double needed, struct rgb *ret_c);

#endif
