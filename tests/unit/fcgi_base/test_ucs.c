#include "tests/unit/test.h"

#include "fcgi/base/ucs.h"
#include "fcgi/base/ucs_name.h"

#define MX STR("es-MX")

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

static void utf16_comes_back(void **state)
{
    int32_t n = 0;
    const uint16_t *p = ucs_to_utf16(*state, STR("aá日\xF0\x9F\x98\x80\xFFz"), &n);

    assert_int_equal(n, 7); /* a pair for the emoji, U+FFFD for the stray byte */
    assert_int_equal(p[n], 0);
    assert_str(ucs_to_utf8(*state, p, n), STR("aá日\xF0\x9F\x98\x80\xEF\xBF\xBDz"));
    assert_str(ucs_to_utf8(*state, ucs_to_utf16(*state, STR(""), &n), 0), STR(""));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(utf16_comes_back),
        T(folds_what_people_type_to_one_form),
        T(the_longest_decomposition_folds),
        T(counts_code_points_words_and_sentences),
        T(visits_words_in_order_and_stops_when_told),
        T(sentences_come_without_blanks_around_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
