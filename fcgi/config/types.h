/*
 * Content types as site.yml declares them (`types:`): what a page of that type has besides its
 * text, how its values are to be written, how it is dated. content/types.h reads the values of
 * pages by these declarations.
 */
#ifndef ESTRADO_CONFIG_TYPES_H
#define ESTRADO_CONFIG_TYPES_H

#include "fcgi/base/str.h"

#define TYPES_MAX       32
#define TYPE_FIELDS_MAX 24

/* X(enum, name in site.yml) */
/* clang-format off */
#define FIELD_KINDS(X) \
    X(FIELD_TEXT, "text")         /* one line */ \
    X(FIELD_LINES, "lines")       /* a text of several */ \
    X(FIELD_NUMBER, "number")     /* whole */ \
    X(FIELD_FLAG, "flag")         /* true, false */ \
    X(FIELD_CHOICE, "choice")     /* one of `choices` */ \
    X(FIELD_DATE, "date")         /* a day */ \
    X(FIELD_DATETIME, "datetime") /* a day and an hour */ \
    X(FIELD_URL, "url")           /* https://, http://, mailto:, tel: */ \
    X(FIELD_PATH, "path")         /* a page of the site */ \
    X(FIELD_FILE, "file")         /* beside the page */ \
    X(FIELD_TEXTS, "texts")       /* a list */ \
    X(FIELD_PATHS, "paths")       /* pages of the site */ \
    X(FIELD_TABLE, "table")       /* a list of maps, or the name of a YAML file beside the page */ \
    X(FIELD_ACT, "act")           /* the identifier of this page itself (content/acts.h) */ \
    X(FIELD_ACTS, "acts")         /* identifiers of other pages */
/* clang-format on */
enum field_kind {
#define X(e, n) e,
    FIELD_KINDS(X)
#undef X
        FIELD__MAX
};

struct type_choice {
    struct str id, label;
};
struct type_field {
    struct str name, label;
    enum field_kind kind;
    bool required;
    bool listed;  /* lists show it in each row */
    bool seconds; /* datetime: seconds are always shown */
    const struct type_choice *choices;
    size_t nchoices;
};

/*
 * What the clock makes of a page: before `from`, between, from `until` on. Each text is for people,
 * {0} is the moment in words.
 */
struct type_period {
    const struct type_field *from, *until; /* both required; NULL: the type has no period */
    struct str before, during, after;
};

struct type {
    struct str id, label, plural;
    struct str address; /* pages with an act live at <address>/<act>; empty: where their file is */
    const struct type_field *fields;
    size_t nfields;
    const struct type_field *dated; /* the field that dates a page; NULL: its `date` */
    struct type_period period;
};
struct types {
    const struct type *v; /* in the order of the file */
    size_t n;
};

/* NULL when there is none of that name. */
const struct type *types_find(const struct types *t, struct str id);
const struct type_field *type_field_named(const struct type *t, struct str name);
/* "datetime". A literal. */
const char *field_kind_name(enum field_kind kind);

#endif
