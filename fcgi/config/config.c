/*
 * site.yml -> struct config: reads the file, puts the command line's --set over
 * it, fills what is left out, has all of it checked.
 */
#include "fcgi/config/config.h"
#include "fcgi/base/files.h"
#include "fcgi/config/config_load.h"

#include <limits.h>
#include <stdlib.h>

#define SITE_YML_MAX (256u * 1024)

static void read_value(struct config_load *l, const struct config_key *k, const struct yaml *y)
{
    if (k->kind == CONFIG_LIST)
        *(struct strs *)(void *)((char *)l->c + k->offset) =
            config_list(l, y, str_from(k->name), k->choices);
    else if (y->type == YAML_SCALAR)
        config_set(l, k, yaml_is_null(y) ? (struct str){NULL, 0} : y->text, y->line);
    else
        diag_error(l->d, l->file, y->line, "config-scalar", str_from(k->name));
}

/* prefix: the dotted name of this map, "" at the top. Groups do not nest. */
static void read_map(struct config_load *l, const struct yaml *map, struct str prefix)
{
    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        struct str name = prefix.n == 0 ? y->key : arena_join(l->a, prefix, STR("."), y->key);
        size_t i;
        const struct config_key *k = config_key_named(name, &i);

        if (k != NULL) {
            l->seen[i] = true;
            read_value(l, k, y);
        } else if (str_eq(name, STR("pools"))) {
            config_read_pools(l, y);
        } else if (str_eq(name, STR("facts"))) {
            l->facts = y; /* their dates are of the zone, which may stand below */
        } else if (str_eq(name, STR("types"))) {
            config_read_types(l, y);
        } else if (!config_key_is_group(name)) {
            config_unknown(l, name, config_key_suggest(name), y->key_line);
        } else if (y->type == YAML_MAP) {
            read_map(l, y, name);
        } else {
            diag_error(l->d, l->file, y->line, "config-map", name);
        }
    }
}

static void override_one(struct config_load *l, struct str set)
{
    struct str name, value;
    size_t i;
    const struct config_key *k;

    if (!str_cut(set, '=', &name, &value)) {
        diag_error(l->d, l->file, 0, "config-set", set);
        return;
    }
    k = config_key_named(name, &i);
    if (k != NULL) {
        l->seen[i] = true;
        config_set(l, k, value, 0);
    } else if (str_starts(name, STR("pools."))) {
        config_override_pool(l, str_sub(name, STR("pools.").n, name.n), value);
    } else {
        config_unknown(l, name, config_key_suggest(name), 0);
    }
}

static void override_all(struct config_load *l)
{
    struct str file = l->file;

    l->file = STR("--set");
    for (size_t i = 0; i < l->c->overrides.n; i++)
        override_one(l, l->c->overrides.v[i]);
    l->file = file;
}

static void fill_defaults(struct config_load *l)
{
    size_t n;
    const struct config_key *keys = config_keys(&n);

    for (size_t i = 0; i < n; i++) {
        if (l->seen[i])
            continue;
        if (keys[i].fallback == NULL)
            diag_error(l->d, l->file, 0, "config-missing", str_from(keys[i].name));
        else
            config_set(l, &keys[i], str_from(keys[i].fallback), 0);
    }
}

static void derive(struct config *c, struct arena *a)
{
    c->theme_dir = file_join(a, c->theme_dir, c->theme);
    c->static_root = file_join(a, c->state_dir, STR("static"));
    c->static_dir = file_join(a, c->static_root, STR("estatico"));
    c->cache_dir = file_join(a, c->state_dir, STR("cache"));
    c->rendered_dir = file_join(a, c->state_dir, STR("rendered"));
    c->audio_dir = file_join(a, c->state_dir, STR("audio"));
    c->files_root = file_join(a, c->state_dir, STR("files"));
    c->files_dir = file_join(a, c->files_root, STR("-/archivos"));
    c->nginx_cache_dir = file_join(a, c->state_dir, STR("nginx/cache"));
}

static struct str absolute_of(struct arena *a, struct str path)
{
    char absolute[PATH_MAX];

    return realpath(arena_cstr(a, path), absolute) == NULL ? path
                                                           : arena_str(a, str_from(absolute));
}

static struct str folder_of(struct arena *a, struct str file)
{
    while (file.n > 1 && file.p[file.n - 1] != '/')
        file.n--;
    return arena_str(a, file.n > 1 ? str_sub(file, 0, file.n - 1) : STR("/"));
}

const struct config *config_parse(struct arena *a, struct str path, struct str source,
                                  struct strs overrides, struct diags *d)
{
    struct config *c = ARENA_NEW(a, struct config);
    struct config_load *l = ARENA_NEW(a, struct config_load);
    const struct yaml *top;
    int before = d->nerrors;

    c->arena = a;
    c->file = absolute_of(a, path);
    c->root = folder_of(a, c->file);
    c->overrides = overrides;
    *l = (struct config_load){.a = a, .d = d, .c = c, .file = path};
    top = yaml_parse(a, path, source, 1, d);
    if (top == NULL || top->type != YAML_MAP) {
        if (d->nerrors == before)
            diag_error(d, path, 1, "config-map", STR("site.yml"));
        return NULL;
    }
    read_map(l, top, (struct str){NULL, 0});
    override_all(l);
    fill_defaults(l);
    if (l->facts != NULL)
        config_read_facts(l, l->facts);
    config_check(l);
    derive(c, a);
    return d->nerrors == before ? c : NULL;
}

const struct config *config_load(struct arena *a, struct str path, struct strs overrides,
                                 struct diags *d)
{
    struct str source;

    switch (file_read(a, path, SITE_YML_MAX, &source)) {
    case OK:
        return config_parse(a, path, source, overrides, d);
    case ERR_TOO_BIG:
        diag_error(d, path, 0, "file-too-big", arena_fmt(a, "%u", SITE_YML_MAX));
        return NULL;
    case ERR_NOT_FOUND:
    case ERR_INVALID:
    case ERR_AUTH:
    case ERR_DENIED:
    case ERR_CONFLICT:
    case ERR_UNAVAILABLE:
    case ERR_INTERNAL:
        break;
    }
    diag_error(d, path, 0, "file-unreadable");
    return NULL;
}

bool fact_is_valid(const struct fact *f, int64_t now)
{
    return f->valid_from <= now && now < f->valid_until;
}

const struct fact *config_fact(const struct config *c, struct str name)
{
    for (size_t i = 0; i < c->facts.n; i++) {
        if (str_eq(c->facts.v[i].name, name))
            return &c->facts.v[i];
    }
    return NULL;
}

static bool pool_field(const struct pool *p, struct arena *a, struct str name,
                       struct str *ret_value)
{
    if (str_eq(name, STR("socket"))) {
        *ret_value = p->socket;
    } else if (str_eq(name, STR("role"))) {
        *ret_value = p->pg_role;
    } else if (str_eq(name, STR("processes"))) {
        *ret_value = arena_fmt(a, "%d", p->processes);
    } else if (str_eq(name, STR("hosts"))) {
        *ret_value = (struct str){NULL, 0};
        for (size_t i = 0; i < p->hosts.n; i++)
            *ret_value = arena_join(a, *ret_value, i > 0 ? STR(",") : STR(""), p->hosts.v[i]);
    } else {
        return false;
    }
    return true;
}

bool config_get(const struct config *c, struct arena *a, struct str key, struct str *ret_value)
{
    size_t i;
    const struct config_key *k = config_key_named(key, &i);
    struct str word, rest;

    if (k != NULL) {
        *ret_value = config_key_shown(c, a, k);
        return true;
    }
    if (!str_cut(key, '.', &word, &rest) || !str_eq(word, STR("pools")))
        return false;
    str_cut(rest, '.', &word, &rest);
    for (i = 0; i < c->npools; i++) {
        if (str_eq(c->pools[i].name, word))
            return pool_field(&c->pools[i], a, rest, ret_value);
    }
    return false;
}

void config_show(const struct config *c, struct arena *a, FILE *out)
{
    static const struct str fields[] = {STR_INIT("socket"), STR_INIT("processes"),
                                        STR_INIT("hosts"), STR_INIT("role")};
    size_t n;
    const struct config_key *keys = config_keys(&n);
    struct str value;

    for (size_t i = 0; i < n; i++)
        (void)fprintf(out, "%s: " STR_FMT "\n", keys[i].name,
                      STR_ARG(config_key_shown(c, a, &keys[i])));
    for (size_t i = 0; i < c->npools; i++) {
        for (size_t k = 0; k < ARRAY_LEN(fields); k++) {
            if (pool_field(&c->pools[i], a, fields[k], &value))
                (void)fprintf(out, "pools." STR_FMT "." STR_FMT ": " STR_FMT "\n",
                              STR_ARG(c->pools[i].name), STR_ARG(fields[k]), STR_ARG(value));
        }
    }
}
