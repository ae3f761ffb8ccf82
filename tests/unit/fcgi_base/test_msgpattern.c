#include "tests/unit/test.h"

#include "fcgi/base/msgpattern.h"

static int set_up(void **state)
{
    static struct arena a;

    arena_init(&a, 64u << 20);
    *state = &a;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

static void numbers_texts_before_numbers(void **state)
{
    static const struct {
        struct str pattern, rewritten;
        int ntexts, nnumbers;
    } cases[] = {
        {STR_INIT("llano"), STR_INIT("llano"), 0, 0},
        {STR_INIT("{0}"), STR_INIT("{0}"), 1, 0},
        {STR_INIT("{ 2 } {2}"), STR_INIT("{0} {0}"), 1, 0},
        {STR_INIT("{0,number} {1}"), STR_INIT("{1,number} {0}"), 1, 1},
        {STR_INIT("{1, plural, one {{1} x} other {{0} #}}"),
         STR_INIT("{2,plural, one {{1} x} other {{0} #}}"), 2, 1},
        {STR_INIT("{0,number,integer}"), STR_INIT("{0,number,#,##0}"), 0, 1},
        {STR_INIT("'{0}' {1}"), STR_INIT("'{0}' {0}"), 1, 0},
        {STR_INIT("a''b '{''}' {1}"), STR_INIT("a''b '{''}' {0}"), 1, 0},
        {STR_INIT("{0,plural,other{'#' {1}}} '#'"), STR_INIT("{1,plural,other{'#' {0}}} '#'"), 1,
         1},
        {STR_INIT("l'{0}"), STR_INIT("l'{0}"), 0, 0}, /* quoted up to the end */
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct msgpattern p;

        assert_int_equal(msgpattern_parse(*state, cases[i].pattern, &p), OK);
        assert_str(p.text, cases[i].rewritten);
        assert_int_equal(p.ntexts, cases[i].ntexts);
        assert_int_equal(p.nnumbers, cases[i].nnumbers);
    }
}

static void tells_which_arguments_are_wanted_and_as_what(void **state)
{
    struct msgpattern p;

    assert_int_equal(msgpattern_parse(*state, STR("{0} {2,plural,other{{2}}}"), &p), OK);
    assert_true(msgpattern_wants(&p, 0));
    assert_false(msgpattern_wants_number(&p, 0));
    assert_false(msgpattern_wants(&p, 1));
    assert_true(msgpattern_wants_number(&p, 2));
    assert_int_equal(p.texts[1], 2);
    assert_int_equal(p.numbers[0], 2);
}

static void refuses_what_could_be_read_in_two_ways(void **state)
{
    static const struct str patterns[] = {
        STR_INIT("{"),
        STR_INIT("{}"),
        STR_INIT("}"),
        STR_INIT("{0"),
        STR_INIT("{01}"),
        STR_INIT("{3}"),
        STR_INIT("{a}"),
        STR_INIT("{0 1}"),
        STR_INIT("{0,}"),
        STR_INIT("{0,date}"),
        STR_INIT("{0,time}"),
        STR_INIT("{0,choice,0#a}"),
        STR_INIT("{0,number,}"),
        STR_INIT("{0,number,a{b}}"),
        STR_INIT("{0,plural,other{x}"),
        STR_INIT("{0,plural,'x'{y}}"),
        STR_INIT("a\0b"),
    };

    for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
        struct msgpattern p = {.ntexts = 9};

        assert_int_equal(msgpattern_parse(*state, patterns[i], &p), ERR_INVALID);
        assert_int_equal(p.ntexts, 9);
    }
}

static void refuses_deep_nesting_and_long_patterns(void **state)
{
    struct msgpattern p;
    char text[20000];

    assert_int_equal(
        msgpattern_parse(
            *state,
            STR("{0,select,other{{0,select,other{{0,select,other{{0,select,other{x}}}}}}}}"), &p),
        OK);
    assert_int_equal(msgpattern_parse(*state,
                                      STR("{0,select,other{{0,select,other{{0,select,other{{0,"
                                          "select,other{{0,select,other{x}}}}}}}}}}"),
                                      &p),
                     ERR_INVALID);
    memset(text, 'x', sizeof(text));
    assert_int_equal(msgpattern_parse(*state, (struct str){text, sizeof(text)}, &p), ERR_INVALID);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(numbers_texts_before_numbers),
        T(tells_which_arguments_are_wanted_and_as_what),
        T(refuses_what_could_be_read_in_two_ways),
        T(refuses_deep_nesting_and_long_patterns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
