/*
 * Fills the marked places of a finished body.
 */
#include "fcgi/app/app.h"

#include <string.h>

static size_t added(const struct ctx *c, const struct tpl_mark *marks, size_t nmarks)
{
    size_t n = 0;

    for (size_t i = 0; i < nmarks; i++)
        n += c->splice[marks[i].kind].n;
    return n;
}

struct str splice_fill(struct ctx *c, struct str body, const struct tpl_mark *marks, size_t nmarks)
{
    size_t more = added(c, marks, nmarks), from = 0, n = 0;
    char *p;

    if (more == 0)
        return body;
    p = arena_zalloc(c->arena, body.n + more + 1, 1);
    for (size_t i = 0; i < nmarks; i++) {
        struct str value = c->splice[marks[i].kind];

        memcpy(p + n, body.p + from, marks[i].offset - from);
        n += marks[i].offset - from;
        if (value.n > 0)
            memcpy(p + n, value.p, value.n);
        n += value.n;
        from = marks[i].offset;
    }
    memcpy(p + n, body.p + from, body.n - from);
    return (struct str){p, n + body.n - from};
}
