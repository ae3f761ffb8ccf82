/*
 * The values that a page has by its type: `type:` names one that site.yml declares, `params:` holds
 * the values. They are checked when the page is loaded; what is wrong is told with its line, and
 * the page is left out.
 */
#ifndef ESTRADO_CONTENT_TYPES_H
#define ESTRADO_CONTENT_TYPES_H

#include "fcgi/base/diag.h"
#include "fcgi/base/yaml.h"
#include "fcgi/config/types.h"

#define TYPE_LIST_MAX 200 /* entries of a list */

/* Which member holds the value is said by field->kind. */
struct field_value {
    const struct type_field *field;
    int line;
    struct str text;   /* text, lines, choice (its id), url, path, file, act (canonical); table:
                          the name of its file, or empty */
    int64_t number;    /* number, flag (0, 1); date, datetime: epoch seconds */
    struct strs texts; /* texts, paths, acts (canonical) */
    const struct yaml *table; /* its rows when they stand in the page; NULL: in a file */
};
struct fields {
    const struct field_value *v; /* in the order of the declaration; given ones only */
    size_t n;
};

struct front;
struct page;

/* What a file is called in diags, its folder below the content ("" for the top), its zone. */
struct types_of {
    const struct types *types;
    struct str shown, zone;
};

/*
 * Reads the type and the values of a head. False when at least one error was added. *ret_type:
 * NULL when the head names none, or "page" where the site declares none.
 */
bool types_read(struct arena *a, const struct types_of *o, const struct front *f, struct diags *d,
                const struct type **ret_type, struct fields *ret_fields);
/* That the type of its `list:` exists and can be listed so. */
bool types_check_list(const struct types_of *o, const struct front *f, struct diags *d);
/* That nothing else gives an address to a page that is an act. */
bool types_check_act(const struct types_of *o, const struct page *p, struct diags *d);
/* NULL when the page does not have it. */
const struct field_value *page_field(const struct page *p, struct str name);
/* The canonical identifier of a page that is an act; empty otherwise. */
struct str page_act(const struct page *p);
/* Fills p->when and p->year from its type, fields and head. */
void types_date(const struct types_of *o, struct page *p);
/* The label of a choice, or its id where it has none. */
struct str field_choice_label(const struct type_field *f, struct str id);

/* Where a page stands in the period of its type. */
enum period_state { PERIOD_NONE, PERIOD_BEFORE, PERIOD_DURING, PERIOD_AFTER };
/* *ret_edge: the moment that its text names; written unless NONE. */
enum period_state page_period(const struct page *p, int64_t now, int64_t *ret_edge);

/* The moments at which that changes, 0 or 2 of them. */
size_t types_edges(const struct page *p, int64_t *ret_v);

#endif
