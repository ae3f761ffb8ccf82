/*
 * Reading micrositio.yml, and finding one.
 */
#include "content/micrositio.h"
#include "content/frontmatter.h"
#include "fcgi/base/files.h"
#include "fcgi/base/secret.h"

#define ID_MIN      4 /* codes of languages have two or three letters */
#define ID_MAX      60
#define TEXT_MAX    400
#define LIST_MAX    16
#define ENTRIES_DEF 4
#define ENTRIES_MAX 20
#define SCRATCH_MAX ((size_t)256 << 20)
#define ONE_FILE    ((size_t)64 << 20)

struct reader {
    struct arena *a;
    struct diags *d;
    struct str file, zone;
};

static bool has_word(const struct strs *list, struct str s)
{
    for (size_t i = 0; i < list->n; i++) {
        if (str_eq(list->v[i], s))
            return true;
    }
    return false;
}

/* ---- values ---- */

static void check_keys(struct reader *r, const struct yaml *map, const struct str *known, size_t n)
{
    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        size_t i = 0;

        while (i < n && !str_eq(known[i], y->key))
            i++;
        if (i == n)
            diag_error(r->d, r->file, y->key_line, "micrositio-key", y->key,
                       diag_suggest(y->key, known, n));
    }
}

/* The code must be a literal: the catalogue is checked against it. */
#define WRONG(r, y, what, code) diag_error((r)->d, (r)->file, (y)->line, code, what)

static struct str text_of(struct reader *r, const struct yaml *map, struct str key, bool required)
{
    const struct yaml *y = yaml_get(map, key);

    if (y == NULL || yaml_is_null(y)) {
        if (required)
            diag_error(r->d, r->file, map->line, "micrositio-missing", key);
        return (struct str){NULL, 0};
    }
    if (y->type != YAML_SCALAR || y->text.n > TEXT_MAX) {
        WRONG(r, y, key, "micrositio-text");
        return (struct str){NULL, 0};
    }
    return y->text;
}

/* A list of words under a key; one word alone is a list of one. */
static struct strs words_of(struct reader *r, const struct yaml *map, struct str key)
{
    const struct yaml *y = yaml_get(map, key);
    struct str *v = ARENA_ARRAY(r->a, struct str, LIST_MAX);
    size_t n = 0;

    if (y == NULL || yaml_is_null(y))
        return (struct strs){NULL, 0};
    if (y->type == YAML_SCALAR) {
        v[0] = y->text;
        return (struct strs){v, 1};
    }
    for (const struct yaml *k = y->type == YAML_LIST ? y->first : NULL; k != NULL; k = k->next) {
        if (k->type != YAML_SCALAR || n == LIST_MAX)
            break;
        v[n++] = k->text;
    }
    if (y->type != YAML_LIST || n != y->nchildren)
        WRONG(r, y, key, "micrositio-list");
    return (struct strs){v, n};
}

/* The position of a word in a list of words, or -1 after an error. */
static int choice_of(struct reader *r, const struct yaml *map, struct str key,
                     const struct str *words, size_t n, int otherwise)
{
    struct str s = text_of(r, map, key, otherwise < 0);

    for (size_t i = 0; i < n; i++) {
        if (str_eq(words[i], s))
            return (int)i;
    }
    if (s.n > 0)
        diag_error(r->d, r->file, yaml_get(map, key)->line, "micrositio-choice", key, s,
                   diag_suggest(s, words, n));
    return otherwise;
}

static bool is_url(struct str s)
{
    return s.n > 0 && (s.p[0] == '/' || s.p[0] == '#' || str_starts(s, STR("https://")));
}

static struct str url_of(struct reader *r, const struct yaml *map, bool required)
{
    struct str s = text_of(r, map, STR("url"), required);

    if (s.n > 0 && !is_url(s)) {
        WRONG(r, yaml_get(map, STR("url")), s, "micrositio-url");
        return (struct str){NULL, 0};
    }
    return s;
}

/* ---- lists of links ---- */

static struct micro_links links_of(struct reader *r, const struct yaml *map, struct str key,
                                   size_t max)
{
    static const struct str known[] = {STR_INIT("title"), STR_INIT("url"), STR_INIT("text"),
                                       STR_INIT("icon")};
    const struct yaml *y = yaml_get(map, key);
    struct micro_link *v = ARENA_ARRAY(r->a, struct micro_link, max);
    size_t n = 0;

    if (y == NULL || yaml_is_null(y))
        return (struct micro_links){NULL, 0};
    if (y->type != YAML_LIST || y->nchildren > max) {
        WRONG(r, y, key, "micrositio-list");
        return (struct micro_links){NULL, 0};
    }
    for (const struct yaml *k = y->first; k != NULL; k = k->next) {
        if (k->type != YAML_MAP) {
            WRONG(r, k, key, "micrositio-map");
            continue;
        }
        check_keys(r, k, known, ARRAY_LEN(known));
        v[n++] = (struct micro_link){text_of(r, k, STR("title"), true), url_of(r, k, true),
                                     text_of(r, k, STR("text"), false),
                                     text_of(r, k, STR("icon"), false)};
    }
    return (struct micro_links){v, n};
}

/* ---- blocks ---- */

static void read_block(struct reader *r, const struct yaml *map, struct micro_block *ret_b)
{
    static const struct str known[] = {STR_INIT("type"), STR_INIT("title"), STR_INIT("text"),
                                       STR_INIT("url"),  STR_INIT("max"),   STR_INIT("items")};
    static const struct str kinds[] = {STR_INIT("hero"), STR_INIT("cards"),     STR_INIT("dates"),
                                       STR_INIT("news"), STR_INIT("documents"), STR_INIT("alert")};
    const struct yaml *max = yaml_get(map, STR("max"));
    int64_t n = ENTRIES_DEF;
    int kind = choice_of(r, map, STR("type"), kinds, ARRAY_LEN(kinds), -1);

    check_keys(r, map, known, ARRAY_LEN(known));
    if (max != NULL && !yaml_int(max, 1, ENTRIES_MAX, &n))
        WRONG(r, max, STR("max"), "micrositio-number");
    *ret_b = (struct micro_block){.kind = kind < 0 ? MICRO_ALERT : (enum micro_block_kind)kind,
                                  .title = text_of(r, map, STR("title"), false),
                                  .text = text_of(r, map, STR("text"), false),
                                  .url = url_of(r, map, false),
                                  .max = (int)n,
                                  .items = links_of(r, map, STR("items"), MICROSITIO_ITEMS_MAX)};
}

static void read_blocks(struct reader *r, const struct yaml *map, struct micrositio *m)
{
    const struct yaml *y = yaml_get(map, STR("blocks"));
    struct micro_block *v = ARENA_ARRAY(r->a, struct micro_block, MICROSITIO_BLOCKS_MAX);

    m->blocks = v;
    if (y == NULL || yaml_is_null(y))
        return;
    if (y->type != YAML_LIST || y->nchildren > MICROSITIO_BLOCKS_MAX) {
        WRONG(r, y, STR("blocks"), "micrositio-list");
        return;
    }
    for (const struct yaml *k = y->first; k != NULL; k = k->next) {
        if (k->type == YAML_MAP)
            read_block(r, k, &v[m->nblocks++]);
        else
            WRONG(r, k, STR("blocks"), "micrositio-map");
    }
}

/* ---- one file ---- */

static bool is_path(struct str s)
{
    return s.n > 1 && s.p[0] == '/' && micrositio_is_id(str_sub(s, 1, s.n));
}

static void read_names(struct reader *r, const struct yaml *map, struct micrositio *m)
{
    m->title = text_of(r, map, STR("title"), true);
    m->short_title = text_of(r, map, STR("short_title"), false);
    if (m->short_title.n == 0)
        m->short_title = m->title;
    m->summary = text_of(r, map, STR("summary"), false);
    m->path = text_of(r, map, STR("path"), true);
    if (m->path.n > 0 && !is_path(m->path))
        WRONG(r, yaml_get(map, STR("path")), m->path, "micrositio-path");
    m->hosts = words_of(r, map, STR("hosts"));
    m->languages = words_of(r, map, STR("languages"));
    m->types = words_of(r, map, STR("types"));
}

static void read_life(struct reader *r, const struct yaml *map, struct micrositio *m)
{
    static const struct str lives[] = {STR_INIT("draft"), STR_INIT("live"), STR_INIT("archived")};
    struct str on = text_of(r, map, STR("archived_on"), false);

    m->life = (enum micro_life)choice_of(r, map, STR("life"), lives, ARRAY_LEN(lives), 0);
    m->note = text_of(r, map, STR("note"), false);
    m->frozen = text_of(r, map, STR("frozen"), false);
    if (on.n > 0 && front_date(on, r->zone, &m->archived_on) != OK)
        WRONG(r, yaml_get(map, STR("archived_on")), on, "micrositio-date");
    if ((m->life == MICRO_ARCHIVED) != (on.n > 0))
        diag_error(r->d, r->file, map->line, "micrositio-archived");
    if (m->frozen.n > 0 && !str_eq(m->frozen, m->digest))
        WRONG(r, yaml_get(map, STR("frozen")), m->id, "micrositio-frozen");
}

static bool read_one(struct reader *r, struct str source, struct micrositio *m)
{
    static const struct str known[] = {
        STR_INIT("title"),       STR_INIT("short_title"), STR_INIT("summary"), STR_INIT("path"),
        STR_INIT("hosts"),       STR_INIT("languages"),   STR_INIT("types"),   STR_INIT("life"),
        STR_INIT("archived_on"), STR_INIT("note"),        STR_INIT("frozen"),  STR_INIT("palette"),
        STR_INIT("menu"),        STR_INIT("blocks")};
    int before = r->d->nerrors;
    const struct yaml *map = yaml_parse(r->a, r->file, source, 1, r->d);

    if (map == NULL || map->type != YAML_MAP) {
        if (r->d->nerrors == before)
            diag_error(r->d, r->file, 1, "micrositio-map", STR(MICROSITIO_FILE));
        return false;
    }
    check_keys(r, map, known, ARRAY_LEN(known));
    read_names(r, map, m);
    read_life(r, map, m);
    m->palette = yaml_get(map, STR("palette"));
    m->menu = links_of(r, map, STR("menu"), MICROSITIO_MENU_MAX);
    read_blocks(r, map, m);
    return r->d->nerrors == before;
}

/* ---- all of them ---- */

struct str micrositio_digest(struct arena *a, struct str dir)
{
    unsigned char digest[DIGEST_BYTES];
    struct digest_state d;
    struct file_list list;
    struct arena scratch;

    arena_init(&scratch, SCRATCH_MAX);
    digest_init(&d);
    if (file_tree(&scratch, dir, &list) != OK)
        list.n = 0;
    for (size_t i = 0; i < list.n; i++) {
        struct str content = {NULL, 0};
        struct arena one;

        if (str_eq(list.v[i].path, STR(MICROSITIO_FILE)))
            continue;
        arena_init(&one, ONE_FILE * 2);
        digest_add(&d, list.v[i].path);
        if (file_read_beneath(&one, dir, list.v[i].path, ONE_FILE, &content) == OK)
            digest_add(&d, content);
        arena_release(&one);
    }
    digest_finish(&d, digest);
    arena_release(&scratch);
    return digest_hex(a, digest, DIGEST_BYTES);
}

bool micrositio_is_id(struct str id)
{
    for (size_t i = 0; i < id.n; i++) {
        char c = id.p[i];

        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') ||
            (c == '-' && (i == 0 || i + 1 == id.n || id.p[i - 1] == '-')))
            return false;
    }
    return id.n >= ID_MIN && id.n <= ID_MAX;
}

/* "<id>/micrositio.yml" -> id; the empty str for anything else, and for templates. */
static struct str id_of(struct str path)
{
    size_t slash = str_index(path, '/');

    if (slash == path.n || path.p[0] == '_' ||
        !str_eq(str_sub(path, slash + 1, path.n), STR(MICROSITIO_FILE)))
        return (struct str){NULL, 0};
    return str_sub(path, 0, slash);
}

/* Of two with one path or host the later one is left out. */
static bool is_alone(const struct micrositios *all, const struct micrositio *m, struct diags *d)
{
    for (size_t i = 0; i < all->n; i++) {
        const struct micrositio *other = &all->v[i];

        if (str_eq(other->path, m->path)) {
            diag_error(d, m->file, 1, "micrositio-twice", m->path, other->file);
            return false;
        }
        for (size_t k = 0; k < m->hosts.n; k++) {
            if (has_word(&other->hosts, m->hosts.v[k])) {
                diag_error(d, m->file, 1, "micrositio-twice", m->hosts.v[k], other->file);
                return false;
            }
        }
    }
    return true;
}

static void load_one(struct arena *a, const struct micrositio_options *o, struct str id,
                     struct micrositios *all, struct diags *d)
{
    struct str dir = file_join(a, o->dir, id), source;
    struct micrositio *m = &all->v[all->n];
    struct reader r = {a, d, file_join(a, file_join(a, o->shown, id), STR(MICROSITIO_FILE)),
                       o->zone};

    *m = (struct micrositio){.id = id, .file = r.file, .digest = micrositio_digest(a, dir)};
    if (!micrositio_is_id(id))
        diag_error(d, r.file, 0, "micrositio-id", id);
    else if (file_read_beneath(a, dir, STR(MICROSITIO_FILE), MICROSITIO_FILE_MAX, &source) != OK)
        diag_error(d, r.file, 0, "file-unreadable");
    else
        all->n += read_one(&r, source, m) && is_alone(all, m, d);
}

struct micrositios micrositios_load(struct arena *a, const struct micrositio_options *o,
                                    struct diags *d)
{
    struct micrositios all = {ARENA_ARRAY(a, struct micrositio, MICROSITIOS_MAX), 0};
    struct file_list files;

    if (file_tree(a, o->dir, &files) != OK)
        return all;
    for (size_t i = 0; i < files.n; i++) {
        struct str id = id_of(files.v[i].path);

        if (id.n > 0 && all.n == MICROSITIOS_MAX)
            diag_error(d, files.v[i].path, 0, "micrositio-too-many",
                       arena_fmt(a, "%d", MICROSITIOS_MAX));
        else if (id.n > 0)
            load_one(a, o, id, &all, d);
    }
    return all;
}

/* ---- finding one ---- */

const struct micrositio *micrositio_by_id(const struct micrositios *all, struct str id)
{
    for (size_t i = 0; i < all->n; i++) {
        if (str_eq(all->v[i].id, id))
            return &all->v[i];
    }
    return NULL;
}

const struct micrositio *micrositio_by_host(const struct micrositios *all, struct str host)
{
    for (size_t i = 0; i < all->n; i++) {
        if (has_word(&all->v[i].hosts, host))
            return &all->v[i];
    }
    return NULL;
}
