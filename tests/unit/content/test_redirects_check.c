/*
 * Redirects against a small site.
 */
#include "tests/unit/content/site_fixture.h"

#include "content/redirects.h"

static struct str check(struct site_fixture *f, const char *csv)
{
    static const struct str route_names[] = {STR_INIT("/buscar")};
    static const struct strs routes = {route_names, 1}, none = {NULL, 0};
    struct str all = STR("");
    struct diags d;

    fixture_write(f, "_index.md", "title: Inicio\n", "Hola.");
    fixture_write(f, "contacto.md", "title: Contacto\naliases: [/antes]\n", "Hola.");
    fixture_load_written(f);
    diags_init(&d, &f->a);
    redirects_check(redirects_parse(&f->a, STR("r.csv"), str_from(csv), &none, &d), f->site,
                    &routes, 1700000000, &d);
    for (const struct diag *g = d.first; g != NULL; g = g->next)
        all = arena_fmt(&f->a, STR_FMT "%d %s\n", STR_ARG(all), g->line, g->code);
    return all;
}

static void good_rules_are_quiet(void **state)
{
    assert_str(check(*state,
                     "/a,/contacto,301,exact,\n/b,/antes,301,exact,\n/c,/buscar?q=x,301,exact,\n"
                     "/d,https://example.org/,301,exact,\n/e,/x/$1,301,prefix,\n"
                     "/f,,410,exact,ya no\n/e/f*,/contacto,301,prefix,\n"),
               STR("7 redirect-stars\n"));
}

static void what_never_works_is_told(void **state)
{
    assert_str(check(*state, "/a,/b,301,exact,\n/b,/a,301,exact,\n"),
               STR("1 redirect-loop\n2 redirect-loop\n"));
    assert_str(check(*state, "/a,/a,301,exact,\n"), STR("1 redirect-loop\n"));
    assert_str(check(*state, "/a,/b,301,exact,\n/b,/contacto,301,exact,\n"),
               STR("1 redirect-chain\n"));
    assert_str(check(*state, "/a,/nada,301,exact,\n"), STR("1 redirect-nowhere\n"));
    assert_str(check(*state, "/a,/contacto,301,exact,\n/a,/buscar,301,exact,\n"),
               STR("2 redirect-shadowed\n"));
    assert_str(check(*state, "/a/*,/contacto,301,pattern,\n/a,/contacto,301,prefix,\n"),
               STR("1 redirect-shadowed\n"));
    assert_str(check(*state, "/antes,/buscar,301,exact,\n/buscar,/contacto,301,exact,\n"),
               STR("1 redirect-page-answers\n2 redirect-page-answers\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(good_rules_are_quiet, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(what_never_works_is_told, fixture_set_up,
                                        fixture_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
