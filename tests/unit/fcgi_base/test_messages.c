#include "tests/unit/test.h"

#include "fcgi/base/diag.h"
#include "fcgi/base/messages.h"

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

static const struct messages *parse(struct fixture *f, struct str source)
{
    return messages_parse(&f->a, STR("es-MX.yml"), source, STR("es-MX"), &f->d);
}

static void nested_maps_become_dotted_keys(void **state)
{
    struct fixture *f = *state;
    const struct messages *m =
        parse(f, STR("nav:\n  menu: Menú\n  deep:\n    er: más\nzeta: z\nalfa: a\n"));
    struct str pattern;

    assert_non_null(m);
    assert_str(messages_locale(m), STR("es-MX"));
    assert_true(messages_has(m, STR("nav.menu"), &pattern));
    assert_str(pattern, STR("Menú"));
    assert_str(messages_format(m, &f->a, STR("nav.deep.er"), NULL, 0), STR("más"));
    assert_str(messages_format(m, &f->a, STR("alfa"), NULL, 0), STR("a"));
    assert_false(messages_has(m, STR("nav"), &pattern));
    assert_false(messages_has(m, STR(""), &pattern));
}

static void texts_without_arguments_are_returned_as_they_are(void **state)
{
    struct fixture *f = *state;
    const struct messages *m =
        parse(f, STR("a: texto } # llano\nb: \"it''s '{'\"\nc: 5\nd: true\ne: ''\n"));

    assert_non_null(m);
    assert_str(messages_format(m, &f->a, STR("a"), NULL, 0), STR("texto }"));
    assert_str(messages_format(m, &f->a, STR("b"), NULL, 0), STR("it's {"));
    assert_str(messages_format(m, &f->a, STR("c"), NULL, 0), STR("5"));
    assert_str(messages_format(m, &f->a, STR("d"), NULL, 0), STR("true"));
    assert_str(messages_format(m, &f->a, STR("e"), NULL, 0), STR(""));
}

static void formats_with_arguments(void **state)
{
    struct fixture *f = *state;
    const struct messages *m = parse(
        f,
        STR("n: '{0,plural,=0{Sin resultados}one{# resultado}other{# resultados}} para «{1}»'\n"));
    const struct message_arg none[] = {MSG_INT(0), MSG_TEXT(STR("x"))};
    const struct message_arg many[] = {MSG_INT(1500), MSG_TEXT(STR("x"))};

    assert_str(messages_format(m, &f->a, STR("n"), none, 2), STR("Sin resultados para «x»"));
    assert_str(messages_format(m, &f->a, STR("n"), many, 2), STR("1,500 resultados para «x»"));
}

static void a_missing_key_gives_the_key_and_a_missing_argument_the_pattern(void **state)
{
    struct fixture *f = *state;
    const struct messages *m = parse(f, STR("a: '{0} y {1}'\n"));
    const struct message_arg one[] = {MSG_INT(1)};

    assert_str(messages_format(m, &f->a, STR("absent"), NULL, 0), STR("absent"));
    assert_str(messages_format(m, &f->a, STR("a"), one, 1), STR("{0} y {1}"));
}

static void every_mistake_is_reported_with_its_line(void **state)
{
    struct fixture *f = *state;

    assert_null(
        parse(f, STR("a: '{'\nb: [1]\nc:\nd:\n  e: '{0,plural,one{x}}'\nf.g: 1\nf:\n  g: 2\n")));
    assert_int_equal(f->d.nerrors, 4 + 1);
    assert_string_equal(f->d.first->code, "message-pattern");
    assert_int_equal(f->d.first->line, 1);
    assert_string_equal(f->d.first->next->code, "message-not-text");
    assert_int_equal(f->d.first->next->line, 2);
    assert_int_equal(f->d.first->next->next->line, 3);
    assert_int_equal(f->d.first->next->next->next->line, 5);
    assert_str(f->d.first->next->next->next->args[0], STR("d.e"));
    assert_string_equal(f->d.last->code, "yaml-repeated-key");
    assert_int_equal(f->d.last->line, 8);
    assert_str(f->d.last->args[1], STR("6"));
}

static void an_empty_file_is_an_empty_catalogue(void **state)
{
    struct fixture *f = *state;
    const struct messages *m = parse(f, STR("# nothing yet\n"));

    assert_non_null(m);
    assert_str(messages_format(m, &f->a, STR("k"), NULL, 0), STR("k"));
    assert_int_equal(f->d.nerrors, 0);
}

static void a_list_at_the_top_is_an_error(void **state)
{
    struct fixture *f = *state;

    assert_null(parse(f, STR("- a\n")));
    assert_string_equal(f->d.first->code, "yaml-not-a-map");
}

static void tells_how_arguments_are_used(void **state)
{
    struct fixture *f = *state;
    const struct messages *m = parse(f, STR("a: '{1} {0,plural,other{{0} {2,number}}}'\nb: x\n"));

    assert_int_equal(messages_use(m, STR("a"), 0), MESSAGE_NUMBER);
    assert_int_equal(messages_use(m, STR("a"), 1), MESSAGE_TEXT);
    assert_int_equal(messages_use(m, STR("a"), 2), MESSAGE_NUMBER);
    assert_int_equal(messages_use(m, STR("b"), 0), MESSAGE_UNUSED);
    assert_int_equal(messages_use(m, STR("absent"), 0), MESSAGE_UNUSED);
}

static void suggests_the_nearest_key(void **state)
{
    struct fixture *f = *state;
    const struct messages *m = parse(f, STR("nav:\n  menu: x\n  main: y\nsearch:\n  title: z\n"));

    assert_str(messages_suggest(m, STR("nav.menus")), STR("nav.menu"));
    assert_str(messages_suggest(m, STR("serach.title")), STR("search.title"));
    assert_str(messages_suggest(m, STR("something.else")), STR(""));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(nested_maps_become_dotted_keys),
        T(texts_without_arguments_are_returned_as_they_are),
        T(formats_with_arguments),
        T(a_missing_key_gives_the_key_and_a_missing_argument_the_pattern),
        T(every_mistake_is_reported_with_its_line),
        T(an_empty_file_is_an_empty_catalogue),
        T(a_list_at_the_top_is_an_error),
        T(tells_how_arguments_are_used),
        T(suggests_the_nearest_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
