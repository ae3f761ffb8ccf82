/* Syllables by hand count, figures by the formulas' own arithmetic. */
#include "content/readability.h"
#include "tests/unit/test.h"

#include <math.h>
#include <stdio.h>

static void counts_syllables_as_a_speaker_does(void **state)
{
    static const struct {
        const char *word;
        int n;
    } rows[] = {
        {"sol", 1},
        {"casa", 2},
        {"PREP", 1},
        {"elección", 3},
        {"elecciones", 4},
        {"ciudad", 2},
        {"ciudadanía", 5}, /* ciu-da-da-ní-a */
        {"país", 2},
        {"aéreo", 4},
        {"leer", 2},
        {"que", 1},
        {"quién", 1},
        {"guía", 2},
        {"guerra", 2},
        {"pingüino", 3},
        {"agua", 2},
        {"averigüéis", 4},
        {"limpiáis", 2},
        {"muy", 1},
        {"y", 1},
        {"ley", 1},
        {"leyes", 2},
        {"yo", 1},
        {"huelga", 2},
        {"prohibir", 2}, /* prohi-bir */
        {"prohíbe", 3},
        {"ahuecar", 3},
        {"búho", 2},
        {"alcohol", 3},
        {"cohete", 3},
        {"chiita", 3},
        {"huir", 1},
        {"huía", 2},
        {"institución", 4},
        {"JALISCO", 3},
        {"ÁREA", 3},
        {"representación", 5},
        {"electroencefalografista", 10},
        {"brr", 1},
        {"", 1},
        {"12", 1},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int n = syllables_es(str_from(rows[i].word));

        if (n != rows[i].n)
            fail_msg("%s: %d instead of %d", rows[i].word, n, rows[i].n);
    }
}

static bool is_near(double x, double y)
{
    return fabs(x - y) < 0.005;
}

/* 32 words of 2 syllables each in 4 sentences. */
#define EIGHT "Casa mesa silla cama perro gato luna nube. "

static void the_figures_are_the_formulas(void **state)
{
    struct readability r;

    (void)state;
    readability_measure(STR("es-MX"), STR(EIGHT EIGHT EIGHT EIGHT), &r);
    assert_int_equal(r.words, 32);
    assert_int_equal(r.sentences, 4);
    assert_int_equal(r.syllables, 64);
    assert_true(is_near(r.fernandez_huerta, 206.84 - 60 * 2 - 1.02 * 8)); /* 78.68 */
    assert_true(is_near(r.szigriszt, 206.835 - 62.3 * 2 - 8));            /* 74.235 */
    assert_int_equal(r.grade, INFLESZ_EASY);
    assert_int_equal(r.longest_words, 8);
    assert_int_equal(r.long_sentences, 0);
}

static void short_texts_have_no_figure(void **state)
{
    struct readability r;

    (void)state;
    readability_measure(STR("es-MX"), STR(EIGHT EIGHT EIGHT), &r);
    assert_int_equal(r.words, 24);
    assert_int_equal(r.sentences, 0);
    assert_int_equal(r.syllables, 0);
    assert_int_equal(r.longest_words, 8);
    readability_measure(STR("es-MX"), STR(""), &r);
    assert_int_equal(r.words, 0);
}

static void a_line_is_a_sentence_and_numbers_are_no_words(void **state)
{
    struct readability r;

    (void)state;
    readability_measure(STR("es-MX"),
                        STR("Casa mesa silla cama perro gato luna nube\n"
                            "2024 1,500 % – 60\n"
                            "Casa mesa silla cama perro gato luna nube\n"
                            "Casa mesa silla cama perro gato luna nube\n"
                            "Casa mesa silla cama perro gato luna nube\n"),
                        &r);
    assert_int_equal(r.words, 32);
    assert_int_equal(r.sentences, 4);
}

static void abbreviations_end_no_sentence(void **state)
{
    struct readability r;

    (void)state;
    readability_measure(STR("es-MX"),
                        STR(EIGHT EIGHT EIGHT "Lo dice el Art. 8 de la ley local que rige."), &r);
    assert_int_equal(r.sentences, 4);
}

static void long_sentences_are_counted_and_the_longest_is_named(void **state)
{
    /* 42 and 45 words */
    static const char text[] =
        "uno dos tres cuatro cinco seis siete ocho nueve diez "
        "uno dos tres cuatro cinco seis siete ocho nueve diez "
        "uno dos tres cuatro cinco seis siete ocho nueve diez "
        "uno dos tres cuatro cinco seis siete ocho nueve diez y dos.\n"
        "Larga de veras uno dos tres cuatro cinco seis siete ocho nueve diez "
        "uno dos tres cuatro cinco seis siete ocho nueve diez "
        "uno dos tres cuatro cinco seis siete ocho nueve diez "
        "uno dos tres cuatro cinco seis siete ocho nueve diez y dos.\n";
    struct readability r;

    (void)state;
    readability_measure(STR("es-MX"), str_from(text), &r);
    assert_int_equal(r.long_sentences, 2);
    assert_int_equal(r.longest_words, 45);
    assert_true(str_starts(r.longest, STR("Larga de veras uno")));
    assert_int_equal(r.grade, INFLESZ_EASY);
}

static void grades_begin_at_their_bounds(void **state)
{
    /* One sentence of 30 words and of n syllables: perspicuity 176.835 - 62.3 * n / 30. */
    static const struct {
        const char *word;
        enum inflesz grade;
    } rows[] = {{"sol", INFLESZ_VERY_EASY},     /* 1: 114.5 */
                {"casa", INFLESZ_HARD},         /* 2: 52.2 */
                {"camino", INFLESZ_VERY_HARD}}; /* 3: below 0 */

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char text[512];
        size_t n = 0;
        struct readability r;

        for (int k = 0; k < 30; k++)
            n += (size_t)snprintf(text + n, sizeof(text) - n, "%s ", rows[i].word);
        readability_measure(STR("es-MX"), (struct str){text, n}, &r);
        assert_int_equal(r.sentences, 1);
        assert_int_equal(r.grade, rows[i].grade);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_syllables_as_a_speaker_does),
        cmocka_unit_test(the_figures_are_the_formulas),
        cmocka_unit_test(short_texts_have_no_figure),
        cmocka_unit_test(a_line_is_a_sentence_and_numbers_are_no_words),
        cmocka_unit_test(abbreviations_end_no_sentence),
        cmocka_unit_test(long_sentences_are_counted_and_the_longest_is_named),
        cmocka_unit_test(grades_begin_at_their_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
