/*
 * The table of keys agrees with itself and with struct config.
 */
#include "tests/unit/test.h"

#include "fcgi/config/config_load.h"

#include <string.h>

static struct arena arena;

static void names_are_unique_and_at_most_one_group_deep(void **state)
{
    size_t n, at;
    const struct config_key *keys = config_keys(&n);

    (void)state;
    assert_true(n > 40 && n <= CONFIG_KEYS_MAX);
    for (size_t i = 0; i < n; i++) {
        const char *dot = strchr(keys[i].name, '.');

        assert_true(dot == NULL || strchr(dot + 1, '.') == NULL);
        assert_ptr_equal(config_key_named(str_from(keys[i].name), &at), &keys[i]);
        assert_int_equal(at, i); /* the first of that name */
        assert_false(config_key_is_group(str_from(keys[i].name)));
    }
    assert_null(config_key_named(STR("limits"), &at));
}

static void no_two_keys_go_to_one_place(void **state)
{
    size_t n;
    const struct config_key *keys = config_keys(&n);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        assert_true(keys[i].offset < sizeof(struct config));
        for (size_t k = 0; k < i; k++)
            assert_int_not_equal(keys[i].offset, keys[k].offset);
    }
}

static void every_default_is_allowed_by_its_own_rule(void **state)
{
    size_t n;
    const struct config_key *keys = config_keys(&n);
    struct config c = {.root = STR("/srv")};
    struct diags d;
    struct config_load l = {.a = &arena, .d = &d, .c = &c, .file = STR("site.yml")};

    (void)state;
    diags_init(&d, &arena);
    for (size_t i = 0; i < n; i++) {
        if (keys[i].fallback != NULL)
            config_set(&l, &keys[i], str_from(keys[i].fallback), 1);
        if (d.nerrors > 0)
            fail_msg("%s: %s", keys[i].name, keys[i].fallback);
    }
}

static void defaults_are_shown_as_they_are_written(void **state)
{
    size_t n;
    const struct config_key *keys = config_keys(&n);
    struct config c = {.root = STR("/srv")};
    struct diags d;
    struct config_load l = {.a = &arena, .d = &d, .c = &c, .file = STR("site.yml")};

    (void)state;
    diags_init(&d, &arena);
    for (size_t i = 0; i < n; i++) {
        struct str shown;

        if (keys[i].fallback == NULL)
            continue;
        config_set(&l, &keys[i], str_from(keys[i].fallback), 1);
        shown = config_key_shown(&c, &arena, &keys[i]);
        if (!str_ends(shown, str_from(keys[i].fallback)))
            fail_msg("%s: " STR_FMT, keys[i].name, STR_ARG(shown));
    }
}

static void groups_and_choices_are_found(void **state)
{
    (void)state;
    assert_true(config_key_is_group(STR("limits")));
    assert_true(config_key_is_group(STR("nginx")));
    assert_false(config_key_is_group(STR("limit")));
    assert_false(config_key_is_group(STR("")));
    assert_int_equal(config_choice("demo production", STR("demo")), 0);
    assert_int_equal(config_choice("demo production", STR("production")), 1);
    assert_int_equal(config_choice("demo production", STR("prod")), -1);
    assert_int_equal(config_choice("demo production", STR("")), -1);
}

static void suggests_the_nearest(void **state)
{
    (void)state;
    assert_str(config_key_suggest(STR("envronment")), STR("environment"));
    assert_str(config_key_suggest(STR("nginx.lisen")), STR("nginx.listen"));
    assert_str(config_key_suggest(STR("pool")), STR("pools"));
    assert_str(config_key_suggest(STR("quite another thing")), STR(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_unique_and_at_most_one_group_deep),
        cmocka_unit_test(no_two_keys_go_to_one_place),
        cmocka_unit_test(every_default_is_allowed_by_its_own_rule),
        cmocka_unit_test(defaults_are_shown_as_they_are_written),
        cmocka_unit_test(groups_and_choices_are_found),
        cmocka_unit_test(suggests_the_nearest),
    };
    int failed;

    arena_init(&arena, (size_t)4 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
