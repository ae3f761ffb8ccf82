/*
 * The YAML of a table: its keys, its columns, its rows; and a table as CSV.
 */
#include "content/table_data.h"
#include "content/limits.h"
#include "content/table_state.h"
#include "fcgi/base/yaml.h"

#define ROWS_TEXT    STR("200")
#define COLUMNS_TEXT STR("20")

struct reading {
    struct arena *a;
    const struct table_source *s;
    struct table_data *t;
    struct diags *d;
    struct str empty;
};

static const struct str top_keys[] = {STR_INIT("title"),     STR_INIT("columns"), STR_INIT("rows"),
                                      STR_INIT("row_heads"), STR_INIT("total"),   STR_INIT("empty"),
                                      STR_INIT("notes")};
static const struct str column_keys[] = {STR_INIT("name"),  STR_INIT("label"), STR_INIT("kind"),
                                         STR_INIT("total"), STR_INIT("yes"),   STR_INIT("no")};
static const struct str kinds[] = {
    [COLUMN_TEXT] = STR_INIT("text"), [COLUMN_NUMBER] = STR_INIT("number"),
    [COLUMN_DATE] = STR_INIT("date"), [COLUMN_YES_NO] = STR_INIT("yes_no"),
    [COLUMN_LINK] = STR_INIT("link"),
};
static const struct str examples[] = {
    [COLUMN_TEXT] = STR_INIT("abc"),
    [COLUMN_NUMBER] = STR_INIT("1234.5"),
    [COLUMN_DATE] = STR_INIT("2023-06-07"),
    [COLUMN_YES_NO] = STR_INIT("true, false"),
    [COLUMN_LINK] = STR_INIT("\"[abc](/abc)\""),
};

bool table_is_one(struct str content)
{
    struct str line;

    while (str_line(&content, &line)) {
        if (str_starts(line, STR("columns:")))
            return true;
    }
    return false;
}

/* ---- values ---- */

static void tell_unknown(const struct reading *r, const struct yaml *map, const struct str *known,
                         size_t n)
{
    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        bool is_known = false;
        struct str near;

        for (size_t i = 0; i < n; i++)
            is_known = is_known || str_eq(known[i], y->key);
        if (is_known)
            continue;
        near = diag_suggest(y->key, known, n);
        if (near.n > 0)
            diag_error(r->d, r->s->shown, y->key_line, "front-unknown-key-near", y->key, near);
        else
            diag_error(r->d, r->s->shown, y->key_line, "table-key", y->key);
    }
}

/* On one line; what is too long or holds what no text does is told. */
static struct str text_of(const struct reading *r, const struct yaml *y)
{
    struct str s;
    char *out;

    if (y->type != YAML_SCALAR) {
        diag_error(r->d, r->s->shown, y->line, "message-not-text", y->key);
        return STR("");
    }
    if (yaml_is_null(y))
        return STR("");
    s = str_trim(y->text);
    if (s.n > TABLE_CELL_MAX) {
        diag_error(r->d, r->s->shown, y->line, "table-cell-long");
        return STR("");
    }
    out = arena_zalloc(r->a, s.n + 1, 1);
    for (size_t i = 0; i < s.n; i++)
        out[i] = s.p[i] == '\n' || s.p[i] == '\t' ? ' ' : s.p[i];
    s = (struct str){out, s.n};
    return limits_check(r->s->shown, s, y->line, r->d) ? s : STR("");
}

static struct str text_at(const struct reading *r, const struct yaml *map, struct str key,
                          struct str otherwise)
{
    const struct yaml *y = yaml_get(map, key);
    struct str s = y == NULL ? STR("") : text_of(r, y);

    return s.n > 0 ? s : otherwise;
}

static bool flag_at(const struct reading *r, const struct yaml *map, struct str key, bool otherwise)
{
    const struct yaml *y = yaml_get(map, key);

    if (y != NULL && !yaml_bool(y, &otherwise))
        diag_error(r->d, r->s->shown, y->line, "front-type", key, STR("true, false"));
    return otherwise;
}

/* ---- columns ---- */

static enum column_kind kind_of(const struct reading *r, const struct yaml *map)
{
    const struct yaml *y = yaml_get(map, STR("kind"));
    struct str s = text_at(r, map, STR("kind"), STR("text")), near;

    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (str_eq(kinds[i], s))
            return (enum column_kind)i;
    }
    near = diag_suggest(s, kinds, ARRAY_LEN(kinds));
    diag_error(r->d, r->s->shown, y->line, "table-kind", s, near.n > 0 ? near : kinds[0]);
    return COLUMN_TEXT;
}

static void read_column(const struct reading *r, const struct yaml *y, struct table_column *k)
{
    struct str yes = messages_format(r->s->messages, r->a, STR("markdown.table.yes"), NULL, 0),
               no = messages_format(r->s->messages, r->a, STR("markdown.table.no"), NULL, 0);

    if (y->type != YAML_MAP || (k->name = text_at(r, y, STR("name"), STR(""))).n == 0) {
        diag_error(r->d, r->s->shown, y->line, "table-column");
        return;
    }
    tell_unknown(r, y, column_keys, ARRAY_LEN(column_keys));
    k->label = text_at(r, y, STR("label"), k->name);
    k->kind = kind_of(r, y);
    k->yes = text_at(r, y, STR("yes"), yes);
    k->no = text_at(r, y, STR("no"), no);
    k->total = flag_at(r, y, STR("total"), false);
    if (k->total && k->kind != COLUMN_NUMBER && k->kind != COLUMN_YES_NO)
        diag_error(r->d, r->s->shown, y->line, "table-total", k->name);
}

static void read_columns(const struct reading *r, const struct yaml *list)
{
    struct table_data *t = r->t;

    if (list == NULL || list->type != YAML_LIST || list->nchildren == 0) {
        diag_error(r->d, r->s->shown, list == NULL ? 0 : list->line, "table-columns");
        return;
    }
    if (list->nchildren > TABLE_COLUMNS_MAX) {
        diag_error(r->d, r->s->shown, list->line, "table-too-wide", COLUMNS_TEXT);
        return;
    }
    t->columns = ARENA_ARRAY(r->a, struct table_column, list->nchildren);
    for (const struct yaml *y = list->first; y != NULL; y = y->next) {
        struct table_column *k = &t->columns[t->ncolumns];

        read_column(r, y, k);
        for (size_t i = 0; i < t->ncolumns; i++) {
            if (k->name.n > 0 && str_eq(t->columns[i].name, k->name))
                diag_error(r->d, r->s->shown, y->line, "table-column-twice", k->name);
        }
        t->ncolumns++;
    }
}

/* ---- rows ---- */

static void read_cell(const struct reading *r, const struct yaml *y, size_t column,
                      struct table_cell *c)
{
    const struct table_column *k = &r->t->columns[column];

    c->raw = text_of(r, y);
    if (!table_cell_read(r->a, r->s, k, c))
        diag_error(r->d, r->s->shown, y->line, "table-cell", k->name, c->raw, examples[k->kind]);
}

static size_t column_named(const struct table_data *t, struct str name)
{
    size_t i = 0;

    while (i < t->ncolumns && !str_eq(t->columns[i].name, name))
        i++;
    return i;
}

static void read_map(const struct reading *r, const struct yaml *map, struct table_cell *cells,
                     struct table_row *row)
{
    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        size_t i = column_named(r->t, y->key);

        if (i < r->t->ncolumns)
            read_cell(r, y, i, &cells[i]);
        else if (str_eq(y->key, STR("note")))
            row->note = text_of(r, y);
        else
            diag_error(r->d, r->s->shown, y->key_line, "table-cell-column", y->key);
    }
}

static void read_list(const struct reading *r, const struct yaml *list, struct table_cell *cells)
{
    size_t i = 0;

    for (const struct yaml *y = list->first; y != NULL && i < r->t->ncolumns; y = y->next, i++)
        read_cell(r, y, i, &cells[i]);
}

static void read_row(const struct reading *r, const struct yaml *y, struct table_row *row)
{
    struct table_cell *cells = ARENA_ARRAY(r->a, struct table_cell, r->t->ncolumns);

    row->cells = cells;
    if (y->type == YAML_MAP)
        read_map(r, y, cells, row);
    else if (y->type == YAML_LIST && y->nchildren == r->t->ncolumns)
        read_list(r, y, cells);
    else
        diag_error(r->d, r->s->shown, y->line, "table-row", arena_fmt(r->a, "%zu", r->t->ncolumns));
    for (size_t i = 0; i < r->t->ncolumns; i++) {
        if (!cells[i].given)
            cells[i].text = r->empty;
    }
}

static void read_rows(const struct reading *r, const struct yaml *list)
{
    struct table_data *t = r->t;

    if (list == NULL || list->type != YAML_LIST || list->nchildren == 0) {
        diag_error(r->d, r->s->shown, list == NULL ? 0 : list->line, "table-rows");
        return;
    }
    if (list->nchildren > TABLE_ROWS_MAX) {
        diag_error(r->d, r->s->shown, list->line, "table-too-long", ROWS_TEXT);
        return;
    }
    t->rows = ARENA_ARRAY(r->a, struct table_row, list->nchildren);
    for (const struct yaml *y = list->first; y != NULL; y = y->next)
        read_row(r, y, &t->rows[t->nrows++]);
}

static void read_notes(const struct reading *r, const struct yaml *list)
{
    struct str *v;
    size_t n = 0;

    if (list == NULL)
        return;
    if (list->type != YAML_LIST || list->nchildren > TABLE_ROWS_MAX) {
        diag_error(r->d, r->s->shown, list->line, "front-type", list->key, STR("[a, b]"));
        return;
    }
    v = ARENA_ARRAY(r->a, struct str, list->nchildren);
    for (const struct yaml *y = list->first; y != NULL; y = y->next)
        v[n++] = text_of(r, y);
    r->t->notes = (struct strs){v, n};
}

/* ---- the file ---- */

static void read_table(struct reading *r, const struct yaml *y)
{
    struct table_data *t = r->t;
    int before = r->d->nerrors;

    tell_unknown(r, y, top_keys, ARRAY_LEN(top_keys));
    t->title = text_at(r, y, STR("title"), STR(""));
    if (t->title.n == 0)
        diag_error(r->d, r->s->shown, 0, "table-title");
    t->row_heads = flag_at(r, y, STR("row_heads"), true);
    t->total_label =
        text_at(r, y, STR("total"),
                messages_format(r->s->messages, r->a, STR("markdown.table.total"), NULL, 0));
    r->empty = text_at(r, y, STR("empty"), STR(""));
    read_notes(r, yaml_get(y, STR("notes")));
    read_columns(r, yaml_get(y, STR("columns")));
    if (r->d->nerrors == before)
        read_rows(r, yaml_get(y, STR("rows")));
    if (r->d->nerrors == before && !table_add_total(r->a, r->s, t))
        diag_error(r->d, r->s->shown, 0, "table-sum");
}

void table_read_yaml(struct arena *a, const struct table_source *s, struct diags *d,
                     struct table_data *ret_table)
{
    struct reading r = {.a = a, .s = s, .t = ret_table, .d = d};
    const struct yaml *y;
    int before = d->nerrors;

    *ret_table = (struct table_data){.path = s->path};
    digest_of(s->content, ret_table->digest);
    y = yaml_parse(a, s->shown, s->content, 1, d);
    if (y != NULL && y->type == YAML_MAP)
        read_table(&r, y);
    else if (d->nerrors == before)
        diag_error(d, s->shown, 1, "table-columns");
    ret_table->broken = d->nerrors > before;
}

/* ---- as CSV ---- */

/* Spreadsheets run what begins so as a formula; numbers with a sign are none. */
static bool is_formula(struct str s)
{
    int64_t v;

    return s.n > 0 && str_index(STR("=+-@"), s.p[0]) < 4 && !table_number(s, &v);
}

static void put_value(struct buf *out, struct str s)
{
    bool quoted = false;

    for (size_t i = 0; i < s.n; i++)
        quoted = quoted || str_index(STR(",\"\r\n"), s.p[i]) < 4;
    if (quoted)
        buf_addc(out, '"');
    if (is_formula(s))
        buf_addc(out, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_addc(out, '"');
        buf_addc(out, s.p[i]);
    }
    if (quoted)
        buf_addc(out, '"');
}

/* Numbers and dates as machines read them, the rest in the words that people see. */
static struct str value_of(const struct table_column *k, const struct table_cell *c)
{
    if (!c->given)
        return STR("");
    return k->kind == COLUMN_NUMBER || k->kind == COLUMN_DATE ? c->raw : c->text;
}

void table_csv(const struct table_data *t, struct buf *out)
{
    buf_add(out, STR("\xEF\xBB\xBF"));
    for (size_t i = 0; i < t->ncolumns; i++) {
        if (i > 0)
            buf_addc(out, ',');
        put_value(out, t->columns[i].label);
    }
    buf_add(out, STR("\r\n"));
    for (size_t n = 0; n < t->nrows; n++) {
        for (size_t i = 0; i < t->ncolumns; i++) {
            if (i > 0)
                buf_addc(out, ',');
            put_value(out, value_of(&t->columns[i], &t->rows[n].cells[i]));
        }
        buf_add(out, STR("\r\n"));
    }
}
