/*
 * A document of HTML as its tags and texts, one after the other.
 *
 * Made for finished pages of our own, so it repairs nothing as a browser would: what is malformed
 * is a token of its own kind, and reading goes on behind it. Any bytes are safe.
 */
#ifndef ESTRADO_ACCESSIBILITY_TOKENS_H
#define ESTRADO_ACCESSIBILITY_TOKENS_H

#include "fcgi/base/buf.h"
#include "fcgi/base/str.h"

#define TOKEN_ATTRIBUTES_MAX 32

enum token_kind {
    TOKEN_OPEN,  /* name, attributes, self_closing */
    TOKEN_CLOSE, /* name */
    TOKEN_TEXT,  /* text; also the whole of a script or style element */
    TOKEN_OTHER, /* comments and the doctype; text is all between '<' and '>' */
    TOKEN_BAD,   /* a tag that does not end, or is none; text is what it holds */
};
struct attribute {
    struct str name, value; /* value: as it is written, without quotes; empty when there is none */
};
struct token {
    enum token_kind kind;
    int line; /* where it begins, from 1 */
    struct str name, text;
    bool self_closing; /* "/>" */
    struct attribute v[TOKEN_ATTRIBUTES_MAX];
    size_t nattributes; /* those above the maximum are left out */
};

struct tokens {
    struct str rest;
    int line;
    struct str
        raw; /* inside this element, whose content is text up to its end tag; empty: in none */
};

void tokens_init(struct tokens *t, struct str html);
/* False at the end. Everything borrows the document. */
bool token_next(struct tokens *t, struct token *ret_token);
/* An attribute's value as text of an element: what only quotes made harmless is escaped. */
void token_add_value(struct buf *b, struct str value);
/* Names compare without case. The first of that name; false when there is none. */
bool token_attribute(const struct token *t, struct str name, struct str *ret_value);
/* Whether a name is one of a list with blanks between: "input select textarea". */
bool token_is_one_of(struct str name, const char *list);
/* Nothing but blanks, among them &nbsp; and U+00A0. */
bool token_text_is_blank(struct str text);

#endif
