/*
 * Forms: fields declared in a table, read from what was sent, kept for showing them again with
 * what is wrong. What is not in the table does not exist; of a name sent twice the first counts.
 */
#ifndef ESTRADO_APP_FORMS_H
#define ESTRADO_APP_FORMS_H

#include "fcgi/http/request.h"

enum form_kind {
    FORM_LINE,   /* one line: line breaks and tabs become blanks */
    FORM_LINES,  /* many: line breaks are LF */
    FORM_CHOICE, /* one of `options`, or nothing */
    FORM_TICK,   /* "1" or nothing: whatever is sent ticks it */
    FORM_HIDDEN, /* a line that goes along unseen */
    FORM_TRAP,   /* shown to nobody and empty, or a program filled it in; never kept */
};

struct form_field {
    struct str name;
    enum form_kind kind;
    bool required;
    int max; /* code points; 0 for FORM_CHOICE, FORM_TICK and FORM_TRAP */
    struct strs options;
    struct str autocomplete; /* what browsers may fill in (WCAG 1.3.5); empty: not told */
};

/* What is wrong: texts of the theme "form.<form>.<field>.<fault>", or else "form.fault.<fault>". */
#define FORM_FAULTS(X)                                                     \
    X(FORM_FINE, "")                                                       \
    X(FORM_MISSING, "missing")     /* required and empty */                \
    X(FORM_TOO_LONG, "too-long")   /* {0} code points sent, {1} allowed */ \
    X(FORM_INVISIBLE, "invisible") /* control characters; taken out */     \
    X(FORM_UNKNOWN, "unknown")     /* not one of the options */            \
    X(FORM_TRAPPED, "trapped")     /* a FORM_TRAP was filled in */
enum form_fault {
#define X(e, n) e,
    FORM_FAULTS(X)
#undef X
};

#define FORM_FIELDS_MAX 16
struct form {
    const struct form_field *fields;
    size_t n;
    struct str values[FORM_FIELDS_MAX]; /* trimmed, without control characters, never cut */
    enum form_fault faults[FORM_FIELDS_MAX];
    int64_t lengths[FORM_FIELDS_MAX]; /* code points of the values */
    size_t nfaults;
};

/* Judges what was sent (form_read of fcgi/http/form.h). n <= FORM_FIELDS_MAX; values live in `a`.
 */
void form_fill(struct arena *a, const struct params *sent, const struct form_field *fields,
               size_t n, struct form *ret_form);
/* An empty form, for the first time that it is shown. */
void form_empty(const struct form_field *fields, size_t n, struct form *ret_form);
/* By name, which must be one of the table's. */
struct str form_value(const struct form *f, struct str name);
void form_set(struct form *f, struct str name, struct str value);
/* "missing" ...; a literal. */
struct str form_fault_name(enum form_fault fault);

#endif
