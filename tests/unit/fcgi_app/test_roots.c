/* Where pages lie. */
#include "tests/unit/test.h"

#include "fcgi/app/app.h"

static void the_institute_s_own_pages(void **state)
{
    struct config config = {.root = STR("/srv/x"),
                            .locale = STR("es-MX"),
                            .content_dir = STR("/srv/x/content/pages"),
                            .micrositios_dir = STR("/srv/x/content/micrositios")};
    struct micrositio one = {.id = STR("urna"), .path = STR("/urna"), .life = MICRO_DRAFT};
    struct micrositios micrositios = {&one, 1};
    struct arena a;
    struct roots roots;

    (void)state;
    arena_init(&a, 1 << 16);
    roots = app_roots(&a, &config, &micrositios);
    assert_int_equal(roots.n, 2);
    assert_str(roots.v[0].dir, STR("/srv/x/content/pages/es-MX"));
    assert_str(roots.v[0].shown, STR("content/pages/es-MX"));
    assert_str(roots.v[0].prefix, STR(""));
    assert_str(roots.v[1].shown, STR("content/micrositios/urna/es-MX"));
    assert_str(roots.v[1].prefix, STR("/urna"));
    assert_str(roots.v[1].files, STR("urna/es-MX"));
    assert_true(roots.v[1].draft);
    assert_str(app_shown(&config, STR("/srv/xy/z")), STR("/srv/xy/z"));
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_institute_s_own_pages)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
