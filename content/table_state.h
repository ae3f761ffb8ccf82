/*
 * What the readers of tables share; nobody else includes this.
 */
#ifndef ESTRADO_CONTENT_TABLE_STATE_H
#define ESTRADO_CONTENT_TABLE_STATE_H

#include "content/table_data.h"

#define TABLE_SCALE 10000 /* of table_cell.number */

/* table_cell.c: c->raw is read by its column's kind. False, and nothing told, when it is no value
 * of it. */
bool table_cell_read(struct arena *a, const struct table_source *s, const struct table_column *k,
                     struct table_cell *c);
/* Whether s is a number as tables know it: "-12.5". */
bool table_number(struct str s, int64_t *ret_v);
/* The last row, where a column asks for it; false when a sum passes what numbers hold. */
bool table_add_total(struct arena *a, const struct table_source *s, struct table_data *t);

#endif
