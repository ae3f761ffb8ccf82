#include "tests/unit/test.h"

#include "tests/unit/themes/model.h"
#include "themes/tpl_code.h"

struct fixture {
    struct arena a;
    struct diags d;
    struct buf b;
};

static int set_up(void **state)
{
    static struct fixture f;

    arena_init(&f.a, 256u << 20);
    diags_init(&f.d, &f.a);
    buf_init(&f.b, 16u << 20);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    arena_release(&f->a);
    buf_release(&f->b);
    return 0;
}

static void refused_with(struct fixture *f, const char *code)
{
    assert_null(compile_parts(&f->a, buf_str(&f->b), &f->d));
    assert_string_equal(f->d.first->code, code);
}

static void static_text_is_joined_across_comments_and_includes(void **state)
{
    struct fixture *f = *state;
    const struct tpl *t = compile_parts(&f->a, STR("a{{! x }}b{{>p}}c\n=== p\n<b>d</b>"), &f->d);

    assert_non_null(t);
    assert_int_equal(t->n, 1);
    assert_str(t->code[0].text, STR("ab<b>d</b>c\n"));
}

static void sections_nest_up_to_their_limit(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < 32; i++)
        buf_add(&f->b, STR("{{?yes}}"));
    for (int i = 0; i < 32; i++)
        buf_add(&f->b, STR("{{/yes}}"));
    assert_non_null(compile_parts(&f->a, buf_str(&f->b), &f->d));
    buf_clear(&f->b);
    for (int i = 0; i < 33; i++)
        buf_add(&f->b, STR("{{?yes}}"));
    refused_with(f, "tpl-too-deep");
}

static void includes_nest_up_to_their_limit(void **state)
{
    struct fixture *f = *state;

    buf_add(&f->b, STR("{{>p1}}\n"));
    for (int i = 1; i < 7; i++)
        buf_addf(&f->b, "=== p%d\n{{>p%d}}\n", i, i + 1);
    buf_add(&f->b, STR("=== p7\nend\n"));
    assert_non_null(compile_parts(&f->a, buf_str(&f->b), &f->d));
    buf_clear(&f->b);
    buf_add(&f->b, STR("{{>p1}}\n"));
    for (int i = 1; i < 8; i++)
        buf_addf(&f->b, "=== p%d\n{{>p%d}}\n", i, i + 1);
    buf_add(&f->b, STR("=== p8\nend\n"));
    refused_with(f, "tpl-include-too-deep");
}

/* 20 includes in each of 7 levels would be 1.28 thousand million parts. */
static void includes_that_multiply_are_stopped(void **state)
{
    struct fixture *f = *state;

    for (int level = 1; level <= 7; level++) {
        for (int i = 0; i < 20; i++)
            buf_addf(&f->b, "{{>p%d}}", level);
        buf_addf(&f->b, "\n=== p%d\n", level);
    }
    buf_add(&f->b, STR("x{{title}}\n"));
    refused_with(f, "tpl-too-big");
}

static void more_static_text_than_its_limit_is_refused(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < 40; i++)
        buf_add(&f->b, STR("{{>p}}"));
    buf_add(&f->b, STR("\n=== p\n"));
    for (int i = 0; i < 30000; i++)
        buf_addc(&f->b, 'x');
    refused_with(f, "tpl-too-big");
}

static void errors_of_a_part_are_told_once(void **state)
{
    struct fixture *f = *state;

    buf_add(&f->b, STR("{{>p}}{{>p}}\n=== p\n{{nombre_raro}}{{a b}}\n"));
    refused_with(f, "tpl-bad-tag");
    assert_int_equal(f->d.nerrors, 2);
    /* The same part in another template: still wrong, and nothing new to say. */
    assert_null(compile_parts(&f->a, buf_str(&f->b), &f->d));
    assert_int_equal(f->d.nerrors, 2);
}

static void a_line_may_have_two_different_errors(void **state)
{
    struct fixture *f = *state;

    buf_add(&f->b, STR("{{nombre_raro}}{{otro_nombre_raro}}\n"));
    refused_with(f, "tpl-unknown-name");
    assert_int_equal(f->d.nerrors, 2);
}

static void a_section_ends_in_the_file_where_it_began(void **state)
{
    struct fixture *f = *state;

    buf_add(&f->b, STR("{{?yes}}{{>p}}{{/yes}}\n=== p\n{{/yes}}{{?no}}\n"));
    refused_with(f, "tpl-stray-end");
    assert_str(f->d.first->file, STR("p.html"));
    assert_string_equal(f->d.last->code, "tpl-open-section");
    assert_int_equal(f->d.nerrors, 2);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(static_text_is_joined_across_comments_and_includes),
        T(sections_nest_up_to_their_limit),
        T(includes_nest_up_to_their_limit),
        T(includes_that_multiply_are_stopped),
        T(more_static_text_than_its_limit_is_refused),
        T(errors_of_a_part_are_told_once),
        T(a_line_may_have_two_different_errors),
        T(a_section_ends_in_the_file_where_it_began),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
