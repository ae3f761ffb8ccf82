/*
 * Reading the list of versions; addresses; the first bytes of files.
 */
#include "content/document.h"
#include "content/frontmatter.h"
#include "content/limits.h"

#include <stdlib.h>

struct reading {
    struct arena *a;
    struct str shown, zone;
    struct diags *d;
};

static const struct str keys[] = {STR_INIT("file"), STR_INIT("date"), STR_INIT("note"),
                                  STR_INIT("accessible"), STR_INIT("lang")};

static void check_keys(const struct reading *r, const struct yaml *map)
{
    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        bool known = false;
        struct str near;

        for (size_t i = 0; i < ARRAY_LEN(keys); i++)
            known = known || str_eq(keys[i], y->key);
        near = known ? STR("") : diag_suggest(y->key, keys, ARRAY_LEN(keys));
        if (near.n > 0)
            diag_error(r->d, r->shown, y->key_line, "front-unknown-key-near", y->key, near);
        else if (!known)
            diag_error(r->d, r->shown, y->key_line, "document-key", y->key);
    }
}

static struct str text_of(const struct reading *r, const struct yaml *map, struct str key,
                          size_t max)
{
    const struct yaml *y = yaml_get(map, key);

    if (y == NULL || yaml_is_null(y))
        return STR("");
    if (y->type == YAML_SCALAR && y->text.n <= max &&
        limits_check(r->shown, y->text, y->line, r->d))
        return str_trim(y->text);
    diag_error(r->d, r->shown, y->line, "document-text", key, arena_fmt(r->a, "%zu", max));
    return STR("");
}

static void read_file(const struct reading *r, const struct yaml *map, struct document_version *v)
{
    v->file = text_of(r, map, STR("file"), 255);
    if (v->file.n == 0)
        diag_error(r->d, r->shown, map->line, "document-file");
    else if (v->file.p[0] == '/' || str_has(v->file, STR("..")))
        diag_error(r->d, r->shown, map->line, "file-missing", v->file);
}

static void read_date(const struct reading *r, const struct yaml *map, struct document_version *v)
{
    struct str s = text_of(r, map, STR("date"), 40);

    if (front_date(s, r->zone, &v->date) != OK)
        diag_error(r->d, r->shown, map->line, "document-date", s);
}

static void read_accessible(const struct reading *r, const struct yaml *map,
                            struct document_version *v)
{
    const struct yaml *y = yaml_get(map, STR("accessible"));
    struct str s = text_of(r, map, STR("accessible"), 20);

    if (str_eq(s, STR("yes")) || str_eq(s, STR("true")))
        v->accessible = ACCESSIBLE_YES;
    else if (str_eq(s, STR("no")) || str_eq(s, STR("false")))
        v->accessible = ACCESSIBLE_NO;
    else if (s.n > 0 && !str_eq(s, STR("unknown")))
        diag_error(r->d, r->shown, y->line, "document-accessible", s);
}

static bool read_one(const struct reading *r, const struct yaml *map, struct document_version *v)
{
    int before = r->d->nerrors;

    *v = (struct document_version){.line = map->line};
    if (map->type != YAML_MAP) {
        diag_error(r->d, r->shown, map->line, "document-file");
        return false;
    }
    check_keys(r, map);
    read_file(r, map, v);
    read_date(r, map, v);
    read_accessible(r, map, v);
    v->note = text_of(r, map, STR("note"), DOCUMENT_NOTE_MAX);
    v->lang = text_of(r, map, STR("lang"), 20);
    return r->d->nerrors == before;
}

static int newest_first(const void *x, const void *y)
{
    const struct document_version *a = x, *b = y;

    return a->date != b->date ? (a->date > b->date ? -1 : 1) : (a->line < b->line ? -1 : 1);
}

/* Two of one day have no order that stays. */
static void number(const struct reading *r, struct document *doc)
{
    for (size_t i = 0; i < doc->n; i++) {
        doc->v[i].number = (int)(doc->n - i);
        if (i > 0 && doc->v[i].date == doc->v[i - 1].date)
            diag_error(r->d, r->shown, doc->v[i].line, "document-same-date", doc->v[i].file,
                       doc->v[i - 1].file);
    }
}

bool document_read(struct arena *a, struct str shown, struct str zone, const struct yaml *list,
                   struct diags *d, struct document *ret_document)
{
    const struct reading r = {a, shown, zone, d};
    struct document doc = {NULL, 0};
    int before = d->nerrors;

    *ret_document = doc;
    if (list->nchildren > DOCUMENT_VERSIONS_MAX) {
        diag_error(d, shown, list->line, "document-versions",
                   arena_fmt(a, "%d", DOCUMENT_VERSIONS_MAX));
        return false;
    }
    doc.v = ARENA_ARRAY(a, struct document_version, list->nchildren);
    for (const struct yaml *y = list->first; y != NULL; y = y->next)
        doc.n += read_one(&r, y, &doc.v[doc.n]);
    if (doc.n > 0)
        qsort(doc.v, doc.n, sizeof(*doc.v), newest_first);
    number(&r, &doc);
    *ret_document = doc;
    return d->nerrors == before;
}

bool document_address(struct str path, struct str *ret_page, int *ret_number)
{
    size_t at = path.n;
    int64_t v = 0;

    if (str_ends(path, STR("/archivo"))) {
        *ret_page = str_sub(path, 0, path.n - 8);
        *ret_number = 0;
        return ret_page->n > 0;
    }
    while (at > 0 && path.p[at - 1] != '/')
        at--;
    if (at < 10 || !str_ends(str_sub(path, 0, at), STR("/version/")) || at == path.n ||
        path.p[at] == '0' ||
        str_to_int(str_sub(path, at, path.n), 1, DOCUMENT_VERSIONS_MAX, &v) != OK)
        return false;
    *ret_page = str_sub(path, 0, at - 9);
    *ret_number = (int)v;
    return true;
}

bool document_is_of_type(struct str type, struct str content)
{
    if (str_eq(type, STR("application/pdf"))) /* viewers look for it in the first kilobyte */
        return str_has(str_sub(content, 0, 1024), STR("%PDF-"));
    if (str_eq(type, STR("application/zip")) || str_starts(type, STR("application/vnd.o")))
        return str_starts(content, STR("PK\x03\x04"));
    return true;
}
