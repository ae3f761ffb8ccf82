/*
 * Where in an HTML document a template stands: followed byte by byte through the
 * static text, so that every slot is known to stand in text, in a quoted attribute,
 * or in a place where nothing may be filled in. Stricter than a browser: what
 * browsers repair in ways that are easy to get wrong is refused.
 */
#ifndef ESTRADO_THEMES_TPL_HTML_H
#define ESTRADO_THEMES_TPL_HTML_H

#include "fcgi/base/base.h"
#include "fcgi/base/str.h"

enum html_place {
    HTML_TEXT,
    HTML_ESCAPABLE, /* inside title or textarea: text, no tags */
    HTML_RAW,       /* inside script, style and the like */
    HTML_JSON,      /* inside <script type="application/ld+json"> */
    HTML_COMMENT,
    HTML_DECLARATION, /* <!doctype …> */
    HTML_TAG_OPEN,    /* behind '<' */
    HTML_TAG_NAME,
    HTML_TAG,       /* between attributes */
    HTML_ATTRIBUTE, /* in an attribute's name */
    HTML_AFTER_NAME,
    HTML_BEFORE_VALUE,
    HTML_VALUE_DOUBLE,
    HTML_VALUE_SINGLE,
    HTML_VALUE_BARE,
    HTML_AFTER_VALUE, /* a blank, '/' or '>' must follow */
    HTML_BROKEN,      /* an error was told; up to the next '>' nothing more is */
};

#define HTML_NAME_MAX   24
#define HTML_PREFIX_MAX 64

struct html_state {
    enum html_place place;
    char element[HTML_NAME_MAX], attribute[HTML_NAME_MAX]; /* lower case, cut off, NUL-terminated */
    unsigned char nelement, nattribute;
    bool closing;          /* in an end tag */
    bool slash;            /* in a tag, directly behind '/' */
    bool json;             /* a script that said it is JSON-LD */
    bool in_string;        /* HTML_JSON: inside a string */
    bool escaped;          /* there, behind a backslash */
    bool value_is_empty;   /* in a value: nothing was printed in it so far, or perhaps nothing */
    bool prefix_ended;     /* in a value: prefix grows no more */
    unsigned char matched; /* bytes of the mark that ends a comment, declaration or raw element */
    char prefix[HTML_PREFIX_MAX]; /* in a value: its static beginning */
    unsigned char nprefix;
};

/* A zeroed state is the start of a document. */

/*
 * Follows `text`. NULL, or the code of a diag (a literal) about the byte at *ret_at; the rest
 * of text is then still to be fed.
 */
const char *html_feed(struct html_state *s, struct str text, size_t *ret_at);
/* What kind of attribute the value belongs to. */
bool html_in_quoted_value(const struct html_state *s);
bool html_in_url(const struct html_state *s);
/* on…, style, srcdoc, srcset: programs and lists of addresses, where no slot is safe. */
bool html_in_program(const struct html_state *s);
/* The static beginning of a URL has a scheme that is not allowed. Ends the prefix. */
bool html_prefix_is_unsafe(struct html_state *s);
/* Something was filled in here. */
void html_slot(struct html_state *s);
/*
 * Before and after a section that may be left out or repeated: false when they differ so much that
 * what follows would stand in two kinds of places; otherwise *ret_s is the place for what follows.
 */
bool html_join(const struct html_state *before, const struct html_state *after, bool repeats,
               struct html_state *ret_s);

#endif
