/*
 * site.yml -> struct config. One table says for every key what it is, its
 * bounds, its default and where it goes; the walk over the file and the check of
 * what goes together are all that is left.
 */
#include "fcgi/config/config.h"
#include "fcgi/base/files.h"
#include "fcgi/base/ucs.h"
#include "fcgi/base/yaml.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SITE_YML_MAX   (256u * 1024)
#define SOCKET_MAX     107 /* sizeof sun_path - 1, unix(7) */
#define FACTS_MAX      64
#define LIST_MAX       64
#define SUGGESTED_KEYS 128

enum kind { KIND_TEXT, KIND_INT, KIND_BOOL, KIND_PATH, KIND_SOCKET, KIND_LIST, KIND_CHOICE };

struct key {
    const char *name; /* dotted */
    enum kind kind;
    size_t offset;
    int64_t min, max;     /* KIND_INT; KIND_TEXT: max is the length, 0 none */
    const char *fallback; /* as written in the file; NULL: required */
    const char *choices;  /* KIND_CHOICE: "demo production", in the order of the enum */
};

#define AT(m) offsetof(struct config, m)
#define KEY_TEXT(n, m, d)                                                                        \
    {                                                                                            \
        n, KIND_TEXT, AT(m) + _Generic(((struct config *)0)->m, struct str : 0), 0, 500, d, NULL \
    }
#define KEY_PATH(n, m, d)                                                                      \
    {                                                                                          \
        n, KIND_PATH, AT(m) + _Generic(((struct config *)0)->m, struct str : 0), 0, 0, d, NULL \
    }
#define KEY_SOCKET(n, m, d)                                                                      \
    {                                                                                            \
        n, KIND_SOCKET, AT(m) + _Generic(((struct config *)0)->m, struct str : 0), 0, 0, d, NULL \
    }
#define KEY_INT(n, m, lo, hi, d)                                                         \
    {                                                                                    \
        n, KIND_INT, AT(m) + _Generic(((struct config *)0)->m, int : 0), lo, hi, d, NULL \
    }
#define KEY_BOOL(n, m, d)                                                                \
    {                                                                                    \
        n, KIND_BOOL, AT(m) + _Generic(((struct config *)0)->m, bool : 0), 0, 0, d, NULL \
    }
#define KEY_LIST(n, m)                                                                           \
    {                                                                                            \
        n, KIND_LIST, AT(m) + _Generic(((struct config *)0)->m, struct strs : 0), 0, 0, "", NULL \
    }
#define KEY_CHOICE(n, m, c, d)            \
    {                                     \
        n, KIND_CHOICE, AT(m), 0, 0, d, c \
    }

/* clang-format off: a table is read by columns. */
static const struct key keys[] = {
    KEY_CHOICE("environment", environment, "demo production", "demo"),
    KEY_TEXT("name", name, NULL),
    KEY_TEXT("short_name", short_name, NULL),
    KEY_TEXT("base_url", base_url, NULL),
    KEY_TEXT("locale", locale, "es-MX"),
    KEY_TEXT("time_zone", zone, "America/Mexico_City"),
    KEY_TEXT("theme", theme, "institucional"),
    KEY_PATH("content_dir", content_dir, "content/pages"),
    KEY_PATH("themes_dir", theme_dir, "themes"),
    KEY_PATH("state_dir", state_dir, "var"),
    KEY_SOCKET("redis.socket", redis_socket, ""),
    KEY_TEXT("redis.user", redis_user, "estrado"),
    KEY_PATH("redis.password_file", redis_password_file, ""),
    KEY_BOOL("redis.pages", redis_pages, "true"),
    KEY_PATH("postgresql.socket_dir", pg_socket_dir, ""),
    KEY_TEXT("postgresql.database", pg_database, "estrado"),
    KEY_INT("postgresql.port", pg_port, 1, 65535, "5432"),
    KEY_INT("limits.path_bytes", limits.path_bytes, 64, 8192, "1024"),
    KEY_INT("limits.query_bytes", limits.query_bytes, 64, 16384, "4096"),
    KEY_INT("limits.fields", limits.fields, 1, 256, "64"),
    KEY_INT("limits.cookies", limits.cookies, 1, 64, "16"),
    KEY_INT("limits.header_bytes", limits.header_bytes, 256, 32768, "8192"),
    KEY_INT("limits.form_bytes", limits.form_bytes, 1024, 1048576, "65536"),
    KEY_INT("limits.params_bytes", limits.params_bytes, 4096, 262144, "65536"),
    KEY_INT("limits.page_bytes", limits.page_bytes, 65536, 33554432, "4194304"),
    KEY_INT("limits.arena_bytes", limits.arena_bytes, 1048576, 268435456, "33554432"),
    KEY_INT("limits.worker_data_bytes", limits.worker_data_bytes, 0, INT_MAX, "536870912"),
    KEY_INT("limits.worker_requests", limits.worker_requests, 1, INT_MAX, "10000"),
    KEY_INT("limits.read_s", limits.read_s, 1, 60, "10"),
    KEY_INT("limits.request_s", limits.request_s, 1, 300, "30"),
    KEY_INT("limits.drain_s", limits.drain_s, 1, 60, "8"),
    KEY_INT("limits.redis_ms", limits.redis_ms, 1, 1000, "50"),
    KEY_INT("limits.redis_reply_bytes", limits.redis_reply_bytes, 65536, 67108864, "5242880"),
    KEY_INT("limits.pg_statement_ms", limits.pg_statement_ms, 10, 60000, "3000"),
    KEY_TEXT("nginx.listen", nginx.listen, "127.0.0.1:8080"),
    KEY_SOCKET("nginx.local_socket", nginx.local_socket, "var/run/local.sock"),
    KEY_TEXT("nginx.user", nginx.user, ""),
    KEY_LIST("nginx.trusted_proxies", nginx.trusted_proxies),
    KEY_BOOL("nginx.static_only", nginx.static_only, "false"),
    KEY_PATH("nginx.tls_certificate", nginx.tls_certificate, ""),
    KEY_PATH("nginx.tls_key", nginx.tls_key, ""),
    KEY_INT("nginx.conn_per_address", nginx.conn_per_address, 1, 10000, "64"),
    KEY_INT("nginx.costly_per_minute", nginx.costly_per_minute, 1, 60000, "120"),
    KEY_INT("nginx.costly_burst", nginx.costly_burst, 0, 10000, "40"),
    KEY_INT("nginx.client_body_kb", nginx.client_body_kb, 1, 10240, "64"),
    KEY_CHOICE("log.format", log_format, "logfmt json", "logfmt"),
    KEY_CHOICE("log.level", log_level, "debug info warn error", "info"),
    KEY_BOOL("test_clock", test_clock, "false"),
};
/* clang-format on */

struct load {
    struct arena *a;
    struct diags *d;
    struct config *c;
    struct str file;
    bool seen[ARRAY_LEN(keys)];
};

static struct str *text_at(struct config *c, const struct key *k)
{
    return (struct str *)(void *)((char *)c + k->offset);
}

static void *at(struct config *c, const struct key *k)
{
    return (char *)c + k->offset;
}

/* Position of a word in "a b c", or -1. */
static int choice_of(const char *choices, struct str word)
{
    struct str rest = str_from(choices), one;

    for (int i = 0; rest.n > 0; i++) {
        str_cut(rest, ' ', &one, &rest);
        if (str_eq(one, word))
            return i;
    }
    return -1;
}

static void set_int(struct load *l, const struct key *k, struct str text, int line)
{
    int64_t v;

    if (str_to_int(text, k->min, k->max, &v) == OK)
        *(int *)at(l->c, k) = (int)v;
    else
        diag_error(l->d, l->file, line, "config-number", str_from(k->name),
                   arena_fmt(l->a, "%lld", (long long)k->min),
                   arena_fmt(l->a, "%lld", (long long)k->max));
}

static void set_choice(struct load *l, const struct key *k, struct str text, int line)
{
    int v = choice_of(k->choices, text);

    if (v >= 0)
        *(unsigned *)at(l->c, k) = (unsigned)v; /* the enums have no negative member */
    else
        diag_error(l->d, l->file, line, "config-choice", str_from(k->name), str_from(k->choices));
}

static void set_bool(struct load *l, const struct key *k, struct str text, int line)
{
    if (str_eq(text, STR("true")) || str_eq(text, STR("false")))
        *(bool *)at(l->c, k) = str_eq(text, STR("true"));
    else
        diag_error(l->d, l->file, line, "config-choice", str_from(k->name), STR("true false"));
}

static void check_socket(struct load *l, struct str path, int line, struct str name)
{
    if (path.n > SOCKET_MAX)
        diag_error(l->d, l->file, line, "config-socket-long", name, path,
                   arena_fmt(l->a, "%d", SOCKET_MAX));
}

static void set_scalar(struct load *l, const struct key *k, struct str text, int line)
{
    switch (k->kind) {
    case KIND_INT:
        set_int(l, k, text, line);
        return;
    case KIND_BOOL:
        set_bool(l, k, text, line);
        return;
    case KIND_CHOICE:
        set_choice(l, k, text, line);
        return;
    case KIND_PATH:
    case KIND_SOCKET:
        *text_at(l->c, k) = text.n == 0 ? text : file_join(l->a, l->c->root, text);
        if (k->kind == KIND_SOCKET)
            check_socket(l, *text_at(l->c, k), line, str_from(k->name));
        return;
    case KIND_TEXT:
        if (k->max > 0 && text.n > (size_t)k->max)
            diag_error(l->d, l->file, line, "config-text-long", str_from(k->name),
                       arena_fmt(l->a, "%lld", (long long)k->max));
        *text_at(l->c, k) = arena_str(l->a, text);
        return;
    case KIND_LIST:
        break;
    }
    diag_error(l->d, l->file, line, "config-list", str_from(k->name));
}

/* A YAML list of scalars, or one scalar as a list of one. */
static struct strs list_of(struct load *l, const struct yaml *y, struct str name)
{
    size_t n = y->type == YAML_LIST ? y->nchildren : 1, i = 0;
    struct str *v = ARENA_ARRAY(l->a, struct str, n);

    if (y->type == YAML_MAP || n > LIST_MAX) {
        diag_error(l->d, l->file, y->line, "config-list", name);
        return (struct strs){NULL, 0};
    }
    if (y->type == YAML_SCALAR) {
        v[0] = arena_str(l->a, y->text);
        return (struct strs){v, y->text.n > 0};
    }
    for (const struct yaml *e = y->first; e != NULL; e = e->next) {
        if (e->type == YAML_SCALAR)
            v[i++] = arena_str(l->a, e->text);
        else
            diag_error(l->d, l->file, e->line, "config-list", name);
    }
    return (struct strs){v, i};
}

static const struct key *key_named(struct str name, size_t *ret_i)
{
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        if (str_eq(str_from(keys[i].name), name)) {
            *ret_i = i;
            return &keys[i];
        }
    }
    return NULL;
}

/* True when some key begins with "name.". */
static bool is_group(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        struct str key = str_from(keys[i].name);

        if (key.n > name.n && str_starts(key, name) && key.p[name.n] == '.')
            return true;
    }
    return false;
}

static void unknown_key(struct load *l, struct str name, int line)
{
    struct str all[SUGGESTED_KEYS] = {STR_INIT("pools"), STR_INIT("facts")}, near;
    size_t n = 2;

    for (size_t i = 0; i < ARRAY_LEN(keys) && n < SUGGESTED_KEYS; i++)
        all[n++] = str_from(keys[i].name);
    near = diag_suggest(name, all, n);
    if (near.n > 0)
        diag_error(l->d, l->file, line, "config-unknown-key-near", name, near);
    else
        diag_error(l->d, l->file, line, "config-unknown-key", name);
}

static void read_pools(struct load *l, const struct yaml *y);
static void read_facts(struct load *l, const struct yaml *y);

static void read_value(struct load *l, const struct key *k, const struct yaml *y)
{
    if (k->kind == KIND_LIST)
        *(struct strs *)at(l->c, k) = list_of(l, y, str_from(k->name));
    else if (y->type == YAML_SCALAR)
        set_scalar(l, k, y->text, y->line);
    else
        diag_error(l->d, l->file, y->line, "config-scalar", str_from(k->name));
}

static void read_map(struct load *l, const struct yaml *map, struct str prefix)
{
    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        struct str name = prefix.n == 0 ? y->key : arena_join(l->a, prefix, STR("."), y->key);
        size_t i;
        const struct key *k = key_named(name, &i);

        if (k != NULL) {
            l->seen[i] = true;
            read_value(l, k, y);
        } else if (str_eq(name, STR("pools"))) {
            read_pools(l, y);
        } else if (str_eq(name, STR("facts"))) {
            read_facts(l, y);
        } else if (y->type == YAML_MAP && is_group(name)) {
            read_map(l, y, name);
        } else {
            unknown_key(l, name, y->key_line);
        }
    }
}

/* ---- pools and facts: maps whose keys are names ---- */

static void read_pool(struct load *l, const struct yaml *y)
{
    struct pool *p = &l->c->pools[l->c->npools++];
    const struct yaml *socket = yaml_get(y, STR("socket")),
                      *processes = yaml_get(y, STR("processes"));
    const struct yaml *hosts = yaml_get(y, STR("hosts")), *role = yaml_get(y, STR("role"));
    static const struct str known[] = {STR_INIT("socket"), STR_INIT("processes"), STR_INIT("hosts"),
                                       STR_INIT("role")};
    int64_t n = 2;

    p->name = arena_str(l->a, y->key);
    for (const struct yaml *k = y->first; k != NULL; k = k->next) {
        bool is_known = false;

        for (size_t i = 0; i < ARRAY_LEN(known); i++)
            is_known = is_known || str_eq(known[i], k->key);
        if (!is_known)
            unknown_key(l, arena_join(l->a, p->name, STR("."), k->key), k->key_line);
    }
    if (socket == NULL || socket->type != YAML_SCALAR || hosts == NULL || role == NULL ||
        role->type != YAML_SCALAR) {
        diag_error(l->d, l->file, y->key_line, "config-pool-incomplete", p->name);
        return;
    }
    if (processes != NULL && !yaml_int(processes, 1, 64, &n))
        diag_error(l->d, l->file, processes->line, "config-number", STR("processes"), STR("1"),
                   STR("64"));
    p->processes = (int)n;
    p->socket = file_join(l->a, l->c->root, socket->text);
    check_socket(l, p->socket, socket->line, STR("socket"));
    p->hosts = list_of(l, hosts, STR("hosts"));
    p->pg_role = arena_str(l->a, role->text);
}

static void read_pools(struct load *l, const struct yaml *y)
{
    if (y->type != YAML_MAP) {
        diag_error(l->d, l->file, y->line, "config-map", STR("pools"));
        return;
    }
    for (const struct yaml *p = y->first; p != NULL; p = p->next) {
        if (l->c->npools == POOLS_MAX || p->type != YAML_MAP)
            diag_error(l->d, l->file, p->line, "config-map", p->key);
        else
            read_pool(l, p);
    }
}

static struct str scalar(const struct yaml *map, struct str key)
{
    const struct yaml *y = yaml_get(map, key);

    return y != NULL && y->type == YAML_SCALAR && !yaml_is_null(y) ? y->text
                                                                   : (struct str){NULL, 0};
}

static int by_name(const void *x, const void *y)
{
    return str_cmp(((const struct fact *)x)->name, ((const struct fact *)y)->name);
}

static void read_facts(struct load *l, const struct yaml *y)
{
    struct fact *v = ARENA_ARRAY(l->a, struct fact, FACTS_MAX);
    size_t n = 0;

    for (const struct yaml *f = y->first; f != NULL; f = f->next) {
        const struct yaml *confirmed = yaml_get(f, STR("confirmed"));

        if (f->type != YAML_MAP || n == FACTS_MAX) {
            diag_error(l->d, l->file, f->line, "config-map", f->key);
            continue;
        }
        v[n] = (struct fact){arena_str(l->a, f->key), arena_str(l->a, scalar(f, STR("value"))),
                             arena_str(l->a, scalar(f, STR("source"))), false};
        if (confirmed != NULL && !yaml_bool(confirmed, &v[n].confirmed))
            diag_error(l->d, l->file, confirmed->line, "config-choice", STR("confirmed"),
                       STR("true false"));
        if (v[n].confirmed && v[n].source.n == 0)
            diag_error(l->d, l->file, f->line, "config-fact-source", f->key);
        n++;
    }
    if (n > 0)
        qsort(v, n, sizeof(*v), by_name);
    l->c->facts = (struct facts){v, n};
}

/* ---- overrides, defaults, and what must go together ---- */

/* pools.<name>.<field>: the two that tests and `make run` move. */
static bool override_pool(struct load *l, struct str name, struct str value)
{
    struct str pools, pool, field;
    int64_t n;

    str_cut(name, '.', &pools, &name);
    if (!str_eq(pools, STR("pools")) || !str_cut(name, '.', &pool, &field))
        return false;
    for (size_t i = 0; i < l->c->npools; i++) {
        struct pool *p = &l->c->pools[i];

        if (!str_eq(p->name, pool))
            continue;
        if (str_eq(field, STR("socket")))
            p->socket = file_join(l->a, l->c->root, value);
        else if (str_eq(field, STR("processes")) && str_to_int(value, 1, 64, &n) == OK)
            p->processes = (int)n;
        else if (str_eq(field, STR("role")))
            p->pg_role = value;
        else
            return false;
        return true;
    }
    return false;
}

static void override_all(struct load *l)
{
    for (size_t i = 0; i < l->c->overrides.n; i++) {
        struct str name, value;
        size_t k;
        const struct key *key;

        str_cut(l->c->overrides.v[i], '=', &name, &value);
        key = key_named(name, &k);
        if (key != NULL && key->kind != KIND_LIST) {
            l->seen[k] = true;
            set_scalar(l, key, value, 0);
        } else if (!override_pool(l, name, value)) {
            diag_error(l->d, STR("--set"), 0, "config-unknown-key", name);
        }
    }
}

static void fill_defaults(struct load *l)
{
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        if (l->seen[i] || keys[i].kind == KIND_LIST)
            continue;
        if (keys[i].fallback == NULL)
            diag_error(l->d, l->file, 0, "config-missing", str_from(keys[i].name));
        else
            set_scalar(l, &keys[i], str_from(keys[i].fallback), 0);
    }
}

/* "https://host" or "http://host:port": no path, no blank, nothing behind. */
static bool is_base_url(struct str url)
{
    struct str rest;

    if (!str_starts(url, STR("https://")) && !str_starts(url, STR("http://")))
        return false;
    rest = str_sub(url, str_find(url, STR("://")) + 3, url.n);
    for (size_t i = 0; i < rest.n; i++) {
        if ((unsigned char)rest.p[i] <= ' ' || rest.p[i] == '/' || rest.p[i] == '"' ||
            rest.p[i] == '<')
            return false;
    }
    return rest.n > 0;
}

static bool is_local(struct str host)
{
    return str_eq(host, STR("localhost")) || str_eq(host, STR("127.0.0.1")) ||
           str_eq(host, STR("[::1]"));
}

/* What a real site must not have. */
static void check_production(struct load *l)
{
    const struct config *c = l->c;

    if (c->environment != ENV_PRODUCTION)
        return;
    if (c->test_clock)
        diag_error(l->d, l->file, 0, "config-production-clock");
    if (!str_starts(c->base_url, STR("https://")))
        diag_error(l->d, l->file, 0, "config-production-https");
    for (size_t i = 0; i < c->npools; i++) {
        for (size_t k = 0; k < c->pools[i].hosts.n; k++) {
            if (is_local(c->pools[i].hosts.v[k]))
                diag_error(l->d, l->file, 0, "config-production-host", c->pools[i].hosts.v[k]);
        }
    }
}

static void check_whole(struct load *l)
{
    struct config *c = l->c;

    if (c->npools == 0)
        diag_error(l->d, l->file, 0, "config-missing", STR("pools"));
    if (!ucs_zone_is_known(c->zone))
        diag_error(l->d, l->file, 0, "config-zone", c->zone);
    if (c->base_url.n > 0 && !is_base_url(c->base_url))
        diag_error(l->d, l->file, 0, "config-base-url", c->base_url);
    if ((c->nginx.tls_certificate.n == 0) != (c->nginx.tls_key.n == 0))
        diag_error(l->d, l->file, 0, "config-tls-pair");
    for (size_t i = 0; i < c->npools; i++) {
        check_socket(l, c->pools[i].socket, 0, c->pools[i].name);
        if (c->pools[i].hosts.n == 0 && c->pools[i].processes > 0)
            diag_error(l->d, l->file, 0, "config-pool-incomplete", c->pools[i].name);
    }
    check_production(l);
}

static void derive(struct load *l)
{
    struct config *c = l->c;

    c->theme_dir = file_join(l->a, c->theme_dir, c->theme);
    c->static_dir = file_join(l->a, c->state_dir, STR("static/estatico"));
    c->cache_dir = file_join(l->a, c->state_dir, STR("cache"));
    c->rendered_dir = file_join(l->a, c->state_dir, STR("rendered"));
    c->nginx_cache_dir = file_join(l->a, c->state_dir, STR("nginx/cache"));
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

const struct config *config_load(struct arena *a, struct str path, struct strs overrides,
                                 struct diags *d)
{
    struct config *c = ARENA_NEW(a, struct config);
    struct load l = {.a = a, .d = d, .c = c, .file = path};
    const struct yaml *top;
    struct str source;
    int before = d->nerrors;

    if (file_read(a, path, SITE_YML_MAX, &source) != OK) {
        diag_error(d, path, 0, "file-unreadable");
        return NULL;
    }
    c->arena = a;
    c->file = absolute_of(a, path);
    c->root = folder_of(a, c->file);
    c->overrides = overrides;
    top = yaml_parse(a, path, source, 1, d);
    if (top == NULL || top->type != YAML_MAP) {
        if (d->nerrors == before)
            diag_error(d, path, 1, "config-map", STR("site.yml"));
        return NULL;
    }
    read_map(&l, top, (struct str){NULL, 0});
    override_all(&l);
    fill_defaults(&l);
    check_whole(&l);
    derive(&l);
    return d->nerrors == before ? c : NULL;
}

const struct fact *config_fact(const struct config *c, struct str name)
{
    for (size_t i = 0; i < c->facts.n; i++) {
        if (str_eq(c->facts.v[i].name, name))
            return &c->facts.v[i];
    }
    return NULL;
}

static struct str shown(const struct config *c, struct arena *a, const struct key *k)
{
    const void *p = (const char *)c + k->offset;
    struct str choices, one = {NULL, 0};

    switch (k->kind) {
    case KIND_INT:
        return arena_fmt(a, "%d", *(const int *)p);
    case KIND_BOOL:
        return *(const bool *)p ? STR("true") : STR("false");
    case KIND_CHOICE:
        choices = str_from(k->choices);
        for (unsigned i = 0; i <= *(const unsigned *)p; i++)
            str_cut(choices, ' ', &one, &choices);
        return one;
    case KIND_LIST:
        for (size_t i = 0; i < ((const struct strs *)p)->n; i++)
            one = arena_join(a, one, i > 0 ? STR(" ") : STR(""), ((const struct strs *)p)->v[i]);
        return one;
    case KIND_TEXT:
    case KIND_PATH:
    case KIND_SOCKET:
        break;
    }
    return *(const struct str *)p;
}

static bool pool_get(const struct config *c, struct arena *a, struct str key, struct str *ret_value)
{
    for (size_t i = 0; i < c->npools; i++) {
        const struct pool *p = &c->pools[i];
        struct str prefix = arena_join(a, STR("pools."), p->name, STR("."));

        if (!str_starts(key, prefix))
            continue;
        key = str_sub(key, prefix.n, key.n);
        if (str_eq(key, STR("socket")))
            *ret_value = p->socket;
        else if (str_eq(key, STR("role")))
            *ret_value = p->pg_role;
        else if (str_eq(key, STR("processes")))
            *ret_value = arena_fmt(a, "%d", p->processes);
        else
            return false;
        return true;
    }
    return false;
}

bool config_get(const struct config *c, struct arena *a, struct str key, struct str *ret_value)
{
    size_t i;
    const struct key *k = key_named(key, &i);

    if (k == NULL)
        return pool_get(c, a, key, ret_value);
    *ret_value = shown(c, a, k);
    return true;
}

void config_show(const struct config *c, struct arena *a, FILE *out)
{
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        (void)fprintf(out, "%s: " STR_FMT "\n", keys[i].name, STR_ARG(shown(c, a, &keys[i])));
    for (size_t i = 0; i < c->npools; i++)
        (void)fprintf(out, "pools." STR_FMT ": " STR_FMT " x %d\n", STR_ARG(c->pools[i].name),
                      STR_ARG(c->pools[i].socket), c->pools[i].processes);
}
