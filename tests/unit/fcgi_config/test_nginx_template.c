/*
 * A line is written once for each value of its place.
 */
#include "tests/unit/test.h"

#include "fcgi/config/nginx_template.h"

#include <string.h>

static struct arena arena;
static struct diags diags;

static const struct str one[] = {STR_INIT("uno")}, two[] = {STR_INIT("a"), STR_INIT("b")},
                        on[] = {STR_INIT("")}, sly[] = {STR_INIT("@ONE@")};
static const struct nginx_value values[] = {
    {STR_INIT("ONE"), {one, 1}},   {STR_INIT("TWO"), {two, 2}},  {STR_INIT("NONE"), {NULL, 0}},
    {STR_INIT("ON"), {on, 1}},     {STR_INIT("OFF"), {NULL, 0}}, {STR_INIT("SLY"), {sly, 1}},
    {STR_INIT("TWO_B"), {two, 2}},
};

static struct str filled(const char *text)
{
    const struct nginx_values all = {values, ARRAY_LEN(values)};
    struct buf b;
    struct str s;

    diags_init(&diags, &arena);
    buf_init(&b, 4096);
    nginx_template_fill(STR("x.conf"), str_from(text), &all, &b, &diags);
    s = arena_str(&arena, buf_str(&b));
    buf_release(&b);
    return s;
}

static void lines_follow_their_values(void **state)
{
    static const struct {
        const char *text;
        struct str want;
    } cases[] = {
        {"", STR_INIT("")},
        {"as it is;\n", STR_INIT("as it is;\n")},
        {"no end", STR_INIT("no end\n")},
        {"x @ONE@;\n", STR_INIT("x uno;\n")},
        {"@ONE@@ONE@\n", STR_INIT("unouno\n")},
        {"listen @TWO@;\nnext\n", STR_INIT("listen a;\nlisten b;\nnext\n")},
        {"@TWO@-@ONE@-@TWO@\n", STR_INIT("a-uno-a\nb-uno-b\n")},
        {"user @NONE@;\nnext\n", STR_INIT("next\n")},
        {"@ON@yes\n@OFF@no\n", STR_INIT("yes\n")},
        {"@OFF@@TWO@\n", STR_INIT("")},
        {"@SLY@\n", STR_INIT("@ONE@\n")},
        {"mail@example.org @named @\n", STR_INIT("mail@example.org @named @\n")},
        {"@@ONE@@\n", STR_INIT("@uno@\n")},
        {"a\r\nb\n", STR_INIT("a\nb\n")},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_str(filled(cases[i].text), cases[i].want);
        assert_int_equal(diags.nerrors, 0);
    }
}

static void unknown_places_are_errors_on_their_line(void **state)
{
    (void)state;
    (void)filled("fine\n@ON@ @NOPE@ @NEVER@\n");
    assert_int_equal(diags.nerrors, 2);
    assert_string_equal(diags.first->code, "nginx-place");
    assert_int_equal(diags.first->line, 2);
    assert_str(diags.first->args[0], STR("NOPE"));
}

static void a_line_repeats_for_one_list_only(void **state)
{
    (void)state;
    (void)filled("@TWO@ @TWO_B@\n");
    assert_int_equal(diags.nerrors, 1);
    assert_string_equal(diags.first->code, "nginx-two-lists");
}

static void what_does_not_fit_is_told_by_the_buffer(void **state)
{
    const struct nginx_values all = {values, ARRAY_LEN(values)};
    struct buf b;

    (void)state;
    diags_init(&diags, &arena);
    buf_init(&b, 4);
    nginx_template_fill(STR("x.conf"), STR("longer than that\n"), &all, &b, &diags);
    assert_true(b.failed);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_follow_their_values),
        cmocka_unit_test(unknown_places_are_errors_on_their_line),
        cmocka_unit_test(a_line_repeats_for_one_list_only),
        cmocka_unit_test(what_does_not_fit_is_told_by_the_buffer),
    };
    int failed;

    arena_init(&arena, (size_t)1 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
