/*
 * redirects.csv: its rows, and what is wrong with one by itself.
 */
#include "content/redirects_state.h"
#include "fcgi/base/esc.h"

#include <stdlib.h>

#define COLUMNS    5
#define LINE_MAX_N 4096

struct reading {
    struct arena *a;
    struct str file;
    const struct strs *hosts;
    struct diags *d;
    int line;
};

#define WRONG(r, ...) (diag_error((r)->d, (r)->file, (r)->line, __VA_ARGS__), false)

/* ---- rows ---- */

/* A field in quotes: "" is one. Ends behind the closing quote; false without one. */
static bool quoted(struct reading *r, struct str *rest, struct str *ret_field)
{
    char *p = arena_zalloc(r->a, rest->n + 1, 1);
    size_t n = 0, i = 1;

    for (; i < rest->n; i++) {
        if (rest->p[i] == '"' && (i + 1 == rest->n || rest->p[i + 1] != '"'))
            break;
        i += rest->p[i] == '"';
        p[n++] = rest->p[i];
    }
    if (i >= rest->n)
        return false;
    *ret_field = (struct str){p, n};
    *rest = str_sub(*rest, i + 1, rest->n);
    return rest->n == 0 || rest->p[0] == ',';
}

static bool split(struct reading *r, struct str line, struct str ret_v[COLUMNS])
{
    size_t n = 0;
    bool more = true;

    if (line.n > LINE_MAX_N)
        return WRONG(r, "redirect-columns");
    while (more && n < COLUMNS) {
        if (line.n > 0 && line.p[0] == '"') {
            if (!quoted(r, &line, &ret_v[n]))
                return WRONG(r, "redirect-columns");
            more = line.n > 0;
            line = str_sub(line, 1, line.n);
        } else {
            more = str_cut(line, ',', &ret_v[n], &line);
        }
        ret_v[n] = str_trim(ret_v[n]);
        n++;
    }
    return n == COLUMNS && !more ? true : WRONG(r, "redirect-columns");
}

/* ---- one rule ---- */

static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f || s.p[i] == '\\' || s.p[i] == '"')
            return false;
    }
    return str_is_utf8(s);
}

static size_t stars(const struct redirect *rule)
{
    struct str both[] = {rule->path, rule->param};
    size_t n = 0;

    for (size_t k = 0; k < ARRAY_LEN(both); k++) {
        for (size_t i = 0; i < both[k].n; i++)
            n += both[k].p[i] == '*' && (i == 0 || both[k].p[i - 1] != '*');
    }
    return n;
}

static bool cut_host(struct reading *r, struct str *from, struct str *ret_host)
{
    size_t n = str_starts(*from, STR("https://")) ? 8 : str_starts(*from, STR("http://")) ? 7 : 0;
    size_t end;

    if (n == 0)
        return true;
    *from = str_sub(*from, n, from->n);
    end = str_index(*from, '/');
    *ret_host = str_sub(*from, 0, end);
    *from = str_sub(*from, end, from->n);
    for (size_t i = 0; i < r->hosts->n; i++) {
        if (str_eq(r->hosts->v[i], *ret_host))
            return true;
    }
    return WRONG(r, "redirect-host", *ret_host);
}

static bool read_from(struct reading *r, struct str from, struct redirect *rule)
{
    struct str path = from, whole = from;

    if (!cut_host(r, &path, &rule->host))
        return false;
    if (path.n == 0 && rule->host.n > 0)
        path = STR("/");
    if (path.n == 0 || path.p[0] != '/' || !is_plain(path) || str_has(path, STR("//")) ||
        str_has(path, STR("#")) || str_has(path, STR("%")))
        return WRONG(r, "redirect-from", whole);
    str_cut(path, '?', &rule->path, &rule->param);
    while (rule->path.n > 0 && rule->path.p[rule->path.n - 1] == '/')
        rule->path.n--;
    if (rule->path.n == 0 && rule->host.n == 0)
        return WRONG(r, "redirect-from", whole);
    if (rule->kind == REDIRECT_PREFIX && rule->param.n > 0)
        return WRONG(r, "redirect-prefix-param", whole);
    if ((rule->kind == REDIRECT_PATTERN) != (stars(rule) > 0))
        return WRONG(r, "redirect-stars", whole);
    if (stars(rule) > REDIRECTS_CAPTURES)
        return WRONG(r, "redirect-too-many-stars", whole);
    return true;
}

/* Every capture must be one, and none may stand where it would choose the host. */
static bool read_to(struct reading *r, struct str to, const struct redirect *rule)
{
    size_t host = str_starts(to, STR("https://")) ? 8 : 0, open, most = stars(rule);
    struct str rest = str_sub(to, host, to.n);

    if (!is_plain(to) || !esc_url_is_safe(to) || (host == 0 && to.p[0] != '/'))
        return WRONG(r, "redirect-to", to);
    open = host > 0 ? str_index(rest, '/') : 0;
    if (host > 0 && (open == 0 || str_has(str_sub(rest, 0, open), STR("$")) ||
                     str_has(str_sub(rest, 0, open), STR("@"))))
        return WRONG(r, "redirect-to", to);
    most = rule->kind == REDIRECT_PREFIX ? 1 : most;
    for (size_t i = 0; i + 1 < to.n; i++) {
        if (to.p[i] == '$' && to.p[i + 1] >= '1' && to.p[i + 1] <= '9' &&
            (size_t)(to.p[i + 1] - '0') > most)
            return WRONG(r, "redirect-capture", str_sub(to, i, i + 2));
    }
    return true;
}

static bool read_rule(struct reading *r, const struct str v[COLUMNS], struct redirect *rule)
{
    static const struct str kinds[] = {[REDIRECT_EXACT] = STR_INIT("exact"),
                                       [REDIRECT_PREFIX] = STR_INIT("prefix"),
                                       [REDIRECT_PATTERN] = STR_INIT("pattern")};
    size_t kind = 0;
    int64_t status;

    while (kind < ARRAY_LEN(kinds) && !str_eq(kinds[kind], v[3]))
        kind++;
    if (kind == ARRAY_LEN(kinds))
        return WRONG(r, "redirect-kind", v[3]);
    if (str_to_int(v[2], 300, 499, &status) != OK ||
        (status != 301 && status != 302 && status != 410))
        return WRONG(r, "redirect-status", v[2]);
    *rule = (struct redirect){.line = r->line,
                              .kind = (enum redirect_kind)kind,
                              .status = (int)status,
                              .to = v[1],
                              .note = v[4]};
    if (status == 410 && (v[1].n > 0 || v[4].n == 0))
        return WRONG(r, "redirect-gone");
    if (!str_is_utf8(v[4]))
        return WRONG(r, "yaml-not-utf8");
    return read_from(r, v[0], rule) && (status == 410 || read_to(r, v[1], rule));
}

/* ---- the whole file ---- */

static size_t most_lines(struct str source)
{
    size_t n = 1;

    for (size_t i = 0; i < source.n; i++)
        n += source.p[i] == '\n';
    return n < REDIRECTS_MAX ? n : REDIRECTS_MAX;
}

/* Pointers to those of a kind; sorted, unless their order is what counts. */
static const struct redirect *const *of_kind(struct arena *a, const struct redirects *r,
                                             enum redirect_kind kind, size_t *ret_n)
{
    const struct redirect **v = ARENA_ARRAY(a, const struct redirect *, r->n);
    size_t n = 0;

    for (size_t i = 0; i < r->n; i++) {
        if (r->v[i].kind == kind)
            v[n++] = &r->v[i];
    }
    if (kind != REDIRECT_PATTERN && n > 0)
        qsort(v, n, sizeof(struct redirect *), redirect_order);
    *ret_n = n;
    return v;
}

static size_t read_rows(struct reading *r, struct str source, struct redirect *rules, size_t max)
{
    struct str line, v[COLUMNS];
    size_t n = 0, patterns = 0;

    while (str_line(&source, &line)) {
        r->line++;
        if (str_trim(line).n == 0 || line.p[0] == '#' ||
            str_eq(str_trim(line), STR("from,to,status,kind,note")))
            continue;
        if (n == max || patterns > REDIRECTS_PATTERNS) {
            diag_error(r->d, r->file, r->line, "redirect-too-many");
            break;
        }
        if (!split(r, line, v) || !read_rule(r, v, &rules[n]))
            continue;
        patterns += rules[n].kind == REDIRECT_PATTERN;
        n++;
    }
    return n;
}

const struct redirects *redirects_parse(struct arena *a, struct str file, struct str source,
                                        const struct strs *hosts, struct diags *d)
{
    struct reading r = {a, file, hosts, d, 0};
    struct redirects *all = ARENA_NEW(a, struct redirects);
    size_t max = most_lines(source);
    struct redirect *rules = ARENA_ARRAY(a, struct redirect, max);

    all->file = file;
    all->v = rules;
    all->n = read_rows(&r, source, rules, max);
    all->exact = of_kind(a, all, REDIRECT_EXACT, &all->nexact);
    all->prefix = of_kind(a, all, REDIRECT_PREFIX, &all->nprefix);
    all->pattern = of_kind(a, all, REDIRECT_PATTERN, &all->npattern);
    return all;
}
