/*
 * Any bytes as a glossary, and then as a page of a site that has it: entries keep the rules of
 * glossary.h, uses stand where they are said to, and the page adds nothing to text and words.
 */
#include "tests/unit/content/fixture.h"
#include "tests/unit/content/html_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_entries(const struct glossary *g)
{
    for (size_t i = 0; i < g->n; i++) {
        const struct glossary_entry *e = &g->v[i];

        if (e->term.n == 0 || e->id.n == 0 || e->term.n > GLOSSARY_TERM_MAX ||
            (e->definition.n == 0 && e->expansion.n == 0))
            abort();
    }
}

static void check_uses(const struct glossary *g, struct str s)
{
    struct glossary_use u;

    for (size_t at = 0; glossary_find(g, s, at, &u); at = u.end) {
        if (u.at < at || u.end <= u.at || u.end > s.n || u.entry >= g->n)
            abort();
    }
}

static void render(struct arena *a, const struct markdown_env *env, struct str source,
                   struct markdown_result *ret_r, bool *ret_ok)
{
    struct diags d;

    diags_init(&d, a);
    *ret_ok = markdown_render(a, env, STR("p.md"), STR("dir"), source, 1, &d, ret_r);
    if (*ret_ok == (d.nerrors > 0) || html_check(a, ret_r->body.s, !*ret_ok) != NULL)
        abort();
}

static void check_page(struct arena *a, const struct markdown_env *env, struct str source)
{
    struct markdown_result with = {.words = 0}, without = {.words = 0};
    struct markdown_env plain = *env;
    bool ok, plain_ok;

    plain.plain = true;
    render(a, env, source, &with, &ok);
    render(a, &plain, source, &without, &plain_ok);
    if (ok != plain_ok || !str_eq(with.text, without.text) || with.words != without.words ||
        with.links.n != without.links.n)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct fixture f;
    struct str source = {(const char *)data, size};
    struct markdown_env env;
    struct arena a;
    struct diags d;

    if (f.env.messages == NULL) {
        fixture_init(&f);
        fixture_add_glossary(&f);
    }
    arena_init(&a, (size_t)512 << 20);
    diags_init(&d, &a);
    env = f.env;
    check_page(&a, &env, source);
    env.glossary = glossary_parse(&a, STR("g.yml"), source, STR("es-MX"), &d);
    if (env.glossary != NULL) {
        check_entries(env.glossary);
        check_uses(env.glossary, source);
        check_page(&a, &env, STR("{{glosario}}\n"));
        check_page(&a, &env, STR("acta PREP, cómputo; de acuerdo\n"));
    }
    arena_release(&a);
    return 0;
}
