#include "tests/unit/test.h"

#include "fcgi/base/buf.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/ucs.h"

#define MX   STR("es-MX")
#define ZONE STR("America/Mexico_City")

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

static void sorts_by_the_rules_of_the_locale(void **state)
{
    (void)state;
    assert_true(ucs_compare(MX, STR("nube"), STR("ñandú")) < 0);
    assert_true(ucs_compare(MX, STR("ñandú"), STR("oso")) < 0);
    assert_true(ucs_compare(MX, STR("Ángel"), STR("burro")) < 0);
    assert_int_equal(ucs_compare(MX, STR("casa"), STR("casa")), 0);
    assert_true(ucs_compare(STR("sv"), STR("zebra"), STR("ärta")) < 0); /* Swedish: ä behind z */
    assert_true(ucs_compare(MX, STR("zebra"), STR("ärta")) > 0);
    assert_int_equal(ucs_compare(MX, (struct str){NULL, 0}, STR("")), 0);
}

static void more_locales_than_are_kept_still_sort(void **state)
{
    static const struct str locales[] = {STR_INIT("es-MX"),
                                         STR_INIT("sv"),
                                         STR_INIT("de"),
                                         STR_INIT("fr"),
                                         STR_INIT("pt"),
                                         STR_INIT("en"),
                                         STR_INIT("no-such-locale-at-all")};

    (void)state;
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < ARRAY_LEN(locales); i++)
            assert_true(ucs_compare(locales[i], STR("a"), STR("b")) < 0);
    }
}

static void prints_dates_of_a_zone_and_locale(void **state)
{
    const int64_t t = 1682355600; /* 2023-04-24 17:00 UTC, 11:00 in Mexico City */

    assert_str(ucs_date(*state, MX, ZONE, STR("d 'de' MMMM 'de' y"), t),
               STR("24 de abril de 2023"));
    assert_str(ucs_date(*state, MX, ZONE, STR("yyyy-MM-dd'T'HH:mmxxx"), t),
               STR("2023-04-24T11:00-06:00"));
    assert_str(ucs_date(*state, MX, STR("UTC"), STR("HH:mm"), t), STR("17:00"));
    assert_str(ucs_date(*state, STR("en"), ZONE, STR("MMMM"), t), STR("April"));
    /* No summer time since October 2022, and one before. */
    assert_str(ucs_date(*state, MX, ZONE, STR("HH:mm"), 1784134800), STR("11:00"));
    assert_str(ucs_date(*state, MX, ZONE, STR("HH:mm"), 1655312400), STR("12:00"));
    assert_str(ucs_date(*state, MX, STR("No/Where"), STR("HH:mm"), t), STR("17:00"));
    assert_str(ucs_date(*state, MX, ZONE, STR("yyyy-MM-dd"), -1), STR("1969-12-31"));
    /* A pattern above 63 bytes. */
    assert_int_equal(ucs_date(*state, MX, ZONE, arena_fmt(*state, "%064d", 0), t).n, 0);
}

static void more_date_patterns_than_are_kept_still_print(void **state)
{
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 40; i++) {
            struct str pattern = arena_fmt(*state, "'%d' y", i);

            assert_str(ucs_date(*state, MX, ZONE, pattern, 0), arena_fmt(*state, "%d 1969", i));
        }
    }
}

static void formats_messages(void **state)
{
    const struct message_arg seven_a[] = {MSG_INT(7), MSG_TEXT(STR("á"))};
    static const struct {
        struct str pattern, text;
    } cases[] = {
        {STR_INIT("sin argumentos"), STR_INIT("sin argumentos")},
        {STR_INIT("{1} y {0}"), STR_INIT("á y 7")},
        {STR_INIT("{0, plural, =0 {nada} one {# cosa} other {# cosas}}"), STR_INIT("7 cosas")},
        /* One argument as a number and as a text, in both orders. */
        {STR_INIT("{0,plural,one{{0} página} other{{0} páginas}} de {1}"),
         STR_INIT("7 páginas de á")},
        {STR_INIT("{0}: {0,plural,one{una} other{{1} {0}}}"), STR_INIT("7: á 7")},
        {STR_INIT("{1, select, á {sí} other {no}}"), STR_INIT("sí")},
        {STR_INIT("{1,select,b{x}other{{0,plural,other{# {1} '#' '{'}}}}"), STR_INIT("7 á # {")},
        {STR_INIT("{0, number, integer}/{0, number, percent}"), STR_INIT("7/700%")},
        {STR_INIT("it''s '{0}' {0}"), STR_INIT("it's {0} 7")},
        {STR_INIT("d'Hondt {0}"), STR_INIT("d'Hondt 7")},
        {STR_INIT("# {0}"), STR_INIT("# 7")},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str text = {NULL, 0};

        assert_int_equal(ucs_message(*state, MX, cases[i].pattern, seven_a, 2, &text), OK);
        assert_str(text, cases[i].text);
    }
}

static void numbers_are_grouped_as_the_locale_does(void **state)
{
    const struct message_arg big[] = {MSG_INT(12345)};
    struct str text;

    assert_int_equal(ucs_message(*state, MX, STR("{0} votos"), big, 1, &text), OK);
    assert_str(text, STR("12,345 votos"));
    assert_int_equal(
        ucs_message(*state, STR("de"), STR("{0,plural,other{# Stimmen}}"), big, 1, &text), OK);
    assert_str(text, STR("12.345 Stimmen"));
}

static void refuses_broken_patterns_and_missing_arguments(void **state)
{
    static const struct str patterns[] = {
        STR_INIT("{"),
        STR_INIT("{0"),
        STR_INIT("}{0}"),
        STR_INIT("{3}"),
        STR_INIT("{name}"),
        STR_INIT("{00}"),
        STR_INIT("{-1}"),
        STR_INIT("{0,plural}"),
        STR_INIT("{0,plural,one{x}}"), /* no other */
        STR_INIT("{0,plural,other{x}"),
        STR_INIT("{0,date}"),
        STR_INIT("{0,choice,0#a|1#b}"),
        STR_INIT("{0,number,}"),
        STR_INIT("{0,number,'x'}"),
        STR_INIT("{0,nonsense}"),
        STR_INIT("{2}"), /* only two arguments are given */
        STR_INIT("{2,number}"),
        STR_INIT("{1,number}"), /* a text that is no number */
        STR_INIT("{0}\0{1}"),
        STR_INIT("{0,select,a{{0,select,a{{0,select,a{{0,select,a{{0,select,a{x}other{x}}}other{x}}"
                 "}other{x}}}"
                 "other{x}}}other{x}}"),
    };
    const struct message_arg args[] = {MSG_INT(7), MSG_TEXT(STR("á"))};

    for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
        struct str text = STR("untouched");

        assert_int_equal(ucs_message(*state, MX, patterns[i], args, 2, &text), ERR_INVALID);
        assert_str(text, STR("untouched"));
    }
}

static void a_text_that_is_a_number_may_stand_for_one(void **state)
{
    const struct message_arg args[] = {MSG_TEXT(STR("1"))};
    struct str text;

    assert_int_equal(ucs_message(*state, MX, STR("{0,plural,one{una}other{más}}"), args, 1, &text),
                     OK);
    assert_str(text, STR("una"));
}

static void a_message_above_its_ceiling_is_too_big(void **state)
{
    struct message_arg args[1];
    struct str text;
    struct buf b;

    buf_init(&b, 16384);
    for (int i = 0; i < 9000; i++)
        buf_addc(&b, 'x');
    args[0] = MSG_TEXT(buf_str(&b));
    assert_int_equal(ucs_message(*state, MX, STR("{0}"), args, 1, &text), ERR_TOO_BIG);
    buf_release(&b);
}

static void many_messages_share_the_slots_of_the_cache(void **state)
{
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 300; i++) {
            const struct message_arg args[] = {MSG_INT(i)};
            struct str text, pattern = arena_fmt(*state, "m%d {0}", i);

            assert_int_equal(ucs_message(*state, MX, pattern, args, 1, &text), OK);
            assert_str(text, arena_fmt(*state, "m%d %d", i, i));
        }
    }
}

/* Twice over more dates than are kept, in two styles and two zones. */
static void kept_dates_are_the_right_ones(void **state)
{
    for (int round = 0; round < 2; round++) {
        for (int64_t day = 0; day < 1500; day++) {
            int64_t t =
                1700006400 + day * 86400; /* midnight in UTC, 18:00 of the day before there */
            struct str iso = clock_iso(*state, t);

            assert_str(ucs_date(*state, MX, STR("UTC"), STR("yyyy-MM-dd"), t), str_sub(iso, 0, 10));
            assert_str(ucs_date(*state, MX, STR("UTC"), STR("yyyy"), t), str_sub(iso, 0, 4));
            assert_str(ucs_date(*state, MX, STR("America/Bogota"), STR("yyyy-MM-dd"), t),
                       str_sub(clock_iso(*state, t - 18000), 0, 10));
        }
    }
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(sorts_by_the_rules_of_the_locale),
        T(more_locales_than_are_kept_still_sort),
        T(prints_dates_of_a_zone_and_locale),
        T(kept_dates_are_the_right_ones),
        T(more_date_patterns_than_are_kept_still_print),
        T(formats_messages),
        T(numbers_are_grouped_as_the_locale_does),
        T(refuses_broken_patterns_and_missing_arguments),
        T(a_text_that_is_a_number_may_stand_for_one),
        T(a_message_above_its_ceiling_is_too_big),
        T(many_messages_share_the_slots_of_the_cache),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
