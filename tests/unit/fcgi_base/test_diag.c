/* The list of mistakes and its sentences. */
#include "tests/unit/test.h"

#include "fcgi/base/diag.h"

#include <string.h>

struct fixture {
    struct arena a;
    struct diags d;
};

static int set_up(void **state)
{
    static struct fixture f;

    arena_init(&f.a, 1 << 24);
    diags_init(&f.d, &f.a);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(&((struct fixture *)*state)->a);
    return 0;
}

static void keeps_all_mistakes_in_order_and_counts_them(void **state)
{
    struct fixture *f = *state;
    const struct diag *g;

    diag_error(&f->d, STR("a.md"), 3, "first");
    diag_warn(&f->d, STR("b.md"), 0, "second", STR("x"));
    diag_error(&f->d, STR("a.md"), 1, "third", STR("x"), STR("y"), STR("z"));
    assert_int_equal(f->d.nerrors, 2);
    assert_int_equal(f->d.nwarnings, 1);
    g = f->d.first;
    assert_string_equal(g->code, "first");
    assert_int_equal(g->level, DIAG_ERROR);
    assert_int_equal(g->line, 3);
    assert_int_equal(g->nargs, 0);
    g = g->next;
    assert_string_equal(g->code, "second");
    assert_int_equal(g->level, DIAG_WARNING);
    assert_str(g->file, STR("b.md"));
    assert_int_equal(g->nargs, 1);
    g = g->next;
    assert_string_equal(g->code, "third");
    assert_int_equal(g->nargs, 3);
    assert_str(g->args[2], STR("z"));
    assert_null(g->next);
    assert_ptr_equal(g, f->d.last);
}

static void owns_what_it_was_given(void **state)
{
    struct fixture *f = *state;
    char file[] = "a.md", arg[] = "arg";

    diag_error(&f->d, str_from(file), 1, "code", str_from(arg));
    memset(file, 'x', 4);
    memset(arg, 'x', 3);
    assert_str(f->d.first->file, STR("a.md"));
    assert_str(f->d.first->args[0], STR("arg"));
}

static const struct messages *catalogue(struct fixture *f)
{
    static const char source[] =
        "diag:\n"
        "  missing-alt: \"La imagen {0} no tiene texto, l\xc3\xadnea {1}.\"\n"
        "  plain: \"No se puede.\"\n";
    const struct messages *m =
        messages_parse(&f->a, STR("es-MX.yml"), str_from(source), STR("es-MX"), &f->d);

    assert_non_null(m);
    return m;
}

static void the_sentence_comes_from_the_catalogue(void **state)
{
    struct fixture *f = *state;
    const struct messages *m = catalogue(f);

    diag_error(&f->d, STR("a.md"), 1, "missing-alt", STR("{0}'x"), STR("7"));
    assert_str(diag_text(f->d.first, m, &f->a),
               STR("La imagen {0}'x no tiene texto, l\xc3\xadnea 7."));
    diag_error(&f->d, STR("a.md"), 1, "plain");
    assert_str(diag_text(f->d.last, m, &f->a), STR("No se puede."));
}

static void without_a_sentence_code_and_arguments_are_shown(void **state)
{
    struct fixture *f = *state;

    diag_error(&f->d, STR("a.md"), 1, "unknown-code", STR("x"), STR("y"));
    assert_str(diag_text(f->d.first, NULL, &f->a), STR("unknown-code: x, y"));
    assert_str(diag_text(f->d.first, catalogue(f), &f->a), STR("unknown-code: x, y"));
}

static void suggests_the_nearest_within_a_third_of_the_word(void **state)
{
    static const struct str names[] = {STR_INIT("title"), STR_INIT("date"), STR_INIT("description"),
                                       STR_INIT("draft"), STR_INIT("tags"), STR_INIT("summary")};
    static const struct {
        struct str word, want;
    } rows[] = {
        {STR_INIT("titel"), STR_INIT("")}, /* two edits in five letters */
        {STR_INIT("titles"), STR_INIT("title")},
        {STR_INIT("titl"), STR_INIT("title")},
        {STR_INIT("decription"), STR_INIT("description")},
        {STR_INIT("desription"), STR_INIT("description")},
        {STR_INIT("sumary"), STR_INIT("summary")},
        {STR_INIT("dte"), STR_INIT("date")},
        {STR_INIT("xy"), STR_INIT("")},
        {STR_INIT(""), STR_INIT("")},
        {STR_INIT("something else"), STR_INIT("")},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_str(diag_suggest(rows[i].word, names, ARRAY_LEN(names)), rows[i].want);
    assert_str(diag_suggest(STR("title"), NULL, 0), STR(""));
}

#define WITH_DIAGS(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DIAGS(keeps_all_mistakes_in_order_and_counts_them),
        WITH_DIAGS(owns_what_it_was_given),
        WITH_DIAGS(the_sentence_comes_from_the_catalogue),
        WITH_DIAGS(without_a_sentence_code_and_arguments_are_shown),
        WITH_DIAGS(suggests_the_nearest_within_a_third_of_the_word),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
