/*
 * Any bytes as an act: what is taken is spelled so that it is taken again, as it is.
 */
#include "content/acts.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct arena *a, struct str id)
{
    struct str again;

    for (size_t i = 0; i < id.n; i++) {
        if (!((id.p[i] >= 'A' && id.p[i] <= 'Z') || (id.p[i] >= '0' && id.p[i] <= '9') ||
              id.p[i] == '-'))
            abort();
    }
    if (!act_parse(a, id, &again) || !str_eq(id, again) || !act_find(a, id, &again) ||
        !str_eq(id, again))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size}, id;
    struct arena a;

    arena_init(&a, (size_t)16 << 20);
    if (act_parse(&a, text, &id))
        check(&a, id);
    if (act_find(&a, text, &id))
        check(&a, id);
    arena_release(&a);
    return 0;
}
