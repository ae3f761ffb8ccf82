/*
 * A compiled template: what tpl_compile.c writes and tpl_render.c runs.
 *
 * Scopes are numbered from 0, the model itself; every list that is being walked has the next
 * number. A field is found by its scope's number and its offset, both known when compiled.
 */
#ifndef ESTRADO_THEMES_TPL_CODE_H
#define ESTRADO_THEMES_TPL_CODE_H

#include "themes/tpl.h"

#define TPL_SECTIONS_MAX 32

enum tpl_op {
    OP_STATIC,    /* text, as it is */
    OP_ESCAPED,   /* a str, for text and quoted attributes */
    OP_URL,       /* a str that begins a URL: '#' when unsafe */
    OP_COMPONENT, /* a str inside a URL: percent-encoded */
    OP_HTML,
    OP_INT,
    OP_JSON,    /* by type */
    OP_MESSAGE, /* text is the key; args */
    OP_SPLICE,  /* kind */
    OP_IF,      /* by type: goes to `jump` when false */
    OP_UNLESS,  /* by type: goes to `jump` when true */
    OP_EACH,    /* opens a scope; goes to `jump` when empty */
    OP_NEXT,    /* scope: the one that is walked; goes to `jump` when there is another item */
};

struct tpl_arg {
    bool is_int;
    uint8_t scope;
    size_t offset;
};

struct tpl_instruction {
    uint8_t op;
    uint8_t type; /* enum tpl_type */
    uint8_t scope;
    uint8_t nargs;
    uint8_t into; /* OP_EACH: the scope that it opens, above the one that holds the list */
    uint32_t jump;
    union {
        struct str text;
        struct {
            size_t offset, item_size;
        };
        uint32_t kind;
    };
    const struct tpl_arg *args;
};

struct tpl {
    const struct tpl_instruction *code;
    size_t n;
    const struct messages *messages;
};

#endif
