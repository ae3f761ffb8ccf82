/*
 * YAML into a tree with line numbers (libyaml: only in yaml.c).
 *
 * What is refused, each as an error with its line: aliases, anchors, tags, more
 * than one document, a key twice in one map, depth above 16, keys that are not
 * scalars, more nodes than 100,000, bytes that are not UTF-8.
 */
#ifndef ESTRADO_BASE_YAML_H
#define ESTRADO_BASE_YAML_H

#include "fcgi/base/arena.h"
#include "fcgi/base/diag.h"
#include "fcgi/base/str.h"

enum yaml_type { YAML_SCALAR, YAML_MAP, YAML_LIST };

struct yaml {
    enum yaml_type type;
    int line;       /* where it begins, from 1 */
    struct str key; /* in a map: the key under which it stands */
    int key_line;
    struct str text;           /* YAML_SCALAR: unquoted */
    bool quoted;               /* '...' or "...", or a block: never a number, date, bool or null */
    struct yaml *first, *next; /* children in the order of the file; next sibling */
    size_t nchildren;
};

/*
 * NULL when at least one error was added to d, or when the document is empty
 * (no error then). Lines are counted from first_line (front matter starts at 2).
 * Everything lives in `a`; texts do not borrow `source`.
 */
const struct yaml *yaml_parse(struct arena *a, struct str shown, struct str source, int first_line,
                              struct diags *d);
/* The child of a map under `key`, or NULL; NULL for a NULL map too. */
const struct yaml *yaml_get(const struct yaml *map, struct str key);
/* YAML 1.2 core schema: true/false (also True, TRUE); false = not a boolean. */
bool yaml_bool(const struct yaml *y, bool *ret_v);
bool yaml_int(const struct yaml *y, int64_t min, int64_t max, int64_t *ret_v);
/* Empty, ~ or null, unquoted. */
bool yaml_is_null(const struct yaml *y);

#endif
