/* Where the words of the glossary stand in a text. */
#include "tests/unit/test.h"

#include "content/glossary.h"
#include "fcgi/base/buf.h"

#include <string.h>
#include <time.h>

struct fixture {
    struct arena a;
    struct diags d;
    struct buf b;
    const struct glossary *g;
};

static int set_up(void **state)
{
    static struct fixture f;

    arena_init(&f.a, (size_t)256 << 20);
    diags_init(&f.d, &f.a);
    buf_init(&f.b, 1u << 20);
    f.g = glossary_parse(&f.a, STR("g.yml"),
                         STR("page: /g\nterms:\n"
                             "  - {term: PREP, definition: x}\n"
                             "  - {term: Acta, definition: x, also: [actas]}\n"
                             "  - {term: Acta PREP, definition: x}\n"
                             "  - {term: Acta de escrutinio y cómputo, definition: x}\n"
                             "  - {term: Cómputo, definition: x}\n"
                             "  - {term: Año, definition: x}\n"
                             "  - {term: Acuerdo, definition: x, not: [de acuerdo]}\n"
                             "  - {term: Post-electoral, definition: x}\n"),
                         STR("es-MX"), &f.d);
    *state = &f;
    return f.g == NULL || f.d.nerrors > 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    buf_release(&f->b);
    arena_release(&f->a);
    return 0;
}

/* "[text|id]" for each use; "!" behind an acronym. */
static struct str uses(struct fixture *f, struct str s)
{
    struct glossary_use u;

    buf_clear(&f->b);
    for (size_t at = 0; glossary_find(f->g, s, at, &u); at = u.end)
        buf_addf(&f->b, "[" STR_FMT "|" STR_FMT "%s]", STR_ARG(str_sub(s, u.at, u.end)),
                 STR_ARG(f->g->v[u.entry].id), u.acronym ? "!" : "");
    return buf_str(&f->b);
}

static void words_are_found(void **state)
{
    static const struct {
        const char *text, *uses;
    } rows[] = {
        {"", ""},
        {"nada", ""},
        {"El PREP.", "[PREP|prep!]"},
        {"«PREP», (PREP) ¿PREP? PREP: PREP;", "[PREP|prep!][PREP|prep!][PREP|prep!]"
                                              "[PREP|prep!][PREP|prep!]"},
        {"prep Prep PREPs preprep", ""},
        {"IEPC/PREP PREP-2024 a_PREP PREP.mx PREP@x", ""},
        {"acta ACTA Ácta actas Actas", "[acta|acta][ACTA|acta][Ácta|acta][actas|acta][Actas|acta]"},
        {"acta PREP", "[acta PREP|acta-prep]"},
        {"acta  PREP, acta\nPREP, acta\xC2\xA0PREP",
         "[acta  PREP|acta-prep][acta\nPREP|acta-prep][acta\xC2\xA0PREP|acta-prep]"},
        {"acta prep", "[acta|acta]"},
        {"acta, PREP", "[acta|acta][PREP|prep!]"},
        {"acta de escrutinio y cómputo",
         "[acta de escrutinio y cómputo|acta-de-escrutinio-y-computo]"},
        {"acta de escrutinio y computos", "[acta|acta]"},
        {"acta de escrutinio, cómputo", "[acta|acta][cómputo|computo]"},
        {"COMPUTO co\xCC\x81mputo", "[COMPUTO|computo][co\xCC\x81mputo|computo]"},
        {"año ano AÑO", "[año|ano][AÑO|ano]"}, /* "ano" is another word */
        {"de acuerdo con el acuerdo, De Acuerdo", "[acuerdo|acuerdo]"},
        {"el conteo post-electoral, electoral", "[post-electoral|post-electoral]"},
        {"acta\xEE\x80\x80PREP", "[acta|acta][PREP|prep!]"},
        {"\xFF\xC3 acta \xE2\x82", "[acta|acta]"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_str(uses(f, str_from(rows[i].text)), str_from(rows[i].uses));
}

static double seconds(const struct glossary *g, struct str s)
{
    struct timespec from, to;
    struct glossary_use u;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    for (size_t at = 0; glossary_find(g, s, at, &u); at = u.end)
        ;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* Four times the text takes about four times as long, although every word begins a form. */
static void time_grows_with_the_text(void **state)
{
    struct fixture *f = *state;
    size_t n = (size_t)1 << 20;
    char *text = arena_zalloc(&f->a, n * 4, 1);
    double one = 1e9, four = 1e9;

    for (size_t i = 0; i < n * 4; i++)
        text[i] = "acta de escrutinio y "[i % 21];
    for (int k = 0; k < 5; k++) {
        double a = seconds(f->g, (struct str){text, n}),
               b = seconds(f->g, (struct str){text, n * 4});

        one = a < one ? a : one;
        four = b < four ? b : four;
    }
    assert_true(four < one * 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_are_found),
                                       cmocka_unit_test(time_grows_with_the_text)};

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
