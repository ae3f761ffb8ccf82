/*
 * Three YAML files -> struct statement.
 */
#include "accessibility/statement.h"
#include "fcgi/base/ucs.h"
#include "fcgi/base/yaml.h"

#include <stdlib.h>

struct reader {
    struct arena *a;
    struct diags *d;
    struct str file;
};

/* Every criterion of WCAG 2.2, by level. */
static const struct {
    struct str level, numbers;
} levels[] = {
    {STR_INIT("A"), STR_INIT("1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 "
                             "2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 "
                             "2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2")},
    {STR_INIT("AA"), STR_INIT("1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 "
                              "1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 "
                              "3.3.3 3.3.4 3.3.8 4.1.3")},
    {STR_INIT("AAA"), STR_INIT("1.2.6 1.2.7 1.2.8 1.2.9 1.3.6 1.4.6 1.4.7 1.4.8 1.4.9 2.1.3 2.2.3 "
                               "2.2.4 2.2.5 2.2.6 2.3.2 2.3.3 2.4.8 2.4.9 2.4.10 2.4.12 2.4.13 "
                               "2.5.5 2.5.6 3.1.3 3.1.4 3.1.5 3.1.6 3.2.5 3.3.5 3.3.6 3.3.9")},
};

/* ---- what all files share ---- */

static void check_keys(struct reader *r, const struct yaml *map, const struct str *known, size_t n)
{
    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        size_t i = 0;

        while (i < n && !str_eq(known[i], y->key))
            i++;
        if (i == n)
            diag_error(r->d, r->file, y->key_line, "statement-unknown-key", y->key);
    }
}

static bool is_of(struct reader *r, const struct yaml *y, enum yaml_type type, struct str what)
{
    if (y->type == type)
        return true;
    diag_error(r->d, r->file, y->line, "statement-type", what);
    return false;
}

/* The text under a key; the empty str, after an error when it must be there. */
static struct str text_of(struct reader *r, const struct yaml *map, struct str key, bool required)
{
    const struct yaml *y = yaml_get(map, key);

    if (y == NULL || (y->type == YAML_SCALAR && y->text.n == 0)) {
        if (required)
            diag_error(r->d, r->file, map->line, "statement-missing", key);
        return (struct str){NULL, 0};
    }
    if (!is_of(r, y, YAML_SCALAR, key))
        return (struct str){NULL, 0};
    if (y->text.n <= STATEMENT_TEXT_MAX)
        return y->text;
    diag_error(r->d, r->file, y->line, "statement-long", key,
               arena_fmt(r->a, "%d", STATEMENT_TEXT_MAX));
    return (struct str){NULL, 0};
}

static int64_t int_of(struct reader *r, const struct yaml *map, struct str key)
{
    const struct yaml *y = yaml_get(map, key);
    int64_t n = 0;

    if (y == NULL)
        diag_error(r->d, r->file, map->line, "statement-missing", key);
    else if (!yaml_int(y, 0, INT32_MAX, &n))
        diag_error(r->d, r->file, y->line, "statement-type", key);
    return n;
}

/* "2026-11-23". */
static bool read_day(struct str s, int64_t *ret_t)
{
    int64_t year, month, day;

    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' ||
        str_to_int(str_sub(s, 0, 4), 2000, 2100, &year) != OK ||
        str_to_int(str_sub(s, 5, 7), 1, 12, &month) != OK ||
        str_to_int(str_sub(s, 8, 10), 1, 31, &day) != OK)
        return false;
    return ucs_wall_to_epoch(STR("UTC"),
                             (struct ucs_wall){.year = (int)year, (int)month, (int)day, 0, 0, 0},
                             ret_t) == OK;
}

static int64_t day_of(struct reader *r, const struct yaml *map, struct str key, bool required)
{
    struct str s = text_of(r, map, key, required);
    int64_t t = 0;

    if (s.n > 0 && !read_day(s, &t)) {
        diag_error(r->d, r->file, yaml_get(map, key)->line, "statement-date", key, s);
        t = 0;
    }
    return t;
}

/* The maps of a list under a key, one after the other: begin with NULL. */
static const struct yaml *first_of(struct reader *r, const struct yaml *map, struct str key,
                                   size_t *ret_n)
{
    const struct yaml *list = yaml_get(map, key);

    *ret_n = 0;
    if (list == NULL || yaml_is_null(list) || !is_of(r, list, YAML_LIST, key))
        return NULL;
    *ret_n = list->nchildren;
    if (*ret_n > STATEMENT_LIST_MAX) {
        diag_error(r->d, r->file, list->line, "statement-too-many", key,
                   arena_fmt(r->a, "%d", STATEMENT_LIST_MAX));
        *ret_n = 0;
        return NULL;
    }
    return list->first;
}

/* Whether all that was asked of an entry was there. */
static bool is_fine(const struct reader *r, int errors_before)
{
    return r->d->nerrors == errors_before;
}

static const struct yaml *open_file(struct reader *r, const struct statement_file *f,
                                    struct digest_state *digest)
{
    const struct yaml *map;
    int before = r->d->nerrors;

    r->file = f->shown;
    digest_add(digest, f->text);
    if (f->text.p == NULL)
        return NULL;
    map = yaml_parse(r->a, f->shown, f->text, 1, r->d);
    if (map == NULL && r->d->nerrors == before)
        diag_error(r->d, f->shown, 1, "statement-empty");
    return map != NULL && is_of(r, map, YAML_MAP, f->shown) ? map : NULL;
}

/* ---- declaracion.yml ---- */

static void read_known(struct reader *r, const struct yaml *map, struct statement *s)
{
    static const struct str keys[] = {STR_INIT("what"), STR_INIT("where"), STR_INIT("since"),
                                      STR_INIT("until")};
    size_t n;
    const struct yaml *y = first_of(r, map, STR("known"), &n);
    struct known_failure *v = ARENA_ARRAY(r->a, struct known_failure, n);

    for (s->failures = v; y != NULL; y = y->next) {
        struct known_failure *k = &v[s->nfailures];
        int before = r->d->nerrors;

        if (!is_of(r, y, YAML_MAP, STR("known")))
            continue;
        check_keys(r, y, keys, ARRAY_LEN(keys));
        *k = (struct known_failure){
            text_of(r, y, STR("what"), true), text_of(r, y, STR("where"), true),
            day_of(r, y, STR("since"), true), day_of(r, y, STR("until"), false)};
        if (k->until > 0 && k->until < k->since)
            diag_error(r->d, r->file, yaml_get(y, STR("until"))->line, "statement-order");
        s->nfailures += is_fine(r, before);
    }
}

static void read_tests(struct reader *r, const struct yaml *map, struct statement *s)
{
    static const struct str keys[] = {STR_INIT("date"), STR_INIT("who"), STR_INIT("what")};
    size_t n;
    const struct yaml *y = first_of(r, map, STR("tests"), &n);
    struct people_test *v = ARENA_ARRAY(r->a, struct people_test, n);

    for (s->tests = v; y != NULL; y = y->next) {
        int before = r->d->nerrors;

        if (!is_of(r, y, YAML_MAP, STR("tests")))
            continue;
        check_keys(r, y, keys, ARRAY_LEN(keys));
        v[s->ntests] =
            (struct people_test){text_of(r, y, STR("who"), true), text_of(r, y, STR("what"), true),
                                 day_of(r, y, STR("date"), true)};
        s->ntests += is_fine(r, before);
    }
}

static void read_declaration(struct reader *r, const struct yaml *map, struct statement *s)
{
    static const struct str keys[] = {STR_INIT("date"), STR_INIT("known"), STR_INIT("tests")};

    check_keys(r, map, keys, ARRAY_LEN(keys));
    s->date = day_of(r, map, STR("date"), true);
    read_known(r, map, s);
    read_tests(r, map, s);
}

/* ---- criterios.yml ---- */

/* The level of a criterion; the empty str for a number that is none. */
static struct str level_of(struct str number)
{
    for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
        struct str rest = levels[i].numbers, one;

        while (rest.n > 0) {
            str_cut(rest, ' ', &one, &rest);
            if (str_eq(one, number))
                return levels[i].level;
        }
    }
    return (struct str){NULL, 0};
}

static enum judged judged_of(struct reader *r, const struct yaml *map)
{
    static const struct str words[] = {STR_INIT("no"), STR_INIT("machine"), STR_INIT("person")};
    struct str s = text_of(r, map, STR("judged"), true);

    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_eq(words[i], s))
            return (enum judged)i;
    }
    if (s.n > 0)
        diag_error(r->d, r->file, map->line, "statement-judged", s);
    return JUDGED_NO;
}

static void check_criterion(struct reader *r, const struct yaml *y, const struct criterion *c,
                            const struct criterion *before, size_t nbefore)
{
    struct str level = level_of(c->number);

    if (c->number.n > 0 && level.n == 0)
        diag_error(r->d, r->file, y->line, "statement-number", c->number);
    else if (c->level.n > 0 && !str_eq(c->level, level))
        diag_error(r->d, r->file, y->line, "statement-level", c->number, level);
    if (c->judged != JUDGED_NO && c->by.n == 0)
        diag_error(r->d, r->file, y->line, "statement-by", c->number);
    for (size_t i = 0; i < nbefore; i++) {
        if (str_eq(before[i].number, c->number))
            diag_error(r->d, r->file, y->line, "statement-twice", c->number);
    }
}

/* 1.4.9 before 1.4.10. */
static int by_number(const void *x, const void *y)
{
    struct str a = ((const struct criterion *)x)->number, b = ((const struct criterion *)y)->number;

    while (a.n > 0 && b.n > 0) {
        struct str one, other;
        int64_t m = 0, n = 0;

        str_cut(a, '.', &one, &a);
        str_cut(b, '.', &other, &b);
        if (str_to_int(one, 0, 99, &m) != OK || str_to_int(other, 0, 99, &n) != OK || m != n)
            return m < n ? -1 : 1;
    }
    return 0;
}

static void read_criteria(struct reader *r, const struct yaml *map, struct statement *s)
{
    static const struct str top[] = {STR_INIT("criteria")};
    static const struct str keys[] = {STR_INIT("number"), STR_INIT("level"), STR_INIT("name"),
                                      STR_INIT("judged"), STR_INIT("by"),    STR_INIT("note")};
    size_t n;
    const struct yaml *y = first_of(r, map, STR("criteria"), &n);
    struct criterion *v = ARENA_ARRAY(r->a, struct criterion, n);

    check_keys(r, map, top, ARRAY_LEN(top));
    for (; y != NULL; y = y->next) {
        struct criterion *c = &v[s->ncriteria];
        int before = r->d->nerrors;

        if (!is_of(r, y, YAML_MAP, STR("criteria")))
            continue;
        check_keys(r, y, keys, ARRAY_LEN(keys));
        *c = (struct criterion){
            text_of(r, y, STR("number"), true), text_of(r, y, STR("level"), true),
            text_of(r, y, STR("name"), true),   text_of(r, y, STR("by"), false),
            text_of(r, y, STR("note"), false),  judged_of(r, y)};
        check_criterion(r, y, c, v, s->ncriteria);
        s->ncriteria += is_fine(r, before);
    }
    if (s->ncriteria < STATEMENT_CRITERIA)
        diag_error(r->d, r->file, 0, "statement-count", arena_fmt(r->a, "%zu", s->ncriteria),
                   arena_fmt(r->a, "%d", STATEMENT_CRITERIA));
    if (s->ncriteria > 0)
        qsort(v, s->ncriteria, sizeof(*v), by_number);
    s->criteria = v;
}

/* ---- resultado.yml ---- */

static void read_engines(struct reader *r, const struct yaml *map, struct statement *s)
{
    static const struct str keys[] = {STR_INIT("name"), STR_INIT("version"), STR_INIT("runs"),
                                      STR_INIT("findings")};
    size_t n;
    const struct yaml *y = first_of(r, map, STR("engines"), &n);
    struct engine_result *v = ARENA_ARRAY(r->a, struct engine_result, n);

    for (s->engines = v; y != NULL; y = y->next) {
        int before = r->d->nerrors;

        if (!is_of(r, y, YAML_MAP, STR("engines")))
            continue;
        check_keys(r, y, keys, ARRAY_LEN(keys));
        v[s->nengines] = (struct engine_result){
            text_of(r, y, STR("name"), true), text_of(r, y, STR("version"), true),
            int_of(r, y, STR("runs")), int_of(r, y, STR("findings"))};
        s->nengines += is_fine(r, before);
    }
}

static void read_result(struct reader *r, const struct yaml *map, struct statement *s)
{
    static const struct str keys[] = {STR_INIT("date"),  STR_INIT("version"), STR_INIT("pages"),
                                      STR_INIT("views"), STR_INIT("engines"), STR_INIT("audit")};
    const struct yaml *audit = yaml_get(map, STR("audit"));
    int before = r->d->nerrors;

    check_keys(r, map, keys, ARRAY_LEN(keys));
    s->checked_on = day_of(r, map, STR("date"), true);
    s->version = text_of(r, map, STR("version"), true);
    s->pages = int_of(r, map, STR("pages"));
    s->views = int_of(r, map, STR("views"));
    read_engines(r, map, s);
    if (audit != NULL && is_of(r, audit, YAML_MAP, STR("audit"))) {
        s->audit_pages = int_of(r, audit, STR("pages"));
        s->audit_views = int_of(r, audit, STR("views"));
        s->audit_findings = int_of(r, audit, STR("findings"));
    }
    /* Half a result says more than was found: none then. */
    s->checked = is_fine(r, before);
}

const struct statement *statement_parse(struct arena *a, const struct statement_file *declaration,
                                        const struct statement_file *criteria,
                                        const struct statement_file *result, struct diags *d)
{
    struct statement *s = ARENA_NEW(a, struct statement);
    struct reader r = {.a = a, .d = d};
    struct digest_state digest;
    const struct yaml *map;

    digest_init(&digest);
    map = open_file(&r, declaration, &digest);
    if (map != NULL)
        read_declaration(&r, map, s);
    map = open_file(&r, criteria, &digest);
    if (map != NULL)
        read_criteria(&r, map, s);
    map = open_file(&r, result, &digest);
    if (map != NULL)
        read_result(&r, map, s);
    digest_finish(&digest, s->digest);
    return s;
}
