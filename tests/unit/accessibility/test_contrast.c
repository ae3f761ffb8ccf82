#include "tests/unit/test.h"

#include "accessibility/contrast.h"

#include <math.h>

static struct arena arena;

static struct rgb colour(const char *s)
{
    struct rgb c;

    if (!rgb_parse(str_from(s), &c))
        fail_msg("no colour: %s", s);
    return c;
}

static void assert_ratio(const char *x, const char *y, double want)
{
    double got = contrast_ratio(colour(x), colour(y));

    if (fabs(got - want) > 0.0005)
        fail_msg("%s on %s: got %.4f, want %.4f", x, y, got, want);
    if (got != contrast_ratio(colour(y), colour(x)))
        fail_msg("%s and %s: the order matters", x, y);
}

/* Computed by hand from the definition in WCAG 2.2; the first five are known from its literature.
 */
static void ratios_are_those_of_wcag(void **state)
{
    (void)state;
    assert_ratio("#000", "#fff", 21);
    assert_ratio("#fff", "#ffffff", 1);
    assert_ratio("#777", "#fff", 4.4781);
    assert_ratio("#767676", "#fff", 4.5422);
    assert_ratio("#595959", "#fff", 7.0046);
    assert_ratio("#f00", "#fff", 3.9985);
    assert_ratio("#00f", "#fff", 8.5925);
    assert_ratio("#ff0", "#000", 19.5560);
    assert_ratio("#0a0a0a", "#000", 1.0607);
    assert_ratio("#0b0b0b", "#000", 1.0669);
}

static void luminance_runs_from_black_to_white(void **state)
{
    double before = -1;

    (void)state;
    for (int i = 0; i < 256; i++) {
        unsigned char v = (unsigned char)i;
        double now = rgb_luminance((struct rgb){v, v, v});

        assert_true(now > before);
        before = now;
    }
    assert_true(rgb_luminance(colour("#000")) == 0);
    assert_true(fabs(before - 1) < 1e-12);
}

static void colours_are_read_in_two_forms(void **state)
{
    struct rgb c = {1, 2, 3};
    static const char *const wrong[] = {"",        "#",        "#12",     "#1234", "#12345",
                                        "1234567", "#1234567", "#12345g", "#-12",  "red",
                                        " #fff",   "#fff ",    "rgb(0)",  "#ffé"};

    (void)state;
    assert_true(rgb_eq(colour("#fA0"), colour("#FFaa00")));
    assert_str(rgb_hex(&arena, colour("#A0b")), STR("#aa00bb"));
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        if (rgb_parse(str_from(wrong[i]), &c))
            fail_msg("taken: %s", wrong[i]);
    }
    assert_true(rgb_eq(c, (struct rgb){1, 2, 3}));
}

static void what_fails_never_reads_as_what_was_needed(void **state)
{
    (void)state;
    assert_str(contrast_shown(&arena, 6.9999), STR("6.99"));
    assert_str(contrast_shown(&arena, 7.0), STR("7.00"));
    assert_str(contrast_shown(&arena, contrast_ratio(colour("#000"), colour("#fff"))),
               STR("21.00"));
    assert_str(contrast_shown(&arena, contrast_ratio(colour("#777"), colour("#fff"))), STR("4.47"));
}

static struct str nearest(const char *fg, const char *bg, double needed)
{
    struct rgb c;

    if (!contrast_nearest(colour(fg), colour(bg), needed, &c))
        return STR("none");
    return rgb_hex(&arena, c);
}

static void the_nearest_passing_colour(void **state)
{
    (void)state;
    assert_str(nearest("#000", "#fff", 7), STR("#000000"));
    /* The lightest grey with 4.5 and with 7 on white. */
    assert_str(nearest("#777", "#fff", 4.5), STR("#767676"));
    assert_str(nearest("#777", "#fff", 7), STR("#595959"));
    /* Away from a light ground is down, from a dark one up. */
    assert_str(nearest("#fff", "#fff", 21), STR("#000000"));
    assert_str(nearest("#000", "#000", 21), STR("#ffffff"));
    /* On a middle grey no colour reaches 7. */
    assert_str(nearest("#777", "#777", 7), STR("none"));
    assert_str(nearest("#777", "#777", 4.5), STR("#060606"));
}

static unsigned char next_byte(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return (unsigned char)(*seed >> 24);
}

static struct rgb next_colour(uint32_t *seed)
{
    unsigned char r = next_byte(seed), g = next_byte(seed), b = next_byte(seed);

    return (struct rgb){r, g, b};
}

static void a_suggestion_always_passes(void **state)
{
    static const double needed[] = {3, 4.5, 7, 15};
    const struct rgb black = {0, 0, 0}, white = {255, 255, 255};
    uint32_t seed = 7;
    int found = 0;

    (void)state;
    for (int i = 0; i < 4000; i++) {
        struct rgb fg = next_colour(&seed), bg = next_colour(&seed), c;
        double need = needed[i % 4];
        bool possible = contrast_ratio(black, bg) >= need || contrast_ratio(white, bg) >= need;

        assert_int_equal(contrast_nearest(fg, bg, need, &c), possible);
        if (!possible)
            continue;
        found++;
        assert_true(contrast_ratio(c, bg) >= need);
        assert_true(contrast_ratio(fg, bg) < need || rgb_eq(c, fg));
    }
    assert_true(found > 1000);
}

static void greys_stay_greys(void **state)
{
    (void)state;
    for (int i = 0; i < 256; i++) {
        unsigned char v = (unsigned char)i;
        struct rgb c;

        if (contrast_nearest((struct rgb){v, v, v}, colour("#f6f4fa"), 7, &c))
            assert_true(rgb_is_grey(c));
    }
}

/* The order of the three parts is what stays of a hue when it is seen as words: blue stays blue. */
static void hues_stay(void **state)
{
    struct rgb c;

    (void)state;
    assert_true(contrast_nearest(colour("#5b8def"), colour("#fff"), 7, &c));
    assert_true(c.b > c.g && c.g > c.r);
    assert_true(contrast_nearest(colour("#8a2a2a"), colour("#161616"), 7, &c));
    assert_true(c.r > c.g && c.r > c.b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ratios_are_those_of_wcag),
        cmocka_unit_test(luminance_runs_from_black_to_white),
        cmocka_unit_test(colours_are_read_in_two_forms),
        cmocka_unit_test(what_fails_never_reads_as_what_was_needed),
        cmocka_unit_test(the_nearest_passing_colour),
        cmocka_unit_test(a_suggestion_always_passes),
        cmocka_unit_test(greys_stay_greys),
        cmocka_unit_test(hues_stay),
    };
    int failed;

    arena_init(&arena, 1u << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
