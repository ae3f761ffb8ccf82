/*
 * A small site.yml for tests, with lines added; and what was found wrong with it.
 */
#ifndef ESTRADO_TEST_SITE_H
#define ESTRADO_TEST_SITE_H

#include "tests/unit/test.h"

#include "fcgi/config/config.h"

#include <string.h>

/* Six lines: what a test adds begins on line 7. */
#define SITE_HEAD                                                                                \
    "name: Instituto\nshort_name: IEPC\nbase_url: http://localhost\npools:\n  public: {socket: " \
    "run/p.sock,\n    hosts: [localhost, Example.ORG], role: estrado_public, processes: 3}\n"

static struct arena arena;
static struct diags diags;

static inline const struct config *site_set(const char *yaml, const struct str *sets, size_t nsets)
{
    diags_init(&diags, &arena);
    return config_parse(&arena, STR("/srv/site/site.yml"), str_from(yaml),
                        (struct strs){sets, nsets}, &diags);
}

static inline const struct config *site(const char *yaml)
{
    return site_set(yaml, NULL, 0);
}

/* The error of this code on this line, or NULL. line < 0: any line. */
static inline const struct diag *found(const char *code, int line)
{
    for (const struct diag *g = diags.first; g != NULL; g = g->next) {
        if (strcmp(g->code, code) == 0 && (line < 0 || g->line == line))
            return g;
    }
    return NULL;
}

static inline void show_diags(void)
{
    for (const struct diag *g = diags.first; g != NULL; g = g->next)
        print_error("line %d: %s " STR_FMT " " STR_FMT "\n", g->line, g->code, STR_ARG(g->args[0]),
                    STR_ARG(g->args[1]));
}

#define assert_found(code, line)                             \
    do {                                                     \
        if (found(code, line) == NULL) {                     \
            show_diags();                                    \
            fail_msg("no %s on line %d", code, (int)(line)); \
        }                                                    \
    } while (0)

#endif
