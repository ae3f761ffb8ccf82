/*
 * content/busqueda.yml: reading and looking up.
 */
#include "fcgi/search/table.h"
#include "fcgi/base/esc.h"
#include "fcgi/base/files.h"
#include "fcgi/base/ucs.h"
#include "fcgi/base/yaml.h"

struct reading {
    struct arena *a;
    struct diags *d;
    struct str shown;
};

static bool refuse_unknown(struct reading *r, const struct yaml *map, const struct str *known,
                           size_t n)
{
    bool fine = true;

    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        bool is_known = false;

        for (size_t i = 0; i < n; i++)
            is_known = is_known || str_eq(known[i], y->key);
        if (!is_known)
            diag_error(r->d, r->shown, y->key_line, "search-key", y->key);
        fine = fine && is_known;
    }
    return fine;
}

/* A list of 1 to SEARCH_GROUP_MAX words; false after an error. */
static bool read_words(struct reading *r, const struct yaml *y, struct strs *ret_words,
                       struct strs *ret_folded)
{
    struct str *words, *folded;
    size_t n = 0;

    if (y == NULL || y->type != YAML_LIST || y->nchildren < 1 || y->nchildren > SEARCH_GROUP_MAX) {
        diag_error(r->d, r->shown, y == NULL ? 0 : y->line, "search-words",
                   arena_fmt(r->a, "%d", SEARCH_GROUP_MAX));
        return false;
    }
    words = ARENA_ARRAY(r->a, struct str, y->nchildren);
    folded = ARENA_ARRAY(r->a, struct str, y->nchildren);
    for (const struct yaml *w = y->first; w != NULL; w = w->next, n++) {
        words[n] = w->type == YAML_SCALAR ? str_trim(w->text) : STR("");
        folded[n] = ucs_fold(r->a, words[n]);
        if (folded[n].n < 2 || words[n].n > SEARCH_TEXT_MAX) {
            diag_error(r->d, r->shown, w->line, "search-word", words[n]);
            return false;
        }
    }
    *ret_words = (struct strs){words, n};
    *ret_folded = (struct strs){folded, n};
    return true;
}

static void read_groups(struct reading *r, const struct yaml *list, struct search_table *t)
{
    struct search_group *v;

    if (list == NULL || list->type != YAML_LIST || list->nchildren > SEARCH_GROUPS_MAX) {
        if (list != NULL)
            diag_error(r->d, r->shown, list->line, "search-list", list->key,
                       arena_fmt(r->a, "%d", SEARCH_GROUPS_MAX));
        return;
    }
    v = ARENA_ARRAY(r->a, struct search_group, list->nchildren);
    for (const struct yaml *y = list->first; y != NULL; y = y->next) {
        struct search_group *g = &v[t->ngroups];

        g->line = y->line;
        t->ngroups += read_words(r, y, &g->words, &g->folded);
    }
    t->groups = v;
}

static struct str text_of(struct reading *r, const struct yaml *map, struct str key, bool required)
{
    const struct yaml *y = yaml_get(map, key);

    if (y != NULL && y->type == YAML_SCALAR && y->text.n <= SEARCH_TEXT_MAX &&
        (y->text.n > 0 || !required))
        return str_trim(y->text);
    if (y != NULL || required)
        diag_error(r->d, r->shown, y == NULL ? map->line : y->line, "search-text", key,
                   arena_fmt(r->a, "%d", SEARCH_TEXT_MAX));
    return STR("");
}

static bool read_one(struct reading *r, const struct yaml *y, struct search_promoted *p)
{
    static const struct str keys[] = {STR_INIT("words"), STR_INIT("title"), STR_INIT("url"),
                                      STR_INIT("text")};
    struct strs words;

    if (y->type != YAML_MAP) {
        diag_error(r->d, r->shown, y->line, "search-promoted");
        return false;
    }
    *p = (struct search_promoted){.line = y->line};
    if (!refuse_unknown(r, y, keys, ARRAY_LEN(keys)) ||
        !read_words(r, yaml_get(y, STR("words")), &words, &p->folded))
        return false;
    p->title = text_of(r, y, STR("title"), true);
    p->url = text_of(r, y, STR("url"), true);
    p->text = text_of(r, y, STR("text"), false);
    if (p->url.n > 0 &&
        !((p->url.p[0] == '/' || str_starts(p->url, STR("https://"))) && esc_url_is_safe(p->url))) {
        diag_error(r->d, r->shown, y->line, "search-url", p->url);
        return false;
    }
    return p->title.n > 0 && p->url.n > 0;
}

static void read_promoted(struct reading *r, const struct yaml *list, struct search_table *t)
{
    struct search_promoted *v;

    if (list == NULL || list->type != YAML_LIST || list->nchildren > SEARCH_PROMOTED_MAX) {
        if (list != NULL)
            diag_error(r->d, r->shown, list->line, "search-list", list->key,
                       arena_fmt(r->a, "%d", SEARCH_PROMOTED_MAX));
        return;
    }
    v = ARENA_ARRAY(r->a, struct search_promoted, list->nchildren);
    for (const struct yaml *y = list->first; y != NULL; y = y->next)
        t->npromoted += read_one(r, y, &v[t->npromoted]);
    t->promoted = v;
}

/* A word in two groups would find but the first. */
static void refuse_twice(struct reading *r, const struct search_table *t)
{
    for (size_t i = 0; i < t->ngroups; i++) {
        const struct search_group *g = &t->groups[i];

        for (size_t k = 0; k < g->folded.n; k++) {
            const struct search_group *first = search_synonyms(t, g->folded.v[k]);

            if (first != g)
                diag_error(r->d, r->shown, g->line, "search-twice", g->words.v[k],
                           arena_fmt(r->a, "%d", first->line));
        }
    }
}

const struct search_table *search_table_parse(struct arena *a, struct str shown, struct str source,
                                              struct diags *d)
{
    static const struct str keys[] = {STR_INIT("synonyms"), STR_INIT("promoted")};
    struct search_table *t = ARENA_NEW(a, struct search_table);
    struct reading r = {a, d, shown};
    const struct yaml *top = yaml_parse(a, shown, source, 1, d);

    if (top == NULL)
        return NULL;
    if (top->type != YAML_MAP) {
        diag_error(d, shown, top->line, "search-form");
        return NULL;
    }
    t->file = arena_str(a, shown);
    (void)refuse_unknown(&r, top, keys, ARRAY_LEN(keys));
    read_groups(&r, yaml_get(top, STR("synonyms")), t);
    read_promoted(&r, yaml_get(top, STR("promoted")), t);
    refuse_twice(&r, t);
    return t;
}

const struct search_table *search_table_load(struct arena *a, struct str path, struct str shown,
                                             struct diags *d)
{
    struct str source;
    enum err e = path.n == 0 ? ERR_NOT_FOUND : file_read(a, path, SEARCH_TABLE_MAX, &source);

    if (e == OK)
        return search_table_parse(a, shown, source, d);
    if (e == ERR_TOO_BIG)
        diag_error(d, shown, 0, "file-too-big", arena_fmt(a, "%d KB", SEARCH_TABLE_MAX / 1024));
    else if (e != ERR_NOT_FOUND)
        diag_error(d, shown, 0, "file-unreadable");
    return NULL;
}

static bool has(const struct strs *v, struct str s)
{
    for (size_t i = 0; i < v->n; i++) {
        if (str_eq(v->v[i], s))
            return true;
    }
    return false;
}

const struct search_group *search_synonyms(const struct search_table *t, struct str folded)
{
    for (size_t i = 0; t != NULL && i < t->ngroups; i++) {
        if (has(&t->groups[i].folded, folded))
            return &t->groups[i];
    }
    return NULL;
}

const struct search_promoted *search_promoted_for(const struct search_table *t, struct str folded)
{
    for (size_t i = 0; t != NULL && i < t->npromoted; i++) {
        if (has(&t->promoted[i].folded, folded))
            return &t->promoted[i];
    }
    return NULL;
}
