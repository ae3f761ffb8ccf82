/*
 * A table that has a file of its own, beside the page that shows it with {{tabla "urnas.yml"}}.
 *
 * YAML:
 *   title: Urnas prestadas     the caption; required
 *   columns:                   at least one
 *     - name: instituto        under which rows have it; required
 *       label: Instituto       its head; default: the name
 *       kind: text             text, number, date, yes_no, link ("[words](address)")
 *       total: true            number: the sum stands in a last row; yes_no: how many of how many
 *       yes: Presente          words of yes_no; default: the site's
 *       no: Ausente
 *   rows:                      each a map by name, or a list in the order of the columns
 *     - {instituto: IEEBCS, urnas: 3, note: a footnote of this row}
 *   row_heads: true            the first cell of a row is its head; the default
 *   total: Total               head of the last row; default: the site's word
 *   empty: (vacío)             what stands in a cell without a value; default: nothing
 *   notes: [...]               what is to be said of the whole table, below it
 *
 * CSV (RFC 4180): the first record has the heads; a column of numbers only is one of numbers. Its
 * title comes from the page: {{tabla "urnas.csv" "Urnas prestadas"}}.
 */
#ifndef ESTRADO_CONTENT_TABLE_DATA_H
#define ESTRADO_CONTENT_TABLE_DATA_H

#include "fcgi/base/arena.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/diag.h"
#include "fcgi/base/messages.h"
#include "fcgi/base/secret.h"

#define TABLE_ROWS_MAX    200
#define TABLE_COLUMNS_MAX 20
#define TABLE_BYTES_MAX   ((size_t)256 * 1024) /* of a file */
#define TABLE_CELL_MAX    4000                 /* bytes */

enum column_kind { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_DATE, COLUMN_YES_NO, COLUMN_LINK };
struct table_column {
    struct str name, label, yes, no;
    enum column_kind kind;
    bool total;
};
struct table_cell {
    struct str text; /* as people read it; empty: nothing stands there */
    struct str raw;  /* as it is in the file, for the CSV */
    struct str href; /* COLUMN_LINK */
    int64_t number;  /* COLUMN_NUMBER: ten-thousandths; COLUMN_YES_NO: 0, 1 */
    bool given;
};
struct table_row {
    const struct table_cell *cells; /* one for each column */
    struct str note;
};
struct table_data {
    struct str path;  /* as markdown_file.path: "es-MX/urna-electronica/urnas.yml" */
    struct str title; /* empty: the page must give it */
    struct table_column *columns;
    size_t ncolumns;
    struct table_row *rows;
    size_t nrows;
    struct table_cell *total; /* the last row: one for each column; NULL: none */
    struct str total_label;
    struct strs notes;
    bool row_heads;
    bool broken;                        /* it has errors, or is no table at all */
    struct diags problems;              /* CSV: told only of one that a page shows */
    unsigned char digest[DIGEST_BYTES]; /* of the file */
};

struct table_source {
    struct str shown, path, content;
    struct str locale;
    const struct messages *messages; /* keys markdown.table.* */
};

/* Whether YAML of this content is a table: it has `columns:` at the head of a line. */
bool table_is_one(struct str content);
/* Errors go to d. Everything lives in `a`. */
void table_read_yaml(struct arena *a, const struct table_source *s, struct diags *d,
                     struct table_data *ret_table);
void table_read_csv(struct arena *a, const struct table_source *s, struct diags *d,
                    struct table_data *ret_table);
/* What is downloaded (RFC 4180, UTF-8 with its mark, which spreadsheets want); no cell of it is a
 * formula for them. */
void table_csv(const struct table_data *t, struct buf *out);

#endif
