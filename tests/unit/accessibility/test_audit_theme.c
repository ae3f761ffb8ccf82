/* audit.yml: three lists of words. */
#include "accessibility/audit_theme.h"
#include "tests/unit/test.h"

#include <string.h>

static struct arena a;
static struct diags d;

static const struct audit_theme *parse(const char *text)
{
    diags_init(&d, &a);
    return audit_theme_parse(&a, STR("audit.yml"), str_from(text), &d);
}

static void lists_are_read(void **state)
{
    const struct audit_theme *t = parse("landmarks: [banner, main]\ntargets:\n  - menu\n");

    (void)state;
    assert_non_null(t);
    assert_int_equal(t->landmarks.n, 2);
    assert_str(t->landmarks.v[1], STR("main"));
    assert_int_equal(t->targets.n, 1);
    assert_str(t->targets.v[0], STR("menu"));
    assert_int_equal(t->running.n, 0);
    assert_non_null(parse(""));
}

static void what_is_no_list_of_words_is_an_error(void **state)
{
    static const struct {
        const char *text, *code;
        int line;
    } rows[] = {
        {"targets: menu\n", "audit-theme-list", 1},
        {"running: []\ntargets: [[a]]\n", "audit-theme-list", 2},
        {"targets: [\"\"]\n", "audit-theme-list", 1},
        {"- menu\n", "audit-theme-list", 1},
        {"blancos: [a]\n", "audit-theme-key", 1},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_null(parse(rows[i].text));
        assert_string_equal(d.first->code, rows[i].code);
        assert_int_equal(d.first->line, rows[i].line);
    }
}

static void a_theme_without_the_file_is_an_error(void **state)
{
    (void)state;
    diags_init(&d, &a);
    assert_null(audit_theme_load(&a, STR("/nowhere"), STR("tema"), &d));
    assert_str(d.first->file, STR("tema/audit.yml"));
    assert_non_null(audit_theme_load(&a, STR("themes/institucional"), STR("tema"), &d));
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&a, (size_t)16 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&a);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_read),
        cmocka_unit_test(what_is_no_list_of_words_is_an_error),
        cmocka_unit_test(a_theme_without_the_file_is_an_error),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
