/* The theme that comes with the program, and what each word promises. (What is told, and where:
 * tests/golden/palette.) */
#include "tests/unit/test.h"

#include "accessibility/choice.h"
#include "accessibility/palette.h"
#include "fcgi/base/files.h"

static struct arena arena;
static struct diags diags;
static struct str source;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 64u << 20);
    diags_init(&diags, &arena);
    return file_read(&arena, STR("themes/institucional/palette.yml"), PALETTE_FILE_MAX, &source) !=
           OK;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static const struct palette *theme(void)
{
    const struct palette *p = palette_parse(&arena, STR("palette.yml"), source, &diags);

    assert_non_null(p);
    return p;
}

static const struct palette_presentation *named(const struct palette *p, struct str name)
{
    for (size_t i = 0; i < p->npresentations; i++) {
        if (str_eq(p->presentations[i].name, name))
            return &p->presentations[i];
    }
    fail_msg("no presentation " STR_FMT, STR_ARG(name));
    return NULL;
}

static void the_theme_passes(void **state)
{
    (void)state;
    palette_check(theme(), &diags);
    for (const struct diag *g = diags.first; g != NULL; g = g->next)
        print_message("%d " STR_FMT " " STR_FMT "\n", g->line, STR_ARG(g->args[0]),
                      STR_ARG(g->args[1]));
    assert_int_equal(diags.nerrors, 0);
}

/* Counted anew here, so that the check cannot be right about itself alone. */
static void every_word_keeps_its_promise(void **state)
{
    static const struct {
        struct str word;
        double text;
    } promised[] = {{STR_INIT("c-claro"), 15}, {STR_INIT("c-oscuro"), 15},
                    {STR_INIT("c-tenue"), 7},  {STR_INIT("c-crema"), 7},
                    {STR_INIT("c-gris"), 7},   {STR_INIT("c-amarillo"), 15}};
    const struct palette *p = theme();
    int pairs = 0;

    (void)state;
    for (size_t w = 0; w < ARRAY_LEN(promised); w++) {
        const struct palette_presentation *at = named(p, promised[w].word);

        for (size_t i = 0; i < p->npairs; i++) {
            double ratio = contrast_ratio(at->v[p->pairs[i].fg].c, at->v[p->pairs[i].bg].c);

            assert_true(ratio >= (p->pairs[i].kind == PALETTE_PART ? 3 : promised[w].text));
            pairs++;
        }
    }
    assert_true(pairs >= 200);
}

static void the_words_are_what_they_are_called(void **state)
{
    const struct palette *p = theme();
    const struct palette_presentation *grey = named(p, STR("c-gris")), *yellow;

    (void)state;
    for (size_t i = 0; i < p->tokens.n; i++)
        assert_true(rgb_is_grey(grey->v[i].c));
    yellow = named(p, STR("c-amarillo"));
    for (size_t i = 0; i < p->tokens.n; i++) {
        if (str_eq(p->tokens.v[i], STR("page")))
            assert_true(rgb_eq(yellow->v[i].c, (struct rgb){0, 0, 0}));
        if (str_eq(p->tokens.v[i], STR("ink")))
            assert_true(rgb_eq(yellow->v[i].c, (struct rgb){255, 255, 0}));
    }
}

/* Any one colour made equal to its ground is found, in each presentation. */
static void no_pair_is_overlooked(void **state)
{
    const struct palette *p = theme();

    (void)state;
    for (size_t i = 0; i < p->npresentations; i++) {
        struct palette_presentation *at = ARENA_ARRAY(&arena, struct palette_presentation, 1);
        struct palette one = *p;

        *at = p->presentations[i];
        at->parent = -1;
        one.presentations = at;
        one.npresentations = 1;
        for (size_t k = 0; k < p->npairs; k++) {
            struct rgb kept = at->v[p->pairs[k].fg].c;
            struct diags d;

            diags_init(&d, &arena);
            at->v[p->pairs[k].fg].c = at->v[p->pairs[k].bg].c;
            palette_check(&one, &d);
            at->v[p->pairs[k].fg].c = kept;
            assert_true(d.nerrors > 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_theme_passes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_word_keeps_its_promise, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_words_are_what_they_are_called, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_pair_is_overlooked, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
