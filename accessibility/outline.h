/*
 * What a finished page holds, taken from its HTML: the main part, its headings, every link. The
 * reader's view and the page as plain lists (?vista=indice) are made of it, so that both exist for
 * every page: articles, forms, results, errors.
 */
#ifndef ESTRADO_ACCESSIBILITY_OUTLINE_H
#define ESTRADO_ACCESSIBILITY_OUTLINE_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

struct outline_item {
    int level; /* of a heading, 1-6; 0: a link */
    struct html
        text;       /* without tags, escaped as in the page; alternative texts of images included */
    struct str ref; /* heading: its id, or empty; link: where it leads, unescaped */
};
struct outline_items {
    const struct outline_item *v;
    size_t n;
};
struct outline {
    struct html main;              /* inside <main> */
    struct outline_items headings; /* of the main part */
    struct outline_items links;    /* of the main part, without those to its own parts */
    struct outline_items others;   /* links outside it, without the skip link */
    int words;                     /* of the main part */
};

/* `html` outlives *ret_o. False when there is no <main> that ends. Linear in the page's size. */
bool outline_of(struct arena *a, struct str html, struct outline *ret_o);

#endif
