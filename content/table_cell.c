/*
 * What a cell says to people, by the kind of its column, and the last row with its sums.
 */
#include "content/frontmatter.h"
#include "content/table_state.h"
#include "fcgi/base/esc.h"
#include "fcgi/base/ucs.h"

#include <stdlib.h>

#define NUMBER_MAX ((int64_t)1000000000000) /* before the point */
#define DECIMALS   4

static struct str say(struct arena *a, const struct table_source *s, struct str key,
                      const struct message_arg *args, int n)
{
    return messages_format(s->messages, a, key, args, n);
}

/* ---- numbers ---- */

static bool decimals(struct str s, int64_t *ret_v)
{
    int64_t v = 0;

    if (s.n == 0 || s.n > DECIMALS)
        return false;
    for (size_t i = 0; i < DECIMALS; i++) {
        if (i < s.n && (s.p[i] < '0' || s.p[i] > '9'))
            return false;
        v = v * 10 + (i < s.n ? s.p[i] - '0' : 0);
    }
    *ret_v = v;
    return true;
}

bool table_number(struct str s, int64_t *ret_v)
{
    bool negative = str_starts(s, STR("-"));
    int64_t whole, part = 0;
    struct str head, tail;

    if (negative)
        s = str_sub(s, 1, s.n);
    if (str_starts(s, STR("-")) || str_starts(s, STR("+")))
        return false;
    if (str_cut(s, '.', &head, &tail) && !decimals(tail, &part))
        return false;
    if (str_to_int(head, 0, NUMBER_MAX, &whole) != OK)
        return false;
    *ret_v = (whole * TABLE_SCALE + part) * (negative ? -1 : 1);
    return true;
}

/* With the locale's signs between thousands, and as many decimals as there are (or were written).
 */
static struct str number_text(struct arena *a, const struct table_source *s, int64_t v,
                              size_t places)
{
    int64_t magnitude = v < 0 ? -v : v;
    struct str whole =
        say(a, s, STR("markdown.table.number"), &MSG_INT(magnitude / TABLE_SCALE), 1);
    struct str part = arena_fmt(a, "%04d", (int)(magnitude % TABLE_SCALE));

    while (part.n > places && part.p[part.n - 1] == '0')
        part.n--;
    return arena_join(a, v < 0 ? STR("\xE2\x88\x92") : STR(""), whole,
                      part.n == 0 ? STR("") : arena_join(a, STR("."), part, STR("")));
}

static size_t places_of(struct str raw)
{
    struct str head, tail;

    return str_cut(raw, '.', &head, &tail) ? tail.n : 0;
}

/* ---- other kinds ---- */

static bool read_yes_no(const struct table_column *k, struct table_cell *c)
{
    bool yes = str_eq(c->raw, STR("true")) || str_eq(c->raw, k->yes);

    if (!yes && !str_eq(c->raw, STR("false")) && !str_eq(c->raw, k->no))
        return false;
    c->number = yes;
    c->text = yes ? k->yes : k->no;
    return true;
}

/* "2023-06-07" */
static bool read_date(struct arena *a, const struct table_source *s, struct table_cell *c)
{
    int64_t t;

    if (c->raw.n != 10 || front_date(c->raw, STR("UTC"), &t) != OK)
        return false;
    c->text = ucs_date(a, s->locale, STR("UTC"), STR("d 'de' MMMM 'de' y"), t);
    return true;
}

/* What an address may not hold as it stands between "(" and ")". */
static bool is_plain_address(struct str s)
{
    static const char marks[] = " <>()[]\\\"`*_";

    for (size_t i = 0; i < s.n; i++) {
        if (str_index((struct str){marks, sizeof(marks) - 2}, s.p[i]) < sizeof(marks) - 2)
            return false;
    }
    return s.n > 0 && esc_url_is_safe(s);
}

/* "[words](address)" */
static bool read_link(struct table_cell *c)
{
    size_t middle = str_find(c->raw, STR("]("));

    if (!str_starts(c->raw, STR("[")) || !str_ends(c->raw, STR(")")) || middle == c->raw.n)
        return false;
    c->text = str_trim(str_sub(c->raw, 1, middle));
    c->href = str_sub(c->raw, middle + 2, c->raw.n - 1);
    return c->text.n > 0 && is_plain_address(c->href);
}

bool table_cell_read(struct arena *a, const struct table_source *s, const struct table_column *k,
                     struct table_cell *c)
{
    c->given = c->raw.n > 0;
    c->text = c->raw;
    if (!c->given || k->kind == COLUMN_TEXT)
        return true;
    if (k->kind == COLUMN_YES_NO)
        return read_yes_no(k, c);
    if (k->kind == COLUMN_DATE)
        return read_date(a, s, c);
    if (k->kind == COLUMN_LINK)
        return read_link(c);
    if (!table_number(c->raw, &c->number))
        return false;
    c->text = number_text(a, s, c->number, places_of(c->raw));
    return true;
}

/* ---- the last row ---- */

static bool add_column(struct arena *a, const struct table_source *s, const struct table_data *t,
                       size_t column, struct table_cell *ret_cell)
{
    const struct table_column *k = &t->columns[column];
    int64_t sum = 0, n = 0;
    size_t places = 0;

    for (size_t i = 0; i < t->nrows; i++) {
        const struct table_cell *c = &t->rows[i].cells[column];

        if (__builtin_add_overflow(sum, c->number, &sum))
            return false;
        n += c->given;
        if (places_of(c->raw) > places)
            places = places_of(c->raw);
    }
    ret_cell->given = true;
    ret_cell->text = k->kind == COLUMN_NUMBER
                         ? number_text(a, s, sum, places)
                         : say(a, s, STR("markdown.table.count"),
                               (const struct message_arg[]){MSG_INT(sum), MSG_INT(n)}, 2);
    return true;
}

bool table_add_total(struct arena *a, const struct table_source *s, struct table_data *t)
{
    struct table_cell *v = ARENA_ARRAY(a, struct table_cell, t->ncolumns);
    bool any = false;

    for (size_t i = 0; i < t->ncolumns; i++) {
        any = any || t->columns[i].total;
        if (t->columns[i].total && !add_column(a, s, t, i, &v[i]))
            return false;
    }
    if (any && !v[0].given)
        v[0] = (struct table_cell){.text = t->total_label, .given = true};
    t->total = any ? v : NULL;
    return true;
}
