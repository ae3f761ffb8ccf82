#include "tests/unit/test.h"

#include "tests/unit/themes/model.h"
#include "themes/tpl_code.h"

struct fixture {
    struct arena a;
    struct diags d;
};

static int set_up(void **state)
{
    static struct fixture f;

    arena_init(&f.a, 64u << 20);
    diags_init(&f.d, &f.a);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(&((struct fixture *)*state)->a);
    return 0;
}

static void each_place_has_its_escaping(void **state)
{
    static const struct {
        struct str text;
        enum tpl_op op;
    } cases[] = {
        {STR_INIT("{{title}}"), OP_ESCAPED},
        {STR_INIT("{{link}}"), OP_ESCAPED},
        {STR_INIT("{{count}}"), OP_INT},
        {STR_INIT("{{{body}}}"), OP_HTML},
        {STR_INIT("<p title=\"{{title}}\">"), OP_ESCAPED},
        {STR_INIT("<a href=\"{{link}}\">"), OP_URL},
        {STR_INIT("<a href=\"?q={{title}}\">"), OP_COMPONENT},
        {STR_INIT("<a href=\"?q={{link}}\">"), OP_COMPONENT},
        {STR_INIT("<a href=\"?q={{count}}\">"), OP_INT},
        {STR_INIT("<textarea>{{title}}</textarea>"), OP_ESCAPED},
        {STR_INIT("<script type=\"application/ld+json\">{{json title}}</script>"), OP_JSON},
        {STR_INIT("<p>{{t \"hello\" title}}"), OP_MESSAGE},
        {STR_INIT("<p class=\"{{splice \"class\"}}\">"), OP_SPLICE},
        {STR_INIT("<p title=\"{{splice \"request-id\"}}\">"), OP_SPLICE},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct tpl *t = compile_parts(&f->a, cases[i].text, &f->d);
        bool found = false;

        assert_non_null(t);
        for (size_t k = 0; k < t->n; k++)
            found = found || t->code[k].op == cases[i].op;
        assert_true(found);
    }
}

static void plain_texts_cost_nothing_when_rendered(void **state)
{
    struct fixture *f = *state;
    const struct tpl *t =
        compile_parts(&f->a, STR("<p>{{t \"plain\"}}</p>{{! x }}<p>{{t \"quote\"}}</p>"), &f->d);

    assert_non_null(t);
    assert_int_equal(t->n, 1);
    assert_str(t->code[0].text, STR("<p>Menú &amp; más</p><p>it&#39;s</p>"));
}

static void no_field_passes_where_it_is_unsafe(void **state)
{
    static const struct str places[] = {
        STR_INIT("<p X>"),
        STR_INIT("<X>"),
        STR_INIT("</X>"),
        STR_INIT("<p aX=\"b\">"),
        STR_INIT("<p a=X>"),
        STR_INIT("<p a=bX>"),
        STR_INIT("<p a=\"b\"X>"),
        STR_INIT("<!-- X -->"),
        STR_INIT("<!doctype X>"),
        STR_INIT("<script>X</script>"),
        STR_INIT("<style>X</style>"),
        STR_INIT("<p onclick=\"X\">"),
        STR_INIT("<p style=\"X\">"),
        STR_INIT("<iframe srcdoc=\"X\"></iframe>"),
        STR_INIT("<script type=\"application/ld+json\">X</script>"),
        STR_INIT("<noembed>X</noembed>"),
    };
    static const struct str slots[] = {STR_INIT("{{title}}"),
                                       STR_INIT("{{link}}"),
                                       STR_INIT("{{count}}"),
                                       STR_INIT("{{{body}}}"),
                                       STR_INIT("{{t \"plain\"}}"),
                                       STR_INIT("{{t \"hello\" title}}"),
                                       STR_INIT("{{splice \"class\"}}"),
                                       STR_INIT("{{splice \"request-id\"}}"),
                                       STR_INIT("{{splice \"form-state\"}}")};
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        size_t at = str_index(places[i], 'X');

        for (size_t k = 0; k < ARRAY_LEN(slots); k++) {
            struct str text = arena_join(&f->a, str_sub(places[i], 0, at), slots[k],
                                         str_sub(places[i], at + 1, places[i].n));

            diags_init(&f->d, &f->a);
            assert_null(compile_parts(&f->a, text, &f->d));
            assert_true(f->d.nerrors > 0);
        }
    }
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(each_place_has_its_escaping),
        T(plain_texts_cost_nothing_when_rendered),
        T(no_field_passes_where_it_is_unsafe),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
