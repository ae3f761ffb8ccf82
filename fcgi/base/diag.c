/*
 * The list of mistakes, and "did you mean".
 */
#include "fcgi/base/diag.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/ucs.h"

#include <assert.h>

void diags_init(struct diags *d, struct arena *a)
{
    *d = (struct diags){.arena = a};
}

void diag_add(struct diags *d, enum diag_level level, struct str file, int line, const char *code,
              const struct str *args, int nargs)
{
    struct diag *g = ARENA_NEW(d->arena, struct diag);

    assert(nargs <= DIAG_ARGS_MAX);
    g->level = level;
    g->file = arena_str(d->arena, file);
    g->line = line;
    g->code = code;
    for (g->nargs = 0; g->nargs < nargs; g->nargs++)
        g->args[g->nargs] = arena_str(d->arena, args[g->nargs]);
    if (d->last == NULL)
        d->first = g;
    else
        d->last->next = g;
    d->last = g;
    if (level == DIAG_ERROR)
        d->nerrors++;
    else
        d->nwarnings++;
}

/* The bare form, when no catalogue has the sentence. */
static struct str bare_text(const struct diag *g, struct arena *a)
{
    struct str s = arena_fmt(a, "%s", g->code);

    for (int i = 0; i < g->nargs; i++)
        s = arena_join(a, s, i == 0 ? STR(": ") : STR(", "), g->args[i]);
    return s;
}

struct str diag_text(const struct diag *g, const struct messages *m, struct arena *a)
{
    struct message_arg args[DIAG_ARGS_MAX];
    struct str key = arena_fmt(a, "diag.%s", g->code), pattern;

    if (m == NULL || !messages_has(m, key, &pattern))
        return bare_text(g, a);
    for (int i = 0; i < g->nargs; i++)
        args[i] = MSG_TEXT(g->args[i]);
    return messages_format(m, a, key, args, g->nargs);
}

struct str diag_suggest(struct str word, const struct str *candidates, size_t n)
{
    int allowed = (int)(word.n / 3) > 3 ? 3 : (int)(word.n / 3), best = allowed + 1;
    struct str found = {NULL, 0};

    for (size_t i = 0; i < n; i++) {
        int distance = ucs_distance(word, candidates[i], allowed);

        if (distance < best) {
            best = distance;
            found = candidates[i];
        }
    }
    return found;
}
