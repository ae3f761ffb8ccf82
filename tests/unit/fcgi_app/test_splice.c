/*
 * Filling the marked places of a body.
 */
#include "tests/unit/test.h"

#include "fcgi/app/app.h"

static struct arena arena;
static const struct tpl_mark marks[] = {
    {0, TPL_SPLICE_CLASS}, {3, TPL_SPLICE_REQUEST}, {3, TPL_SPLICE_CLASS}, {6, TPL_SPLICE_REQUEST}};

static void a_body_without_values_is_the_body_itself(void **state)
{
    struct ctx c = {.arena = &arena};
    struct str body = STR("abcdef");

    (void)state;
    assert_ptr_equal(splice_fill(&c, body, marks, 4).p, body.p);
}

static void values_go_in_at_their_marks_in_order(void **state)
{
    struct ctx c = {.arena = &arena};

    (void)state;
    c.splice[TPL_SPLICE_CLASS] = STR("[c]");
    c.splice[TPL_SPLICE_REQUEST] = STR("<7>");
    assert_str(splice_fill(&c, STR("abcdef"), marks, 4), STR("[c]abc<7>[c]def<7>"));
}

static void an_empty_value_leaves_its_places_empty(void **state)
{
    struct ctx c = {.arena = &arena};

    (void)state;
    c.splice[TPL_SPLICE_REQUEST] = STR("<7>");
    assert_str(splice_fill(&c, STR("abcdef"), marks, 4), STR("abc<7>def<7>"));
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)1 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_without_values_is_the_body_itself),
        cmocka_unit_test(values_go_in_at_their_marks_in_order),
        cmocka_unit_test(an_empty_value_leaves_its_places_empty),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
