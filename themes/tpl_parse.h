/*
 * First half of the template compiler: source text into tokens with their lines.
 * Knows the spelling of tags and nothing of fields or HTML.
 */
#ifndef ESTRADO_THEMES_TPL_PARSE_H
#define ESTRADO_THEMES_TPL_PARSE_H

#include "fcgi/base/arena.h"
#include "fcgi/base/diag.h"
#include "fcgi/base/messages.h"
#include "fcgi/base/str.h"

enum tpl_token_kind {
    TOKEN_TEXT,    /* text: as it is */
    TOKEN_FIELD,   /* {{name}} */
    TOKEN_HTML,    /* {{{name}}} */
    TOKEN_EACH,    /* {{#name}} */
    TOKEN_IF,      /* {{?name}} */
    TOKEN_UNLESS,  /* {{^name}} */
    TOKEN_CLOSE,   /* {{/name}} */
    TOKEN_INCLUDE, /* {{>name}} */
    TOKEN_MESSAGE, /* {{t "text" args}} */
    TOKEN_SPLICE,  /* {{splice "text"}} */
    TOKEN_JSON,    /* {{json name}} */
    TOKEN_COMMENT,
};

struct tpl_token {
    enum tpl_token_kind kind;
    int line;
    struct str text; /* borrows the source: bytes, a name, or what stood in quotes */
    struct str args[MESSAGE_ARGS_MAX];
    int nargs;
    bool alone; /* a section, include or comment on a line of its own, which is gone */
};
struct tpl_tokens {
    const struct tpl_token *v;
    size_t n;
};

/* What could be read, even when errors were added to d. Lines that hold only sections, includes and
 * comments are gone. */
struct tpl_tokens tpl_parse(struct arena *a, struct str shown, struct str source, struct diags *d);

#endif
