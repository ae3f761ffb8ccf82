/*
 * The colours of a theme as data: themes/<theme>/palette.yml. What people see is written from it
 * (palette_css), and what they see was proven (palette_check): WCAG 2.2, 1.4.6 for text, 1.4.11
 * and 2.4.13 for parts (contrast.h has the numbers).
 *
 *   presentations:
 *     claro-sistema: {selector: root, scheme: light, tokens: {page: "#fff", ink: "#1d1929"}}
 *     oscuro-sistema: {parent: claro-sistema, media: "(prefers-color-scheme: dark)",
 *                      scheme: dark, tokens: {page: "#16131f", ink: "#f0edf7"}}
 *     papel: {parent: claro-sistema, media: print, tokens: {ink: "#000"}}
 *     c-claro: {parent: claro-sistema, class: c-claro, text: 15, tokens: {ink: "#000"}}
 *   pairs: [[ink, page, text], [edge, page, part]]
 *   decoration: [rule]
 *
 * A presentation is all colours at one moment. The first is the base: no parent, `selector: root`,
 * and its tokens are all tokens there are. The others come after their parent and name what differs
 * from it. Each says when it counts: under a `media` query (`print`, or features in brackets), or
 * by one word of the contrast axis (choice.h) as `class`; every word has exactly one presentation.
 * Media presentations count only while no contrast word is chosen, so that a choice beats the
 * system; of two that match, the later one. `scheme` (light, dark) tells the browser how to paint
 * what it draws by itself; it is the parent's when it is not given.
 *
 * A token is a CSS custom property without its dashes. A pair is a foreground on a background that
 * really meet in the style sheet, and what the foreground is:
 *
 *   text   7, or what the presentation's own `text` says
 *   large  4.5, or the same when the presentation's `text` is above 7 (from 18 pt, or bold from 14)
 *   part   3: icons, edges, focus marks
 *
 * A token that stands in no pair must be listed under `decoration`, so that none is forgotten.
 *
 * The words promise more than the base, and a theme cannot promise less: text of 15 in c-claro,
 * c-oscuro and c-amarillo, 7 in the others; no hue at all in c-gris.
 */
#ifndef ESTRADO_ACCESSIBILITY_PALETTE_H
#define ESTRADO_ACCESSIBILITY_PALETTE_H

#include "accessibility/contrast.h"
#include "fcgi/base/diag.h"
#include "fcgi/base/yaml.h"

#define PALETTE_FILE_MAX          (64u * 1024)
#define PALETTE_TOKENS_MAX        64
#define PALETTE_PRESENTATIONS_MAX 24
#define PALETTE_PAIRS_MAX         512

enum palette_place { PALETTE_ROOT, PALETTE_MEDIA, PALETTE_CLASS };
enum palette_kind { PALETTE_TEXT, PALETTE_LARGE, PALETTE_PART };

struct palette_colour {
    struct rgb c;
    bool own;        /* named here, not taken from the parent */
    struct str file; /* where it was written */
    int line;
};
struct palette_presentation {
    struct str name;
    enum palette_place place;
    struct str where; /* the media query, or the class */
    int parent;       /* position; -1: the base */
    double text;      /* the ratio that text needs */
    bool dark;        /* color-scheme */
    bool grey;        /* no hue is allowed */
    int line;
    struct palette_colour v[PALETTE_TOKENS_MAX]; /* one for each token */
};
struct palette_pair {
    size_t fg, bg; /* positions of tokens */
    enum palette_kind kind;
};
struct palette {
    struct str file; /* as shown in diags */
    struct strs tokens;
    const struct palette_presentation *presentations;
    size_t npresentations;
    const struct palette_pair *pairs;
    size_t npairs;
};

/* NULL when at least one error was added to d. */
const struct palette *palette_parse(struct arena *a, struct str shown, struct str source,
                                    struct diags *d);
/*
 * A micrositio's own colours over those of the theme: `map` is what stands under `palette` in its
 * file `shown`, a map of tokens for each presentation that it changes:
 *
 *   palette:
 *     claro-sistema: {accent: "#8a1c4a"}
 *     c-oscuro: {accent: "#ffd9e8"}
 *
 * Children take what they do not name from the changed parent. NULL when an error was added.
 */
const struct palette *palette_overlay(struct arena *a, const struct palette *base, struct str shown,
                                      const struct yaml *map, struct diags *d);

/*
 * Adds an error for each pair that fails in a presentation (with ratio, ratio needed and the
 * nearest foreground that passes) and each colour with a hue where none is allowed. A pair that a
 * child inherits whole is told once, at the parent. Only of colours that p's own file names: what
 * is wrong in the theme is not the micrositio's.
 */
void palette_check(const struct palette *p, struct diags *d);

/*
 * The style sheet: every token in every presentation, so that none shows a mixture of two. A part
 * of class "sample" inside a form shows the presentation whose radio button (`c`, choice.h) is
 * checked there.
 */
struct str palette_css(struct arena *a, const struct palette *p);

#endif
