#include "tests/unit/test.h"

#include "fcgi/base/buf.h"
#include "fcgi/base/yaml.h"

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

static const struct yaml *parse(struct fixture *f, struct str source)
{
    return yaml_parse(&f->a, STR("x.yml"), source, 1, &f->d);
}

static void reads_maps_lists_and_texts_with_their_lines(void **state)
{
    struct fixture *f = *state;
    const struct yaml *y = parse(
        f, STR("# comment\ntitle: Elección\ntags:\n  - uno\n  - 'dos'\nnested:\n  deep: 7\n"));
    const struct yaml *tags = yaml_get(y, STR("tags"));

    assert_non_null(y);
    assert_int_equal(y->nchildren, 3);
    assert_str(yaml_get(y, STR("title"))->text, STR("Elección"));
    assert_int_equal(yaml_get(y, STR("title"))->key_line, 2);
    assert_int_equal(tags->nchildren, 2);
    assert_str(tags->first->next->text, STR("dos"));
    assert_true(tags->first->next->quoted);
    assert_false(tags->first->quoted);
    assert_int_equal(tags->first->next->line, 5);
    assert_int_equal(yaml_get(yaml_get(y, STR("nested")), STR("deep"))->line, 7);
    assert_null(yaml_get(y, STR("absent")));
    assert_null(yaml_get(NULL, STR("absent")));
    assert_int_equal(f->d.nerrors, 0);
}

static void counts_lines_from_the_given_one(void **state)
{
    struct fixture *f = *state;

    assert_null(yaml_parse(&f->a, STR("a.md"), STR("a: 1\nb: *x\n"), 2, &f->d));
    assert_int_equal(f->d.first->line, 3);
    assert_str(f->d.first->file, STR("a.md"));
}

static void refuses_what_settings_do_not_need(void **state)
{
    static const struct {
        struct str source;
        const char *code;
        int line;
    } cases[] = {
        {STR_INIT("a: 1\nb: *x\n"), "yaml-alias", 2},
        {STR_INIT("a: &x 1\n"), "yaml-anchor", 1},
        {STR_INIT("a: &x\n  b: 1\n"), "yaml-anchor", 1},
        {STR_INIT("a: 1\nb: !!str 2\n"), "yaml-tag", 2},
        {STR_INIT("a: 1\nb: !own {c: 1}\n"), "yaml-tag", 2},
        {STR_INIT("a: 1\n---\nb: 2\n"), "yaml-many-documents", 2},
        {STR_INIT("a: 1\nb: 2\na: 3\n"), "yaml-repeated-key", 3},
        {STR_INIT("x:\n  a: 1\n  b: 2\n  'a': 3\n"), "yaml-repeated-key", 4},
        {STR_INIT("? [a, b]\n: 1\n"), "yaml-key-not-text", 1},
        {STR_INIT("? {a: b}\n: 1\n"), "yaml-key-not-text", 1},
        {STR_INIT("[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]"), "yaml-too-deep", 1},
        {STR_INIT("a: 1\nb: \xC3\x28\n"), "yaml-not-utf8", 2},
        {STR_INIT("\xFF\xFE"
                  "a\0:\0"),
         "yaml-not-utf8", 1},
        {STR_INIT("a: 1\nb: x\1y\n"), "yaml-control-character", 2},
        {STR_INIT("a: 1\nb: x\0y\n"), "yaml-control-character", 2},
        {STR_INIT("a: 1\n\tb: 2\n"), "yaml-tab", 2},
        {STR_INIT("a:\n\tb: 2\n"), "yaml-tab", 2},
        {STR_INIT("a: 1\nb: @x\n"), "yaml-bad-start", 2},
        {STR_INIT("a: 1\ntitle: Aviso: importante\n"), "yaml-colon-in-value", 2},
        {STR_INIT("a: 1\nb: \"open\nc: 2\n"), "yaml-unclosed-quote", 2},
        {STR_INIT("a: 1\nno colon here\nb: 2\n"), "yaml-missing-colon", 2},
        {STR_INIT("a: [1, 2\nb: 3\n"), "yaml-syntax", 2},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        diags_init(&f->d, &f->a);
        assert_null(parse(f, cases[i].source));
        assert_true(f->d.nerrors >= 1);
        assert_string_equal(f->d.first->code, cases[i].code);
        assert_int_equal(f->d.first->line, cases[i].line);
    }
}

static void goes_on_after_errors_that_leave_the_structure_whole(void **state)
{
    struct fixture *f = *state;

    assert_null(parse(f, STR("a: *x\nb: &y 2\nc: !!int 3\na: 4\n*x : 5\n")));
    assert_int_equal(f->d.nerrors, 5);
}

static void names_the_line_of_the_first_key_when_one_is_repeated(void **state)
{
    struct fixture *f = *state;

    assert_null(parse(f, STR("title: a\nx: 1\ntitle: b\n")));
    assert_str(f->d.first->args[0], STR("title"));
    assert_str(f->d.first->args[1], STR("1"));
}

static void takes_sixteen_levels(void **state)
{
    struct fixture *f = *state;

    assert_non_null(parse(f, STR("[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]")));
}

static void refuses_more_than_a_hundred_thousand_nodes(void **state)
{
    struct fixture *f = *state;
    struct buf b;

    buf_init(&b, 1u << 20);
    for (int i = 0; i < 100000; i++)
        buf_add(&b, STR("- a\n"));
    assert_null(parse(f, buf_str(&b)));
    assert_string_equal(f->d.first->code, "yaml-too-many-nodes");
    assert_int_equal(f->d.first->line, 100000);
    buf_release(&b);
}

static void an_empty_document_is_no_error(void **state)
{
    static const struct str sources[] = {STR_INIT(""), STR_INIT("# only a comment\n"),
                                         STR_INIT("---\n"), STR_INIT("\n\n"), STR_INIT("~\n")};
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(sources); i++)
        assert_null(parse(f, sources[i]));
    assert_int_equal(f->d.nerrors, 0);
}

static void scalars_follow_the_core_schema(void **state)
{
    struct fixture *f = *state;
    const struct yaml *y =
        parse(f, STR("t: True\nf: FALSE\nyes: yes\nq: 'true'\nn: -12\nm: \"12\"\nbig: 101\n"
                     "nil: ~\nempty:\nnull_word: null\nquoted: ''\n"));
    bool v = false;
    int64_t n = 0;

    assert_non_null(y);
    assert_true(yaml_bool(yaml_get(y, STR("t")), &v) && v);
    assert_true(yaml_bool(yaml_get(y, STR("f")), &v) && !v);
    assert_false(yaml_bool(yaml_get(y, STR("yes")), &v));
    assert_false(yaml_bool(yaml_get(y, STR("q")), &v));
    assert_false(yaml_bool(NULL, &v));
    assert_true(yaml_int(yaml_get(y, STR("n")), -100, 100, &n) && n == -12);
    assert_false(yaml_int(yaml_get(y, STR("m")), -100, 100, &n));
    assert_false(yaml_int(yaml_get(y, STR("big")), -100, 100, &n));
    assert_true(yaml_is_null(yaml_get(y, STR("nil"))));
    assert_true(yaml_is_null(yaml_get(y, STR("empty"))));
    assert_true(yaml_is_null(yaml_get(y, STR("null_word"))));
    assert_false(yaml_is_null(yaml_get(y, STR("quoted"))));
}

static void texts_outlive_their_source(void **state)
{
    struct fixture *f = *state;
    char source[] = "a: texto\n";
    const struct yaml *y = parse(f, str_from(source));

    memset(source, 'x', sizeof(source) - 1);
    assert_str(yaml_get(y, STR("a"))->text, STR("texto"));
}

static void block_scalars_keep_their_lines_and_count_as_quoted(void **state)
{
    struct fixture *f = *state;
    const struct yaml *y = parse(f, STR("a: |\n  uno\n  dos\nb: >-\n  tres\n  cuatro\n"));

    assert_str(yaml_get(y, STR("a"))->text, STR("uno\ndos\n"));
    assert_true(yaml_get(y, STR("a"))->quoted);
    assert_str(yaml_get(y, STR("b"))->text, STR("tres cuatro"));
    assert_int_equal(yaml_get(y, STR("b"))->key_line, 4);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(reads_maps_lists_and_texts_with_their_lines),
        T(counts_lines_from_the_given_one),
        T(refuses_what_settings_do_not_need),
        T(goes_on_after_errors_that_leave_the_structure_whole),
        T(names_the_line_of_the_first_key_when_one_is_repeated),
        T(takes_sixteen_levels),
        T(refuses_more_than_a_hundred_thousand_nodes),
        T(an_empty_document_is_no_error),
        T(scalars_follow_the_core_schema),
        T(texts_outlive_their_source),
        T(block_scalars_keep_their_lines_and_count_as_quoted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
