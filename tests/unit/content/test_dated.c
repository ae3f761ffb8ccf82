/* Markup that holds for a time only. */
#include "tests/unit/test.h"

#include "content/dated.h"

static void one_of_both_ways_is_taken(void **state)
{
    struct arena a;
    struct str x, y, s;
    struct html plain = {STR("<p>a</p>")}, html;

    (void)state;
    arena_init(&a, 1u << 20);
    x = dated_make(&a, 10, 20, STR("<b>x</b>"), STR("?"));
    y = dated_make(&a, 20, INT64_MAX, STR("y"), STR("-"));
    s = arena_fmt(&a, "<p>" STR_FMT ", " STR_FMT "</p>", STR_ARG(x), STR_ARG(y));
    html.s = s;
    assert_str(dated_at(&a, html, 9).s, STR("<p>?, -</p>"));
    assert_str(dated_at(&a, html, 10).s, STR("<p><b>x</b>, -</p>"));
    assert_str(dated_at(&a, html, 19).s, STR("<p><b>x</b>, -</p>"));
    assert_str(dated_at(&a, html, 20).s, STR("<p>?, y</p>"));
    assert_ptr_equal(dated_at(&a, plain, 0).s.p, plain.s.p);
    arena_release(&a);
}

static void marks_that_are_broken_show_nothing(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 1u << 20);
    assert_str(dated_at(&a,
                        (struct html){STR("a\xEE\x80\x82"
                                          "1;2")},
                        1)
                   .s,
               STR("a1;2"));
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_of_both_ways_is_taken),
        cmocka_unit_test(marks_that_are_broken_show_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
