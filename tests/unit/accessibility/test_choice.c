/* Choices: one text for each, nothing of what came in ever comes out. */
#include "accessibility/choice.h"
#include "tests/unit/test.h"

#include <stdlib.h>

static struct arena a;

static struct str canonical(struct str text)
{
    struct choice c = choice_parse(text);

    return choice_text(&a, &c);
}

static void one_text_for_one_choice(void **state)
{
    static const struct str rows[][2] = {
        {STR_INIT(""), STR_INIT("")},
        {STR_INIT("c-oscuro"), STR_INIT("c-oscuro")},
        {STR_INIT("t-200.c-oscuro"), STR_INIT("c-oscuro.t-200")},
        {STR_INIT("k-1.v-1.l-1.r-1.i-0.m-0.u-1.e-1.f-dislexia.t-300.c-amarillo"),
         STR_INIT("c-amarillo.t-300.f-dislexia.e-1.u-1.m-0.i-0.r-1.l-1.v-1.k-1")},
        {STR_INIT("c-oscuro.c-claro"), STR_INIT("c-oscuro")},
        {STR_INIT("..c-gris..x.."), STR_INIT("c-gris")},
        {STR_INIT("C-OSCURO"), STR_INIT("")},
        {STR_INIT("c-oscur"), STR_INIT("")},
        {STR_INIT("c-oscuros"), STR_INIT("")},
        {STR_INIT("t-201.e-0.i-1"), STR_INIT("")},
        {STR_INIT("<script>.e-1.\"onload=x"), STR_INIT("e-1")},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_str(canonical(rows[i][0]), rows[i][1]);
}

static void what_is_too_long_says_nothing(void **state)
{
    char text[CHOICE_TEXT_MAX + 2];

    (void)state;
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = "c-gris."[i % 7];
    assert_str(canonical((struct str){text, CHOICE_TEXT_MAX}), STR("c-gris"));
    assert_str(canonical((struct str){text, CHOICE_TEXT_MAX + 1}), STR(""));
}

static void the_longest_fits_a_cookie(void **state)
{
    struct choice c;
    size_t longest;

    (void)state;
    for (unsigned axis = 0; axis < AXIS__MAX; axis++) {
        longest = 0;
        for (unsigned char n = 1; n <= CHOICE_WORDS_MAX; n++) {
            if (choice_word((enum axis)axis, n).n > longest) {
                longest = choice_word((enum axis)axis, n).n;
                c.v[axis] = n;
            }
        }
    }
    assert_int_equal(choice_text(&a, &c).n, 59);
}

static void the_first_wins_axis_by_axis(void **state)
{
    struct choice merged =
        choice_over(choice_parse(STR("c-claro.l-1")), choice_parse(STR("c-oscuro.t-200")));

    (void)state;
    assert_str(choice_text(&a, &merged), STR("c-claro.t-200.l-1"));
}

static void classes_are_presentation_and_bits_are_structure(void **state)
{
    struct choice c = choice_parse(STR("c-crema.t-150.i-0.r-1.k-1"));
    struct choice other = choice_parse(STR("c-gris.i-0.r-1"));
    struct choice none = choice_parse(STR("c-gris.k-1"));

    (void)state;
    assert_str(choice_classes(&a, &c), STR("c-crema t-150 k-1"));
    assert_int_equal(choice_structure(&c), choice_structure(&other));
    assert_int_equal(choice_structure(&none), 0);
    assert_true(choice_has(&c, AXIS_READER));
    assert_false(choice_has(&c, AXIS_EASY));
}

static void there_is_no_word_outside_the_table(void **state)
{
    struct choice none = {{0}};

    (void)state;
    assert_int_equal(choice_word(AXIS_READER, 0).n, 0);
    assert_int_equal(choice_word(AXIS_READER, 2).n, 0);
    assert_int_equal(choice_word(AXIS_CONTRAST, CHOICE_WORDS_MAX + 1).n, 0);
    assert_true(choice_is_empty(&none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_text_for_one_choice),
        cmocka_unit_test(what_is_too_long_says_nothing),
        cmocka_unit_test(the_longest_fits_a_cookie),
        cmocka_unit_test(the_first_wins_axis_by_axis),
        cmocka_unit_test(classes_are_presentation_and_bits_are_structure),
        cmocka_unit_test(there_is_no_word_outside_the_table),
    };
    int failed;

    arena_init(&a, 1 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&a);
    return failed;
}
