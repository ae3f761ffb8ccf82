/*
 * What the two files of the compiler's second half share: tpl_compile.c (sections,
 * includes, code) and tpl_slots.c (what may be filled in where).
 */
#ifndef ESTRADO_THEMES_TPL_COMPILE_H
#define ESTRADO_THEMES_TPL_COMPILE_H

#include "themes/tpl_code.h"
#include "themes/tpl_html.h"
#include "themes/tpl_parse.h"

#define TPL_INCLUDES_MAX 8
#define TPL_CODE_MAX     20000u /* instructions */
#define TPL_STATIC_MAX                                                                   \
    (1024u * 1024)            /* bytes of static text in one template, includes unfolded \
                               */
#define TPL_STEPS_MAX 100000u /* tokens, the same: what includes within includes may come to */

struct tpl_section {
    enum tpl_token_kind kind;
    struct str name;
    int line;
    struct html_state before;
    size_t opening; /* its instruction */
    bool has_scope;
};

struct tpl_compiler {
    struct arena *a;
    const struct tpl_env *env;
    struct diags *d;
    struct str shown; /* the file being read: diags go there */
    int line;
    struct html_state html;
    const struct tpl_field *fields[TPL_SECTIONS_MAX + 1]; /* of each scope */
    uint8_t scope;
    struct tpl_section sections[TPL_SECTIONS_MAX];
    size_t nsections;
    struct str includes[TPL_INCLUDES_MAX];
    size_t nincludes;
    struct buf text; /* static text that is not an instruction yet */
    size_t nstatic, nsteps;
    struct tpl_instruction *code;
    size_t n, cap;
    bool broken; /* something was wrong, told now or by an earlier template */
    bool stop;   /* too big to go on */
};

/* A field and where it is found. */
struct tpl_found {
    const struct tpl_field *field;
    uint8_t scope;
};

/* Adds an error at the present line, unless d holds the very same already. `code` is a literal;
 * empty arguments at the end are left out. */
void tpl_complain(struct tpl_compiler *c, int line, const char *code, struct str x, struct str y);
/* By name, innermost scope first. False, with an error, for an unknown name. */
bool tpl_find(struct tpl_compiler *c, struct str name, struct tpl_found *ret_found);
/* A new instruction, zeroed but for op; static text that waits goes before it. */
struct tpl_instruction *tpl_emit(struct tpl_compiler *c, enum tpl_op op);
void tpl_emit_static(struct tpl_compiler *c, struct str text);

/* Tokens FIELD, HTML, MESSAGE, SPLICE and JSON. */
void tpl_slot(struct tpl_compiler *c, const struct tpl_token *t);

#endif
