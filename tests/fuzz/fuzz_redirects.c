/*
 * Any bytes as redirects.csv, and any as the address asked for: no rule sends to a host that the
 * file does not name, and what goes into Location is one line.
 */
#include "content/redirects.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct str names[] = {STR_INIT("old.example.org")};
    struct strs hosts = {names, 1};
    struct str all = {(const char *)data, size}, asked, csv, path, query;
    const struct redirects *r;
    struct redirect_hit hit;
    struct arena a;
    struct diags d;

    arena_init(&a, 64u << 20);
    diags_init(&d, &a);
    str_cut(all, '\n', &asked, &csv);
    str_cut(asked, '?', &path, &query);
    r = redirects_parse(&a, STR("r.csv"), csv, &hosts, &d);
    must(r->nexact + r->nprefix + r->npattern == r->n);
    for (int i = 0; i < 2; i++) {
        if (!redirects_find(r, &a, i == 0 ? STR("") : names[0], path, query, &hit))
            continue;
        must(hit.rule->status == 410 || hit.to.n > 0);
        if (hit.rule->status != 410 && hit.to.p[0] == '/')
            must(hit.to.n == 1 || (hit.to.p[1] != '/' && hit.to.p[1] != '\\'));
        else if (hit.rule->status != 410)
            must(str_starts(hit.rule->to, STR("https://")) &&
                 str_eq(str_sub(hit.to, 0, str_index(str_sub(hit.to, 8, hit.to.n), '/') + 8),
                        str_sub(hit.rule->to, 0,
                                str_index(str_sub(hit.rule->to, 8, hit.rule->to.n), '/') + 8)));
        for (size_t k = 0; k < hit.to.n; k++)
            must((unsigned char)hit.to.p[k] > ' ');
    }
    arena_release(&a);
    return 0;
}
