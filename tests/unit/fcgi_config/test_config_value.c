/*
 * One value: what each kind of key takes.
 */
#include "tests/unit/test.h"

#include "fcgi/config/config_load.h"

#include <string.h>

static struct arena arena;
static struct diags diags;
static struct config config;

static struct config_load *load(void)
{
    static struct config_load l;

    diags_init(&diags, &arena);
    config = (struct config){.root = STR("/srv")};
    l = (struct config_load){.a = &arena, .d = &diags, .c = &config, .file = STR("site.yml")};
    return &l;
}

/* The code of the error that this value gives, or "". */
static const char *set(const char *key, struct str value)
{
    size_t i;
    struct config_load *l = load();

    config_set(l, config_key_named(str_from(key), &i), value, 5);
    return diags.first == NULL ? "" : diags.first->code;
}

static void each_kind_takes_its_values(void **state)
{
    static const struct {
        const char *key;
        struct str value;
        const char *code;
    } cases[] = {
        {"limits.read_s", STR_INIT("1"), ""},
        {"limits.read_s", STR_INIT("60"), ""},
        {"limits.read_s", STR_INIT("0"), "config-number"},
        {"limits.read_s", STR_INIT("61"), "config-number"},
        {"limits.read_s", STR_INIT("1.5"), "config-number"},
        {"limits.read_s", STR_INIT(" 1"), "config-number"},
        {"limits.read_s", STR_INIT(""), "config-number"},
        {"limits.worker_data_bytes", STR_INIT("2147483648"), "config-number"},
        {"test_clock", STR_INIT("true"), ""},
        {"test_clock", STR_INIT("yes"), "config-choice"},
        {"test_clock", STR_INIT(""), "config-choice"},
        {"environment", STR_INIT("production"), ""},
        {"environment", STR_INIT("Production"), "config-choice"},
        {"name", STR_INIT("Instituto \xC3\xB1"), ""},
        {"name", STR_INIT(""), "config-missing"},
        {"name", STR_INIT("two\nlines"), "config-text"},
        {"name", STR_INIT("tab\t"), "config-text"},
        {"locale", STR_INIT("es-MX"), ""},
        {"locale", STR_INIT("../es"), "config-word"},
        {"theme", STR_INIT("a/b"), "config-word"},
        {"nginx.listen", STR_INIT("0.0.0.0:443 [::]:443"), ""},
        {"nginx.listen", STR_INIT("80; include /etc/passwd"), "config-word"},
        {"nginx.user", STR_INIT("www-data"), ""},
        {"nginx.user", STR_INIT("root;"), "config-word"},
        {"content_dir", STR_INIT("a b"), ""},
        {"content_dir", STR_INIT("a\nb"), "config-path"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *code = set(cases[i].key, cases[i].value);

        if (strcmp(code, cases[i].code) != 0)
            fail_msg("%s: " STR_FMT ": %s", cases[i].key, STR_ARG(cases[i].value), code);
        if (code[0] != '\0')
            assert_int_equal(diags.first->line, 5);
    }
}

static void a_wrong_value_leaves_the_old_one(void **state)
{
    size_t i;
    struct config_load *l = load();

    (void)state;
    config_set(l, config_key_named(STR("limits.read_s"), &i), STR("7"), 1);
    config_set(l, config_key_named(STR("limits.read_s"), &i), STR("seven"), 2);
    assert_int_equal(config.limits.read_s, 7);
}

static void long_texts_are_refused_at_the_limit(void **state)
{
    char text[502];

    (void)state;
    memset(text, 'a', sizeof(text));
    assert_string_equal(set("name", (struct str){text, 500}), "");
    assert_string_equal(set("name", (struct str){text, 501}), "config-text");
}

static void sockets_fit_the_systems_address(void **state)
{
    char path[120] = "/";

    (void)state;
    memset(path + 1, 'a', sizeof(path) - 1);
    assert_string_equal(set("redis.socket", (struct str){path, 107}), "");
    assert_string_equal(set("redis.socket", (struct str){path, 108}), "config-socket-long");
    assert_string_equal(set("redis.socket", (struct str){path + 1, 103}),
                        "config-socket-long"); /* "/srv/" comes before it */
    assert_string_equal(set("redis.socket", STR("")), "");
    assert_str(config.redis_socket, STR(""));
}

static void lists_come_from_yaml_or_commas(void **state)
{
    static const struct {
        const char *yaml;
        int n;
        const char *code;
    } cases[] = {
        {"k: [a, b]\n", 2, ""},
        {"k: a\n", 1, ""},
        {"k: ''\n", 0, ""},
        {"k: []\n", 0, ""},
        {"k: {a: b}\n", 0, "config-list"},
        {"k: [a, [b]]\n", 1, "config-list"},
        {"k: [a, '']\n", 1, "config-list"},
        {"k: [a, b c]\n", 1, "config-word"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct config_load *l = load();
        const struct yaml *y = yaml_parse(&arena, STR("x"), str_from(cases[i].yaml), 1, &diags);
        struct strs list = config_list(l, yaml_get(y, STR("k")), STR("k"), ".");

        if ((int)list.n != cases[i].n ||
            strcmp(diags.first == NULL ? "" : diags.first->code, cases[i].code) != 0)
            fail_msg("%s: %zu", cases[i].yaml, list.n);
    }
    assert_int_equal(config_split(load(), STR("a, b,,c"), STR("k"), ".").n, 3);
    assert_int_equal(config_split(load(), STR(""), STR("k"), ".").n, 0);
}

static void long_lists_are_refused(void **state)
{
    char commas[200];

    (void)state;
    for (size_t i = 0; i < sizeof(commas); i++)
        commas[i] = i % 2 == 0 ? 'a' : ',';
    assert_int_equal(config_split(load(), (struct str){commas, sizeof(commas)}, STR("k"), "").n,
                     CONFIG_LIST_MAX);
    assert_int_equal(diags.nerrors, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_takes_its_values),
        cmocka_unit_test(a_wrong_value_leaves_the_old_one),
        cmocka_unit_test(long_texts_are_refused_at_the_limit),
        cmocka_unit_test(sockets_fit_the_systems_address),
        cmocka_unit_test(lists_come_from_yaml_or_commas),
        cmocka_unit_test(long_lists_are_refused),
    };
    int failed;

    arena_init(&arena, (size_t)4 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
