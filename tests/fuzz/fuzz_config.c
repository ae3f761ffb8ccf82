/*
 * Any bytes as site.yml, and behind a NUL byte as --set of the command line: a configuration that
 * keeps its promises, or at least one error.
 */
#include "fcgi/config/config_keys.h"

#include <stdlib.h>
#include <string.h>

#define OVERRIDES_MAX 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_pool(const struct pool *p)
{
    must(p->name.n > 0 && p->hosts.n > 0 && p->pg_role.n > 0);
    must(p->socket.n > 0 && p->socket.n <= CONFIG_SOCKET_MAX && p->socket.p[0] == '/');
    must(p->processes >= 1 && p->processes <= 64);
    for (size_t i = 0; i < p->hosts.n; i++)
        must(p->hosts.v[i].n > 0 && str_index(p->hosts.v[i], ' ') == p->hosts.v[i].n);
}

static void check(const struct config *c, struct arena *a)
{
    size_t n;
    const struct config_key *keys = config_keys(&n);
    struct str value;

    must(c->npools >= 1 && c->npools <= POOLS_MAX);
    must(c->name.n > 0 && c->short_name.n > 0 && c->base_url.n > 0);
    must(c->static_dir.p[0] == '/' && c->content_dir.p[0] == '/');
    for (size_t i = 0; i < c->npools; i++)
        check_pool(&c->pools[i]);
    for (size_t i = 0; i < n; i++) {
        must(config_get(c, a, str_from(keys[i].name), &value));
        must(str_index(value, '\n') == value.n && str_index(value, '\0') == value.n);
    }
    for (size_t i = 1; i < c->facts.n; i++)
        must(str_cmp(c->facts.v[i - 1].name, c->facts.v[i].name) < 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str source, rest, overrides[OVERRIDES_MAX];
    struct strs sets = {overrides, 0};
    const struct config *c;
    struct arena a;
    struct diags d;

    if (size > 16384)
        return 0;
    arena_init(&a, 512u << 20);
    diags_init(&d, &a);
    str_cut((struct str){(const char *)data, size}, '\0', &source, &rest);
    while (rest.n > 0 && sets.n < OVERRIDES_MAX) {
        str_cut(rest, '\0', &overrides[sets.n], &rest);
        sets.n++;
    }
    c = config_parse(&a, STR("/srv/site.yml"), source, sets, &d);
    must((c == NULL) == (d.nerrors > 0));
    if (c != NULL)
        check(c, &a);
    arena_release(&a);
    return 0;
}
