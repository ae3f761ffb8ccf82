/*
 * Lines with named places, each written once for each value of its places.
 */
#include "fcgi/config/nginx_template.h"

/* The next place of a line: before it, its name, behind it. False: none is left. */
static bool next_place(struct str line, struct str *ret_before, struct str *ret_name,
                       struct str *ret_behind)
{
    for (size_t i = 0; i < line.n; i++) {
        size_t end = i + 1;

        if (line.p[i] != '@')
            continue;
        while (end < line.n && ((line.p[end] >= 'A' && line.p[end] <= 'Z') || line.p[end] == '_'))
            end++;
        if (end == i + 1 || end == line.n || line.p[end] != '@')
            continue;
        *ret_before = str_sub(line, 0, i);
        *ret_name = str_sub(line, i + 1, end);
        *ret_behind = str_sub(line, end + 1, line.n);
        return true;
    }
    return false;
}

static const struct strs *values_of(const struct nginx_values *values, struct str name)
{
    for (size_t i = 0; i < values->n; i++) {
        if (str_eq(values->v[i].name, name))
            return &values->v[i].values;
    }
    return NULL;
}

/* How often a line is written; 0 too when it has a mistake. */
static size_t times_of(struct str shown, int number, struct str line,
                       const struct nginx_values *values, struct diags *d)
{
    const struct strs *list = NULL;
    struct str before, name;
    int errors = d->nerrors;
    bool written = true;

    while (next_place(line, &before, &name, &line)) {
        const struct strs *v = values_of(values, name);

        if (v == NULL)
            diag_error(d, shown, number, "nginx-place", name);
        else if (v->n > 1 && list != NULL && list != v)
            diag_error(d, shown, number, "nginx-two-lists");
        else if (v->n > 1)
            list = v;
        written = written && v != NULL && v->n > 0;
    }
    if (!written || d->nerrors > errors)
        return 0;
    return list == NULL ? 1 : list->n;
}

static void write_line(struct str line, size_t which, const struct nginx_values *values,
                       struct buf *out)
{
    struct str before, name;

    while (next_place(line, &before, &name, &line)) {
        const struct strs *v = values_of(values, name);

        buf_add(out, before);
        buf_add(out, v->v[v->n == 1 ? 0 : which]);
    }
    buf_add(out, line);
    buf_addc(out, '\n');
}

void nginx_template_fill(struct str shown, struct str text, const struct nginx_values *values,
                         struct buf *out, struct diags *d)
{
    struct str line;

    for (int number = 1; str_line(&text, &line); number++) {
        size_t times = times_of(shown, number, line, values, d);

        for (size_t i = 0; i < times; i++)
            write_line(line, i, values, out);
    }
}
