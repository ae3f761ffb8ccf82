/*
 * CSV as a table (RFC 4180): quotes, line breaks inside them, commas.
 */
#include "content/limits.h"
#include "content/table_data.h"
#include "content/table_state.h"

struct reading {
    struct arena *a;
    const struct table_source *s;
    struct table_data *t;
    struct diags *d;
    struct str rest;
    int line;
};
/* One record. */
struct record {
    struct str v[TABLE_COLUMNS_MAX];
    size_t n;
    int line;
};

/* Behind the closing quote; its content has one quote for two, and blanks for line breaks. */
static bool take_quoted(struct reading *r, struct str *ret_value)
{
    char *out = arena_zalloc(r->a, r->rest.n + 1, 1);
    size_t i = 1, n = 0;

    for (; i < r->rest.n; i++) {
        char c = r->rest.p[i];

        if (c == '"' && (i + 1 == r->rest.n || r->rest.p[i + 1] != '"'))
            break;
        i += c == '"';
        r->line += c == '\n';
        if (c != '\r')
            out[n++] = c == '\n' || c == '\t' ? ' ' : c;
    }
    if (i >= r->rest.n)
        return false;
    r->rest = str_sub(r->rest, i + 1, r->rest.n);
    *ret_value = (struct str){out, n};
    return true;
}

static void take_plain(struct reading *r, struct str *ret_value)
{
    size_t i = 0;

    while (i < r->rest.n && r->rest.p[i] != ',' && r->rest.p[i] != '\n')
        i++;
    *ret_value = str_trim(str_sub(r->rest, 0, i));
    r->rest = str_sub(r->rest, i, r->rest.n);
}

/* True when another value follows in the record. */
static bool take_end(struct reading *r, bool *ret_more)
{
    if (str_starts(r->rest, STR("\r")))
        r->rest = str_sub(r->rest, 1, r->rest.n);
    if (r->rest.n > 0 && r->rest.p[0] != ',' && r->rest.p[0] != '\n')
        return false;
    *ret_more = r->rest.n > 0 && r->rest.p[0] == ',';
    r->line += r->rest.n > 0 && r->rest.p[0] == '\n';
    r->rest = str_sub(r->rest, r->rest.n > 0, r->rest.n);
    return true;
}

static bool take_record(struct reading *r, struct record *ret_record)
{
    bool more = true;

    *ret_record = (struct record){.line = r->line};
    while (more) {
        struct str value;
        bool fine = true;

        if (str_starts(r->rest, STR("\"")))
            fine = take_quoted(r, &value);
        else
            take_plain(r, &value);
        if (!fine || !take_end(r, &more)) {
            diag_error(r->d, r->s->shown, ret_record->line, "csv-quotes");
            return false;
        }
        if (ret_record->n == TABLE_COLUMNS_MAX) {
            diag_error(r->d, r->s->shown, ret_record->line, "table-too-wide", STR("20"));
            return false;
        }
        if (value.n > TABLE_CELL_MAX) {
            diag_error(r->d, r->s->shown, ret_record->line, "table-cell-long");
            return false;
        }
        ret_record->v[ret_record->n++] = value;
    }
    return true;
}

static bool read_heads(struct reading *r)
{
    struct record record;
    struct table_data *t = r->t;

    if (!take_record(r, &record))
        return false;
    t->columns = ARENA_ARRAY(r->a, struct table_column, record.n);
    for (size_t i = 0; i < record.n; i++) {
        if (record.v[i].n == 0) {
            diag_error(r->d, r->s->shown, record.line, "csv-head");
            return false;
        }
        t->columns[i] = (struct table_column){.name = record.v[i], .label = record.v[i]};
    }
    t->ncolumns = record.n;
    return true;
}

static bool read_row(struct reading *r)
{
    struct record record;
    struct table_cell *cells;

    if (!take_record(r, &record))
        return false;
    if (record.n == 1 && record.v[0].n == 0)
        return true; /* an empty line */
    if (record.n != r->t->ncolumns) {
        diag_error(r->d, r->s->shown, record.line, "table-row",
                   arena_fmt(r->a, "%zu", r->t->ncolumns));
        return false;
    }
    if (r->t->nrows == TABLE_ROWS_MAX) {
        diag_error(r->d, r->s->shown, record.line, "table-too-long", STR("200"));
        return false;
    }
    cells = ARENA_ARRAY(r->a, struct table_cell, record.n);
    for (size_t i = 0; i < record.n; i++)
        cells[i].raw = record.v[i];
    r->t->rows[r->t->nrows++].cells = cells;
    return true;
}

/* A column of numbers only is one of numbers; its cells are read as what they are. */
static void settle_column(struct reading *r, size_t column)
{
    struct table_column *k = &r->t->columns[column];
    bool numbers = true, any = false;
    int64_t v;

    for (size_t i = 0; i < r->t->nrows; i++) {
        struct str raw = r->t->rows[i].cells[column].raw;

        any = any || raw.n > 0;
        numbers = numbers && (raw.n == 0 || table_number(raw, &v));
    }
    k->kind = any && numbers ? COLUMN_NUMBER : COLUMN_TEXT;
}

static void settle(struct reading *r)
{
    for (size_t i = 0; i < r->t->ncolumns; i++)
        settle_column(r, i);
    for (size_t n = 0; n < r->t->nrows; n++) {
        struct table_cell *cells = ARENA_ARRAY(r->a, struct table_cell, r->t->ncolumns);

        for (size_t i = 0; i < r->t->ncolumns; i++) {
            cells[i].raw = r->t->rows[n].cells[i].raw;
            (void)table_cell_read(r->a, r->s, &r->t->columns[i], &cells[i]);
        }
        r->t->rows[n].cells = cells;
    }
}

void table_read_csv(struct arena *a, const struct table_source *s, struct diags *d,
                    struct table_data *ret_table)
{
    struct reading r = {.a = a, .s = s, .t = ret_table, .d = d, .rest = s->content, .line = 1};
    bool fine = s->content.n <= TABLE_BYTES_MAX;

    *ret_table = (struct table_data){.path = s->path, .row_heads = true, .broken = true};
    digest_of(s->content, ret_table->digest);
    if (!fine)
        diag_error(d, s->shown, 0, "table-too-long", STR("200"));
    if (str_starts(r.rest, STR("\xEF\xBB\xBF")))
        r.rest = str_sub(r.rest, 3, r.rest.n);
    if (!fine || !limits_check(s->shown, r.rest, 1, d) || !read_heads(&r))
        return;
    ret_table->rows = ARENA_ARRAY(a, struct table_row, TABLE_ROWS_MAX);
    while (r.rest.n > 0 && fine)
        fine = read_row(&r);
    if (fine && ret_table->nrows == 0)
        diag_error(d, s->shown, 1, "table-rows");
    if (fine)
        settle(&r);
    ret_table->broken = !fine || ret_table->nrows == 0;
}
