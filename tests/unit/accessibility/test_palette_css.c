/* What the style sheet promises of any palette. (Its exact text: tests/golden/palette.) */
#include "tests/unit/test.h"

#include "accessibility/choice.h"
#include "accessibility/palette.h"
#include "fcgi/base/files.h"

static struct arena arena;

static const struct palette *theme(void)
{
    const struct palette *p;
    struct diags d;
    struct str source;

    diags_init(&d, &arena);
    assert_int_equal(
        file_read(&arena, STR("themes/institucional/palette.yml"), PALETTE_FILE_MAX, &source), OK);
    p = palette_parse(&arena, STR("palette.yml"), source, &d);
    assert_non_null(p);
    return p;
}

static size_t count(struct str s, struct str needle)
{
    size_t n = 0;

    for (size_t at = str_find(s, needle); at < s.n; at = str_find(s, needle)) {
        s = str_sub(s, at + needle.n, s.n);
        n++;
    }
    return n;
}

static void every_token_stands_in_every_presentation(void **state)
{
    const struct palette *p = theme();
    struct str css = palette_css(&arena, p);

    (void)state;
    for (size_t i = 0; i < p->tokens.n; i++) {
        struct str name = arena_fmt(&arena, ";--" STR_FMT ":#", STR_ARG(p->tokens.v[i]));

        assert_int_equal(count(css, name), p->npresentations);
    }
}

static void a_choice_beats_the_system(void **state)
{
    struct str css = palette_css(&arena, theme()), line;
    int media = 0;

    (void)state;
    while (str_line(&css, &line)) {
        if (!str_starts(line, STR("@media screen and")))
            continue;
        assert_true(str_has(line, STR("{:root:not([class*=\"c-\"]),")));
        media++;
    }
    assert_int_equal(media, 3);
}

/* The test for "no word chosen" is a part of a name: no other word may hold it. */
static void no_word_of_another_axis_looks_like_contrast(void **state)
{
    (void)state;
    for (unsigned axis = 0; axis < AXIS__MAX; axis++) {
        for (int n = 1; choice_word((enum axis)axis, n).n > 0; n++)
            assert_int_equal(str_has(choice_word((enum axis)axis, n), STR("c-")),
                             axis == AXIS_CONTRAST);
    }
}

static void every_word_can_be_chosen_and_tried(void **state)
{
    struct str css = palette_css(&arena, theme());

    (void)state;
    for (int n = 1; choice_word(AXIS_CONTRAST, n).n > 0; n++) {
        struct str word = choice_word(AXIS_CONTRAST, n);
        struct str rule = arena_fmt(
            &arena, "@media screen{." STR_FMT ",form:has([value=\"" STR_FMT "\"]:checked) .sample{",
            STR_ARG(word), STR_ARG(word));

        assert_int_equal(count(css, rule), 1);
    }
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

static void assert_known(struct str sheet, struct str css, struct str name)
{
    struct str declared = arena_fmt(&arena, STR_FMT ":", STR_ARG(name));

    if (!str_has(css, declared) && !str_has(sheet, declared))
        fail_msg("no such property: " STR_FMT, STR_ARG(name));
}

/* "#fff" and the like; "#" in a name or an address is followed by other letters, or by 8 digits. */
static void assert_no_colour(struct str line)
{
    for (size_t at = str_index(line, '#'); at < line.n; at++) {
        size_t n = 1;
        struct rgb c;

        while (at + n < line.n && is_name(line.p[at + n]))
            n++;
        if (rgb_parse(str_sub(line, at, at + n), &c) || str_has(line, STR("rgb(")))
            fail_msg("a colour: " STR_FMT, STR_ARG(line));
    }
}

/* A colour in the sheet is proven by nobody; a name that is not there is no colour at all. */
static void the_sheet_of_the_theme_has_no_colour_of_its_own(void **state)
{
    struct str css = palette_css(&arena, theme()), sheet, rest, line;
    int names = 0;

    (void)state;
    assert_int_equal(
        file_read(&arena, STR("themes/institucional/static/css/estilo.css"), 1u << 20, &sheet), OK);
    rest = sheet;
    while (str_line(&rest, &line)) {
        assert_no_colour(line);
        for (size_t at = str_find(line, STR("var(")); at < line.n;
             at = str_find(line, STR("var("))) {
            size_t n = 0;

            line = str_sub(line, at + 4, line.n);
            while (n < line.n && is_name(line.p[n]))
                n++;
            assert_known(sheet, css, str_sub(line, 0, n));
            names++;
        }
    }
    assert_true(names > 50);
}

static void braces_are_even(void **state)
{
    struct str css = palette_css(&arena, theme());

    (void)state;
    assert_int_equal(count(css, STR("{")), count(css, STR("}")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_token_stands_in_every_presentation),
        cmocka_unit_test(a_choice_beats_the_system),
        cmocka_unit_test(no_word_of_another_axis_looks_like_contrast),
        cmocka_unit_test(every_word_can_be_chosen_and_tried),
        cmocka_unit_test(the_sheet_of_the_theme_has_no_colour_of_its_own),
        cmocka_unit_test(braces_are_even),
    };
    int failed;

    arena_init(&arena, 16u << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
