/*
 * What the heads of pages and of their companions share: where a head ends, and how values of each
 * kind are read.
 */
#include "content/frontmatter_state.h"
#include "fcgi/base/moment.h"

#define LIST_MAX 64

int front_line(const struct yaml *y)
{
    return y->type == YAML_SCALAR || y->key_line == 0 ? y->line : y->key_line;
}

void front_wrong(const struct head *h, const struct yaml *y, struct str want)
{
    diag_error(h->d, h->shown, front_line(y), "front-type", y->key, want);
}

/* ---- values ---- */

enum err front_date(struct str s, struct str zone, int64_t *ret_t)
{
    return moment_parse(s, zone, ret_t);
}

bool front_text(const struct head *h, const struct yaml *y, struct str *ret_s)
{
    if (y->type != YAML_SCALAR) {
        front_wrong(h, y, STR("texto"));
        return false;
    }
    *ret_s = str_trim(y->text);
    return true;
}

void front_time(const struct head *h, const struct yaml *y, int64_t *ret_t)
{
    int64_t t;

    if (y->type != YAML_SCALAR || front_date(str_trim(y->text), h->zone, &t) != OK)
        diag_error(h->d, h->shown, y->line, "front-date", y->key,
                   y->type == YAML_SCALAR ? y->text : STR(""));
    else
        *ret_t = t;
}

void front_flag(const struct head *h, const struct yaml *y, bool *ret_v)
{
    if (!yaml_bool(y, ret_v))
        front_wrong(h, y, STR("true, false"));
}

void front_number(const struct head *h, const struct yaml *y, int *ret_v)
{
    int64_t v;

    if (yaml_int(y, -100000, 100000, &v))
        *ret_v = (int)v;
    else
        front_wrong(h, y, STR("123"));
}

void front_list(const struct head *h, const struct yaml *y, struct strs *ret_list)
{
    size_t n = y->type == YAML_LIST ? y->nchildren : 1, i = 0;
    struct str *v;

    if (y->type == YAML_MAP || n > LIST_MAX) {
        front_wrong(h, y, STR("[a, b]"));
        return;
    }
    v = ARENA_ARRAY(h->a, struct str, n);
    if (y->type == YAML_SCALAR)
        v[i++] = str_trim(y->text);
    for (const struct yaml *e = y->first; e != NULL; e = e->next) {
        if (e->type == YAML_SCALAR)
            v[i++] = str_trim(e->text);
        else
            front_wrong(h, y, STR("[a, b]"));
    }
    *ret_list = (struct strs){v, i};
}

bool front_is_path(struct str s)
{
    if (s.n == 0 || s.n > 500 || s.p[0] != '/' || str_has(s, STR("//")) || str_has(s, STR("/.")) ||
        (s.n > 1 && s.p[s.n - 1] == '/'))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '?' || s.p[i] == '#' || s.p[i] == '\\' ||
            s.p[i] == '%')
            return false;
    }
    return true;
}

void front_path(const struct head *h, const struct yaml *y, struct str s)
{
    if (!front_is_path(s))
        diag_error(h->d, h->shown, y->line, "front-path", y->key, s);
}

/* Two neighbours changed places, which counts as two edits and is one slip. */
static bool is_swapped(struct str a, struct str b)
{
    size_t i = 0;

    while (i < a.n && i < b.n && a.p[i] == b.p[i])
        i++;
    return a.n == b.n && i + 1 < a.n && a.p[i] == b.p[i + 1] && a.p[i + 1] == b.p[i] &&
           str_eq(str_sub(a, i + 2, a.n), str_sub(b, i + 2, b.n));
}

static struct str suggest(struct str key, const struct str *known, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (is_swapped(key, known[i]))
            return known[i];
    }
    return diag_suggest(key, known, n);
}

void front_unknown(const struct head *h, const struct yaml *y, const struct str *known, size_t n)
{
    struct str near = suggest(y->key, known, n);

    if (near.n > 0)
        diag_warn(h->d, h->shown, y->key_line, "front-unknown-key-near", y->key, near);
    else
        diag_warn(h->d, h->shown, y->key_line, "front-unknown-key", y->key);
}

/* ---- the whole ---- */

/* The YAML between the two lines "---"; false when there is none. */
static bool split(struct str source, struct str *ret_yaml, struct str *ret_markdown, int *ret_line)
{
    struct str rest = source, line;
    const char *begin;

    if (!str_line(&rest, &line) || !str_eq(str_trim(line), STR("---")))
        return false;
    begin = rest.p;
    for (int number = 2; str_line(&rest, &line); number++) {
        if (!str_eq(str_trim(line), STR("---")) || (line.n > 0 && line.p[0] != '-'))
            continue;
        *ret_yaml = (struct str){begin, (size_t)(line.p - begin)};
        *ret_markdown = rest;
        *ret_line = number + 1;
        return true;
    }
    return false;
}

static void read_keys(const struct head *h, const struct yaml *top, const struct str *names,
                      front_key *const *readers, size_t n)
{
    for (const struct yaml *y = top->first; y != NULL; y = y->next) {
        size_t i = 0;

        while (i < n && !str_eq(names[i], y->key))
            i++;
        if (i == n)
            front_unknown(h, y, names, n);
        else if (!yaml_is_null(y))
            readers[i](h, y);
    }
}

bool front_open(const struct head *h, struct str source, const struct str *names,
                front_key *const *readers, size_t n, struct str *ret_markdown, int *ret_line)
{
    const struct yaml *top;
    struct str head;

    if (str_starts(source, STR("\xEF\xBB\xBF")))
        source = str_sub(source, 3, source.n);
    if (!split(source, &head, ret_markdown, ret_line)) {
        diag_error(h->d, h->shown, 1, "front-missing");
        return false;
    }
    if (head.n > FRONT_MATTER_MAX) {
        diag_error(h->d, h->shown, 1, "front-too-big");
        return false;
    }
    top = yaml_parse(h->a, h->shown, head, 2, h->d);
    if (top != NULL && top->type == YAML_MAP)
        read_keys(h, top, names, readers, n);
    else if (top != NULL)
        diag_error(h->d, h->shown, top->line, "yaml-not-a-map");
    return true;
}
