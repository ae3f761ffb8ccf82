/*
 * The file of the glossary: its keys, what each must be, the order of the list.
 */
#include "content/glossary.h"
#include "content/glossary_state.h"
#include "content/limits.h"
#include "fcgi/base/files.h"
#include "fcgi/base/ucs.h"
#include "fcgi/base/yaml.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    struct arena *a;
    struct diags *d;
    struct str shown;
    struct glossary_entry *v;
    size_t n, nforms;
    bool full;
};

static const struct str top_keys[] = {STR_INIT("page"), STR_INIT("terms")};
static const struct str entry_keys[] = {
    STR_INIT("term"),  STR_INIT("id"),   STR_INIT("expansion"), STR_INIT("definition"),
    STR_INIT("group"), STR_INIT("also"), STR_INIT("source"),    STR_INIT("not")};

/* ---- values ---- */

static void check_keys(struct reading *r, const struct yaml *map, const struct str *known, size_t n)
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
            diag_error(r->d, r->shown, y->key_line, "front-unknown-key-near", y->key, near);
        else
            diag_error(r->d, r->shown, y->key_line, "glossary-key", y->key);
    }
}

/* Every run of blanks as one: a text of several lines is one. */
static struct str one_line(struct arena *a, struct str s)
{
    char *out = arena_zalloc(a, s.n + 1, 1);
    size_t n = 0;

    s = str_trim(s);
    for (size_t i = 0; i < s.n; i++) {
        bool blank = s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t' || s.p[i] == '\r';

        if (!blank)
            out[n++] = s.p[i];
        else if (out[n - 1] != ' ')
            out[n++] = ' ';
    }
    return (struct str){out, n};
}

/* The text under a key, on one line; empty when it is missing, or an error was added. */
static struct str text_of(struct reading *r, const struct yaml *map, struct str key, size_t max)
{
    const struct yaml *y = yaml_get(map, key);
    struct str s;

    if (y == NULL || yaml_is_null(y))
        return STR("");
    if (y->type != YAML_SCALAR) {
        diag_error(r->d, r->shown, y->key_line, "message-not-text", key);
        return STR("");
    }
    s = one_line(r->a, y->text);
    if (s.n > max) {
        diag_error(r->d, r->shown, y->line, "glossary-long", key, arena_fmt(r->a, "%zu", max));
        return STR("");
    }
    return limits_check(r->shown, s, y->line, r->d) ? s : STR("");
}

/* What is printed as Markdown must not be taken for more than a name. */
static bool is_name(struct str s)
{
    static const char marks[] = "`*[]<>#=|{}\\&!\"";

    for (size_t i = 0; i < s.n; i++) {
        if (strchr(marks, s.p[i]) != NULL)
            return false;
    }
    return true;
}

static bool check_form(struct reading *r, int line, struct str s)
{
    struct glossary_form f;

    if (s.n <= GLOSSARY_TERM_MAX && is_name(s) && glossary_split(s, &f))
        return true;
    diag_error(r->d, r->shown, line, "glossary-term", s, arena_fmt(r->a, "%d", GLOSSARY_WORDS_MAX));
    return false;
}

/* A list of forms, or one. */
static void read_forms(struct reading *r, const struct yaml *map, struct str key,
                       struct strs *ret_list)
{
    const struct yaml *y = yaml_get(map, key);
    struct str *v;
    size_t n = 0;

    if (y == NULL || yaml_is_null(y))
        return;
    if (y->type == YAML_MAP) {
        diag_error(r->d, r->shown, y->key_line, "front-type", y->key, STR("[a, b]"));
        return;
    }
    v = ARENA_ARRAY(r->a, struct str, y->nchildren + 1);
    for (const struct yaml *c = y->type == YAML_LIST ? y->first : y; c != NULL; c = c->next) {
        struct str form = c->type == YAML_SCALAR ? one_line(r->a, c->text) : STR("");

        if (check_form(r, c->line, form))
            v[n++] = form;
        if (y->type == YAML_SCALAR)
            break;
    }
    *ret_list = (struct strs){v, n};
}

/* Letters, digits and hyphens: "acta-prep". */
static struct str read_id(struct reading *r, const struct yaml *map, struct str term, int line)
{
    struct str id = text_of(r, map, STR("id"), GLOSSARY_TERM_MAX), slug;

    if (id.n == 0)
        return ucs_slug(r->a, term);
    slug = ucs_slug(r->a, id);
    if (!str_eq(slug, id))
        diag_error(r->d, r->shown, line, "glossary-id", id, slug);
    return slug;
}

/* ---- entries ---- */

/* False when it cannot be used. */
static bool read_entry(struct reading *r, const struct yaml *y, struct glossary_entry *e)
{
    *e = (struct glossary_entry){.line = y->line};
    if (y->type != YAML_MAP) {
        diag_error(r->d, r->shown, y->line, "glossary-entry");
        return false;
    }
    check_keys(r, y, entry_keys, ARRAY_LEN(entry_keys));
    e->term = text_of(r, y, STR("term"), GLOSSARY_TERM_MAX);
    if (e->term.n == 0) {
        diag_error(r->d, r->shown, y->line, "glossary-term-missing");
        return false;
    }
    if (!check_form(r, y->line, e->term))
        return false;
    e->id = read_id(r, y, e->term, y->line);
    e->expansion = text_of(r, y, STR("expansion"), GLOSSARY_TEXT_MAX);
    e->definition = text_of(r, y, STR("definition"), GLOSSARY_TEXT_MAX);
    e->source = text_of(r, y, STR("source"), GLOSSARY_TEXT_MAX);
    e->group = text_of(r, y, STR("group"), GLOSSARY_TERM_MAX);
    read_forms(r, y, STR("also"), &e->also);
    read_forms(r, y, STR("not"), &e->never);
    if (!is_name(e->group))
        diag_error(r->d, r->shown, y->line, "glossary-group", e->group);
    if (e->definition.n == 0 && e->expansion.n == 0)
        diag_error(r->d, r->shown, y->line, "glossary-definition-missing", e->term);
    return e->id.n > 0 && is_name(e->group) && (e->definition.n > 0 || e->expansion.n > 0);
}

static int by_id(const void *x, const void *y)
{
    const struct glossary_entry *a = *(const struct glossary_entry *const *)x,
                                *b = *(const struct glossary_entry *const *)y;
    int c = str_cmp(a->id, b->id);

    return c != 0 ? c : (a->line > b->line) - (a->line < b->line);
}

/* An anchor that two entries want leads to the first. */
static void drop_same_ids(struct reading *r)
{
    struct glossary_entry **v = ARENA_ARRAY(r->a, struct glossary_entry *, r->n);
    size_t kept = 0;

    for (size_t i = 0; i < r->n; i++)
        v[i] = &r->v[i];
    if (r->n > 0)
        qsort(v, r->n, sizeof(struct glossary_entry *), by_id);
    for (size_t i = 1, first = 0; i < r->n; i++) {
        if (!str_eq(v[first]->id, v[i]->id)) {
            first = i;
            continue;
        }
        diag_error(r->d, r->shown, v[i]->line, "glossary-twice", v[i]->term,
                   arena_fmt(r->a, "%d", v[first]->line));
        v[i]->term.n = 0;
    }
    for (size_t i = 0; i < r->n; i++) {
        if (r->v[i].term.n > 0)
            r->v[kept++] = r->v[i];
    }
    r->n = kept;
}

static void read_terms(struct reading *r, const struct yaml *terms)
{
    size_t n = terms->nchildren < GLOSSARY_TERMS_MAX ? terms->nchildren : GLOSSARY_TERMS_MAX;
    const struct yaml *y = terms->first;

    r->v = ARENA_ARRAY(r->a, struct glossary_entry, n);
    for (; y != NULL && r->n < n && !r->full; y = y->next) {
        struct glossary_entry *e = &r->v[r->n];

        if (!read_entry(r, y, e))
            continue;
        r->nforms += 1 + e->also.n + e->never.n;
        r->full = r->nforms > GLOSSARY_FORMS_MAX;
        r->n += !r->full;
    }
    if (y != NULL || r->full)
        diag_error(r->d, r->shown, terms->key_line, "glossary-too-many",
                   arena_fmt(r->a, "%d", GLOSSARY_TERMS_MAX),
                   arena_fmt(r->a, "%d", GLOSSARY_FORMS_MAX));
    drop_same_ids(r);
}

/* ---- order ---- */

/* Where a group begins in the file; 0, before all others, for those without one. */
static int group_line(const struct glossary_entry *v, size_t n, struct str group)
{
    for (size_t i = 0; i < n && group.n > 0; i++) {
        if (str_eq(v[i].group, group))
            return v[i].line;
    }
    return 0;
}

struct placed {
    struct glossary_entry entry;
    int group;
};

static int by_place(const void *x, const void *y, void *locale)
{
    const struct placed *a = x, *b = y;
    int c;

    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    c = ucs_compare(*(const struct str *)locale, a->entry.term, b->entry.term);
    return c != 0 ? c : (a->entry.line > b->entry.line) - (a->entry.line < b->entry.line);
}

static void sort(struct reading *r, struct str locale)
{
    struct placed *v = ARENA_ARRAY(r->a, struct placed, r->n);

    for (size_t i = 0; i < r->n; i++)
        v[i] = (struct placed){r->v[i], group_line(r->v, r->n, r->v[i].group)};
    if (r->n > 0)
        qsort_r(v, r->n, sizeof(*v), by_place, &locale);
    for (size_t i = 0; i < r->n; i++)
        r->v[i] = v[i].entry;
}

/* ---- the whole ---- */

static struct str read_page(struct reading *r, const struct yaml *top)
{
    struct str page = text_of(r, top, STR("page"), GLOSSARY_TEXT_MAX);

    if (page.n < 2 || page.p[0] != '/' || str_index(page, ' ') < page.n ||
        str_index(page, '#') < page.n || str_index(page, '"') < page.n) {
        diag_error(r->d, r->shown, 0, "front-path", STR("page"), page);
        return STR("/");
    }
    return page;
}

const struct glossary *glossary_parse(struct arena *a, struct str shown, struct str source,
                                      struct str locale, struct diags *d)
{
    struct glossary *g = ARENA_NEW(a, struct glossary);
    struct reading r = {.a = a, .d = d, .shown = shown};
    int before = d->nerrors;
    const struct yaml *top = yaml_parse(a, shown, source, 1, d), *terms;

    if (top == NULL && d->nerrors == before)
        diag_error(d, shown, 1, "glossary-form");
    if (top == NULL)
        return NULL;
    terms = yaml_get(top, STR("terms"));
    if (top->type != YAML_MAP || terms == NULL || terms->type != YAML_LIST) {
        diag_error(d, shown, top->line, "glossary-form");
        return NULL;
    }
    check_keys(&r, top, top_keys, ARRAY_LEN(top_keys));
    g->file = arena_str(a, shown);
    g->page = read_page(&r, top);
    read_terms(&r, terms);
    sort(&r, locale);
    g->v = r.v;
    g->n = r.n;
    digest_of(source, g->digest);
    glossary_index(a, g, d);
    return g;
}

const struct glossary *glossary_load(struct arena *a, struct str path, struct str shown,
                                     struct str locale, struct diags *d)
{
    struct str source;
    enum err e = path.n == 0 ? ERR_NOT_FOUND : file_read(a, path, GLOSSARY_MAX, &source);

    if (e == OK)
        return glossary_parse(a, shown, source, locale, d);
    if (e == ERR_TOO_BIG)
        diag_error(d, shown, 0, "file-too-big", arena_fmt(a, "%d KB", GLOSSARY_MAX / 1024));
    else if (e != ERR_NOT_FOUND)
        diag_error(d, shown, 0, "file-unreadable");
    return NULL;
}
