/*
 * Pools and facts: maps of site.yml whose keys are names.
 */
#include "fcgi/base/moment.h"
#include "fcgi/config/config_load.h"

#include <stdlib.h>

#define PROCESSES_MIN     1
#define PROCESSES_MAX     64
#define PROCESSES_DEFAULT 2
#define FACTS_MAX         64
#define HOST_CHARS        ".-:[]" /* names, IPv4, and IPv6 in brackets, as requests name them */

static const struct str pool_fields[] = {STR_INIT("socket"), STR_INIT("processes"),
                                         STR_INIT("hosts"), STR_INIT("role")};
static const struct str fact_fields[] = {STR_INIT("value"),      STR_INIT("source"),
                                         STR_INIT("confirmed"),  STR_INIT("kind"),
                                         STR_INIT("valid_from"), STR_INIT("valid_until")};

/* ---- what both do ---- */

/* Fields that nobody knows, each an error with a suggestion. */
static void check_fields(struct config_load *l, const struct yaml *map, const struct str *known,
                         size_t n)
{
    for (const struct yaml *f = map->first; f != NULL; f = f->next) {
        bool is_known = false;

        for (size_t i = 0; i < n; i++)
            is_known = is_known || str_eq(known[i], f->key);
        if (!is_known)
            config_unknown(l, arena_join(l->a, map->key, STR("."), f->key),
                           diag_suggest(f->key, known, n), f->key_line);
    }
}

/* The text of a field; the empty str when it is absent, null or (an error) no scalar. */
static struct str field(struct config_load *l, const struct yaml *map, struct str name)
{
    const struct yaml *y = yaml_get(map, name);

    if (y == NULL || yaml_is_null(y))
        return (struct str){NULL, 0};
    if (y->type == YAML_SCALAR)
        return arena_str(l->a, y->text);
    diag_error(l->d, l->file, y->line, "config-scalar", name);
    return (struct str){NULL, 0};
}

static int line_of(const struct yaml *map, struct str name)
{
    const struct yaml *y = yaml_get(map, name);

    return y == NULL ? map->key_line : y->line;
}

/* ---- pools ---- */

/* Hosts are compared with what the door made of the request: lower case. */
static struct strs lower_case(struct config_load *l, struct strs hosts)
{
    struct str *v = ARENA_ARRAY(l->a, struct str, hosts.n);

    for (size_t i = 0; i < hosts.n; i++) {
        char *p = arena_zalloc(l->a, hosts.v[i].n + 1, 1);

        for (size_t k = 0; k < hosts.v[i].n; k++) {
            char c = hosts.v[i].p[k];

            p[k] = c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
        }
        v[i] = (struct str){p, hosts.v[i].n};
    }
    return (struct strs){v, hosts.n};
}

static void read_pool(struct config_load *l, const struct yaml *y)
{
    struct pool *p = &l->c->pools[l->c->npools++];
    const struct yaml *hosts = yaml_get(y, STR("hosts"));
    struct str processes = field(l, y, STR("processes")), socket = field(l, y, STR("socket"));

    *p = (struct pool){.name = arena_str(l->a, y->key), .processes = PROCESSES_DEFAULT};
    check_fields(l, y, pool_fields, ARRAY_LEN(pool_fields));
    (void)config_word(l, STR("pools"), p->name, "_-", y->key_line);
    if (processes.n > 0)
        (void)config_number(l, STR("processes"), processes, PROCESSES_MIN, PROCESSES_MAX,
                            line_of(y, STR("processes")), &p->processes);
    p->socket = config_socket(l, STR("socket"), socket, line_of(y, STR("socket")));
    p->pg_role = field(l, y, STR("role"));
    (void)config_word(l, STR("role"), p->pg_role, "_-", line_of(y, STR("role")));
    if (hosts != NULL)
        p->hosts = lower_case(l, config_list(l, hosts, STR("hosts"), HOST_CHARS));
    if (socket.n == 0 || hosts == NULL || p->pg_role.n == 0)
        diag_error(l->d, l->file, y->key_line, "config-pool-incomplete", p->name);
}

void config_read_pools(struct config_load *l, const struct yaml *y)
{
    if (y->type != YAML_MAP) {
        diag_error(l->d, l->file, y->line, "config-map", STR("pools"));
        return;
    }
    for (const struct yaml *p = y->first; p != NULL; p = p->next) {
        if (p->type != YAML_MAP)
            diag_error(l->d, l->file, p->line, "config-map", p->key);
        else if (l->c->npools == POOLS_MAX)
            diag_error(l->d, l->file, p->key_line, "config-too-many", STR("pools"),
                       arena_fmt(l->a, "%d", POOLS_MAX));
        else
            read_pool(l, p);
    }
}

static struct pool *pool_named(struct config *c, struct str name)
{
    for (size_t i = 0; i < c->npools; i++) {
        if (str_eq(c->pools[i].name, name))
            return &c->pools[i];
    }
    return NULL;
}

void config_override_pool(struct config_load *l, struct str name, struct str value)
{
    struct str pool, what, full = arena_join(l->a, STR("pools."), name, STR(""));
    struct pool *p;

    str_cut(name, '.', &pool, &what);
    p = pool_named(l->c, pool);
    if (p != NULL && str_eq(what, STR("socket")))
        p->socket = config_socket(l, full, value, 0);
    else if (p != NULL && str_eq(what, STR("processes")))
        (void)config_number(l, full, value, PROCESSES_MIN, PROCESSES_MAX, 0, &p->processes);
    else if (p != NULL && str_eq(what, STR("role")) && config_word(l, full, value, "_-", 0))
        p->pg_role = arena_str(l->a, value);
    else if (p != NULL && str_eq(what, STR("hosts")))
        p->hosts = lower_case(l, config_split(l, value, full, HOST_CHARS));
    else if (p == NULL || !str_eq(what, STR("role")))
        config_unknown(l, full, diag_suggest(what, pool_fields, ARRAY_LEN(pool_fields)), 0);
}

/* ---- facts ---- */

static int by_name(const void *x, const void *y)
{
    return str_cmp(((const struct fact *)x)->name, ((const struct fact *)y)->name);
}

/* Digits with what people put between them: "33 4445 8450", "01 (33) 4445-8450". */
static bool is_telephone(struct str s)
{
    size_t digits = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9')
            digits++;
        else if (str_index(STR(" -()+"), s.p[i]) == 5)
            return false;
    }
    return digits >= 3;
}

static void check_kind(struct config_load *l, const struct yaml *y, struct fact *f)
{
    struct str kind = field(l, y, STR("kind"));
    int v = config_choice("text telephone date figure", kind);
    int64_t t;
    bool fits = true;

    if (kind.n > 0 && v < 0)
        diag_error(l->d, l->file, line_of(y, STR("kind")), "config-choice", STR("kind"),
                   STR("text telephone date figure"));
    f->kind = v < 0 ? FACT_TEXT : (enum fact_kind)v;
    if (f->value.n == 0)
        return;
    if (f->kind == FACT_TELEPHONE)
        fits = is_telephone(f->value);
    else if (f->kind == FACT_DATE)
        fits = moment_parse(f->value, l->c->zone, &t) == OK;
    else if (f->kind == FACT_FIGURE)
        fits = f->value.p[0] >= '0' && f->value.p[0] <= '9';
    if (!fits)
        diag_error(l->d, l->file, line_of(y, STR("value")), "config-fact-kind", f->name, kind);
}

static void read_moment(struct config_load *l, const struct yaml *y, struct str name, int64_t *t)
{
    struct str s = field(l, y, name);

    if (s.n > 0 && moment_parse(s, l->c->zone, t) != OK)
        diag_error(l->d, l->file, line_of(y, name), "front-date", name, s);
}

static void read_validity(struct config_load *l, const struct yaml *y, struct fact *f)
{
    f->valid_until = INT64_MAX;
    read_moment(l, y, STR("valid_from"), &f->valid_from);
    read_moment(l, y, STR("valid_until"), &f->valid_until);
    if (f->valid_until <= f->valid_from)
        diag_error(l->d, l->file, y->key_line, "calendar-backwards");
}

static struct fact read_fact(struct config_load *l, const struct yaml *y)
{
    struct fact f = {.name = arena_str(l->a, y->key),
                     .value = field(l, y, STR("value")),
                     .source = field(l, y, STR("source")),
                     .line = y->key_line};
    struct str confirmed = field(l, y, STR("confirmed"));
    int v = config_choice("false true", confirmed);

    check_fields(l, y, fact_fields, ARRAY_LEN(fact_fields));
    if (confirmed.n > 0 && v < 0)
        diag_error(l->d, l->file, line_of(y, STR("confirmed")), "config-choice", STR("confirmed"),
                   STR("true false"));
    f.confirmed = v == 1;
    if (f.confirmed && (f.source.n == 0 || f.value.n == 0))
        diag_error(l->d, l->file, y->key_line, "config-fact-source", f.name);
    check_kind(l, y, &f);
    read_validity(l, y, &f);
    return f;
}

void config_read_facts(struct config_load *l, const struct yaml *y)
{
    struct fact *v = ARENA_ARRAY(l->a, struct fact, FACTS_MAX);
    size_t n = 0;

    if (y->type != YAML_MAP) {
        diag_error(l->d, l->file, y->line, "config-map", STR("facts"));
        return;
    }
    for (const struct yaml *f = y->first; f != NULL; f = f->next) {
        if (f->type != YAML_MAP)
            diag_error(l->d, l->file, f->line, "config-map", f->key);
        else if (n == FACTS_MAX)
            diag_error(l->d, l->file, f->key_line, "config-too-many", STR("facts"),
                       arena_fmt(l->a, "%d", FACTS_MAX));
        else
            v[n++] = read_fact(l, f);
    }
    if (n > 0)
        qsort(v, n, sizeof(*v), by_name);
    l->c->facts = (struct facts){v, n};
}
