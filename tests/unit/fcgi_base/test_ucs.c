#include "tests/unit/test.h"

#include "fcgi/base/buf.h"
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

static void folds_what_people_type_to_one_form(void **state)
{
    static const struct {
        struct str in, folded;
    } cases[] = {
        {STR_INIT(""), STR_INIT("")},
        {STR_INIT("Elección  2024."), STR_INIT("eleccion 2024")},
        {STR_INIT("eleccion 2024"), STR_INIT("eleccion 2024")},
        {STR_INIT("  ¿Qué es el PREP?  "), STR_INIT("que es el prep")},
        {STR_INIT("ELECCIO\xCC\x81N"), STR_INIT("eleccion")}, /* a combining accent */
        {STR_INIT("Ñandú—pingüino"), STR_INIT("nandu pinguino")},
        {STR_INIT("Straße ﬁn"), STR_INIT("strasse fin")},
        {STR_INIT("İstanbul"), STR_INIT("istanbul")},
        {STR_INIT("1.º y 2.ª"), STR_INIT("1 o y 2 a")},
        {STR_INIT("Ⅳ ½"), STR_INIT("iv 1 2")},
        {STR_INIT("a\xC2\xADna"), STR_INIT("ana")}, /* a soft hyphen */
        {STR_INIT("bad\xFF\xFE"
                  "byte"),
         STR_INIT("bad byte")},
        {STR_INIT("日本"), STR_INIT("日本")},
        {STR_INIT("…!?"), STR_INIT("")},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_str(ucs_fold(*state, cases[i].in), cases[i].folded);
}

static void the_longest_decomposition_folds(void **state)
{
    /* U+FDFA: eighteen code points. */
    assert_true(ucs_fold(*state, STR("\xEF\xB7\xBA")).n > 18);
}

static void slugs_hold_only_ascii_letters_digits_and_single_hyphens(void **state)
{
    static const struct {
        struct str in, slug;
    } cases[] = {
        {STR_INIT("Consejo General"), STR_INIT("consejo-general")},
        {STR_INIT("¿Qué es la Comisión de Informática?"),
         STR_INIT("que-es-la-comision-de-informatica")},
        {STR_INIT("Artículo 8.º bis"), STR_INIT("articulo-8-o-bis")},
        {STR_INIT("a 日本 b"), STR_INIT("a-b")},
        {STR_INIT("日本"), STR_INIT("")},
        {STR_INIT("fin 日"), STR_INIT("fin")},
        {STR_INIT("--x--"), STR_INIT("x")},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_str(ucs_slug(*state, cases[i].in), cases[i].slug);
}

static void distance_is_cut_off_behind_its_maximum(void **state)
{
    static const struct {
        struct str a, b;
        int max, distance;
    } cases[] = {
        {STR_INIT(""), STR_INIT(""), 0, 0},
        {STR_INIT("title"), STR_INIT("title"), 3, 0},
        {STR_INIT("titel"), STR_INIT("title"), 3, 2},
        {STR_INIT("kitten"), STR_INIT("sitting"), 3, 3},
        {STR_INIT("kitten"), STR_INIT("sitting"), 2, 3},
        {STR_INIT("abc"), STR_INIT(""), 3, 3},
        {STR_INIT(""), STR_INIT("abc"), 3, 3},
        {STR_INIT(""), STR_INIT("abcd"), 3, 4},
        {STR_INIT("sesion"), STR_INIT("sesión"), 3, 1}, /* a code point, not its bytes */
        {STR_INIT("abcdef"), STR_INIT("ghijkl"), 3, 4},
        {STR_INIT("abcdefgh"), STR_INIT("bcdefgha"), 3, 2},
        {STR_INIT("x"), STR_INIT("y"), 0, 1},
        {STR_INIT("x"), STR_INIT("x"), -1, 0},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_int_equal(ucs_distance(cases[i].a, cases[i].b, cases[i].max), cases[i].distance);
}

static void long_texts_are_far(void **state)
{
    struct buf b;

    (void)state;
    buf_init(&b, 1024);
    for (int i = 0; i < 201; i++)
        buf_addc(&b, 'a');
    assert_int_equal(ucs_distance(buf_str(&b), buf_str(&b), 3), 4);
    assert_int_equal(ucs_distance(str_sub(buf_str(&b), 0, 200), str_sub(buf_str(&b), 0, 200), 3),
                     0);
    buf_release(&b);
}

/* The plain table, without a band, for comparison. */
static int naive_distance(struct str a, struct str b)
{
    int row[64];

    for (size_t j = 0; j <= b.n; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= a.n; i++) {
        int diagonal = row[0];

        row[0] = (int)i;
        for (size_t j = 1; j <= b.n; j++) {
            int above = row[j], best = diagonal + (a.p[i - 1] != b.p[j - 1]);

            best = above + 1 < best ? above + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            diagonal = above;
            row[j] = best;
        }
    }
    return row[b.n];
}

static void the_band_agrees_with_the_whole_table(void **state)
{
    char x[12], y[12];
    uint32_t seed = 1;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct str a = {x, 0}, b = {y, 0};
        int max = round % 5, want;

        for (int i = 0; i < 24; i++) {
            seed = seed * 1664525u + 1013904223u;
            (i < 12 ? x : y)[i % 12] = (char)('a' + (seed >> 24) % 3);
        }
        a.n = (seed >> 8) % 12;
        b.n = (seed >> 16) % 12;
        want = naive_distance(a, b);
        assert_int_equal(ucs_distance(a, b, max), want > max ? max + 1 : want);
    }
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

static void counts_code_points_words_and_sentences(void **state)
{
    static const struct {
        struct str in;
        size_t chars, words, sentences;
    } cases[] = {
        {STR_INIT(""), 0, 0, 0},
        {STR_INIT("  \n "), 4, 0, 0},
        {STR_INIT("¿Qué es? Es el PREP."), 20, 5, 2},
        {STR_INIT("El Sr. López leyó el Art. 8 de la ley. Nada más."), 48, 12, 2},
        {STR_INIT("Hay 1,234.5 votos."), 18, 3, 1},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        size_t chars = 99, words = 99, sentences = 99;

        ucs_count(MX, cases[i].in, &chars, &words, &sentences);
        assert_int_equal(chars, cases[i].chars);
        assert_int_equal(words, cases[i].words);
        assert_int_equal(sentences, cases[i].sentences);
        ucs_count(MX, cases[i].in, NULL, NULL, NULL);
    }
}

struct pieces {
    struct str v[8];
    size_t n, most;
};

static bool keep(void *arg, struct str piece)
{
    struct pieces *p = arg;

    p->v[p->n++] = piece;
    return p->n < p->most;
}

static void visits_words_in_order_and_stops_when_told(void **state)
{
    struct pieces p = {.most = 8};

    (void)state;
    ucs_words(MX, STR("Sesión del 24-abril, ¡sí!"), keep, &p);
    assert_int_equal(p.n, 5);
    assert_str(p.v[0], STR("Sesión"));
    assert_str(p.v[2], STR("24"));
    assert_str(p.v[4], STR("sí"));
    p = (struct pieces){.most = 2};
    ucs_words(MX, STR("uno dos tres"), keep, &p);
    assert_int_equal(p.n, 2);
}

static void sentences_come_without_blanks_around_them(void **state)
{
    struct pieces p = {.most = 8};

    (void)state;
    ucs_sentences(MX, STR(" Primera frase.  ¿Segunda?\nTercera\xFF "), keep, &p);
    assert_int_equal(p.n, 3);
    assert_str(p.v[0], STR("Primera frase."));
    assert_str(p.v[1], STR("¿Segunda?"));
    assert_str(p.v[2], STR("Tercera\xFF"));
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

static void wall_times_become_moments(void **state)
{
    static const struct {
        struct str zone;
        struct ucs_wall w;
        int64_t t; /* -1: does not exist */
    } cases[] = {
        {STR_INIT("America/Mexico_City"), {2023, 4, 24, 11, 0, 0}, 1682355600},
        {STR_INIT("America/Mexico_City"),
         {2022, 6, 1, 0, 0, 0},
         1654059600}, /* still with summer time */
        {STR_INIT("UTC"), {1970, 1, 1, 0, 0, 0}, 0},
        {STR_INIT("UTC"), {2024, 2, 29, 12, 0, 0}, 1709208000},
        {STR_INIT("UTC"), {2023, 2, 29, 0, 0, 0}, -1},
        {STR_INIT("UTC"), {2023, 2, 30, 0, 0, 0}, -1},
        {STR_INIT("UTC"), {2023, 13, 1, 0, 0, 0}, -1},
        {STR_INIT("UTC"), {2023, 0, 1, 0, 0, 0}, -1},
        {STR_INIT("UTC"), {2023, 1, 1, 24, 0, 0}, -1},
        {STR_INIT("UTC"), {2023, 1, 1, 0, 60, 0}, -1},
        {STR_INIT("UTC"), {10000, 1, 1, 0, 0, 0}, -1},
        {STR_INIT("UTC"), {0, 1, 1, 0, 0, 0}, -1},
        {STR_INIT("America/Mexico_City"),
         {2022, 4, 3, 2, 30, 0},
         -1}, /* the hour that clocks skipped */
        {STR_INIT("Nowhere/Land"), {2023, 1, 1, 0, 0, 0}, -1},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int64_t t = 77;
        enum err e = ucs_wall_to_epoch(cases[i].zone, cases[i].w, &t);

        assert_int_equal(e, cases[i].t == -1 ? ERR_INVALID : OK);
        assert_true(t == (cases[i].t == -1 ? 77 : cases[i].t));
    }
}

static void knows_zones_by_name(void **state)
{
    (void)state;
    assert_true(ucs_zone_is_known(STR("America/Mexico_City")));
    assert_true(ucs_zone_is_known(STR("UTC")));
    assert_false(ucs_zone_is_known(STR("America/Guadalajara")));
    assert_false(ucs_zone_is_known(STR("Etc/Unknown")));
    assert_false(ucs_zone_is_known(STR("")));
    assert_false(ucs_zone_is_known(STR("../etc/passwd")));
    assert_false(ucs_zone_is_known(STR("/usr/share/zoneinfo/UTC")));
    assert_false(ucs_zone_is_known(STR("America/")));
    assert_false(ucs_zone_is_known(STR("America")));
    assert_false(ucs_zone_is_known(STR("zone1970.tab")));
    assert_false(ucs_zone_is_known(STR("GMT+25:99")));
    assert_false(ucs_zone_is_known(STR("America/Mexico_City\0x")));
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

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(folds_what_people_type_to_one_form),
        T(the_longest_decomposition_folds),
        T(slugs_hold_only_ascii_letters_digits_and_single_hyphens),
        T(distance_is_cut_off_behind_its_maximum),
        T(long_texts_are_far),
        T(the_band_agrees_with_the_whole_table),
        T(sorts_by_the_rules_of_the_locale),
        T(more_locales_than_are_kept_still_sort),
        T(counts_code_points_words_and_sentences),
        T(visits_words_in_order_and_stops_when_told),
        T(sentences_come_without_blanks_around_them),
        T(prints_dates_of_a_zone_and_locale),
        T(more_date_patterns_than_are_kept_still_print),
        T(wall_times_become_moments),
        T(knows_zones_by_name),
        T(formats_messages),
        T(numbers_are_grouped_as_the_locale_does),
        T(refuses_broken_patterns_and_missing_arguments),
        T(a_text_that_is_a_number_may_stand_for_one),
        T(a_message_above_its_ceiling_is_too_big),
        T(many_messages_share_the_slots_of_the_cache),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
