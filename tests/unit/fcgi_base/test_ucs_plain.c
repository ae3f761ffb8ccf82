#include "tests/unit/test.h"

#include "fcgi/base/buf.h"
#include "fcgi/base/ucs.h"

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

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(slugs_hold_only_ascii_letters_digits_and_single_hyphens),
        T(distance_is_cut_off_behind_its_maximum),
        T(long_texts_are_far),
        T(the_band_agrees_with_the_whole_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
