#include "tests/unit/test.h"

#include "fcgi/base/files.h"
#include "tests/unit/themes/model.h"

struct fixture {
    struct arena a;
    struct diags d;
    struct buf b;
    struct tpl_out out;
};

static int set_up(void **state)
{
    static struct fixture f;

    f = (struct fixture){.out = {.buf = &f.b}};
    arena_init(&f.a, 64u << 20);
    diags_init(&f.d, &f.a);
    buf_init(&f.b, 1u << 20);
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

/* Output, or the errors as lines "file:line code argument argument". */
static struct str result_of(struct fixture *f, struct str text)
{
    const struct tpl *t = compile_parts(&f->a, text, &f->d);

    buf_clear(&f->b);
    f->out.nmarks = 0;
    if (t != NULL) {
        tpl_render(t, &model, &f->a, &f->out);
        assert_false(f->b.failed);
        return buf_str(&f->b);
    }
    for (const struct diag *g = f->d.first; g != NULL; g = g->next) {
        buf_addf(&f->b, STR_FMT ":%d %s", STR_ARG(g->file), g->line, g->code);
        for (int i = 0; i < g->nargs; i++)
            buf_addf(&f->b, " " STR_FMT, STR_ARG(g->args[i]));
        buf_addc(&f->b, '\n');
    }
    return buf_str(&f->b);
}

/* tests/golden/tpl/NN-name.in against .out: one line a difference. */
static void goldens_render_as_they_did(void **state)
{
    struct fixture *f = *state;
    struct file_list files;
    size_t seen = 0;

    assert_int_equal(file_tree(&f->a, STR("tests/golden/tpl"), &files), OK);
    for (size_t i = 0; i < files.n; i++) {
        struct str path = file_join(&f->a, STR("tests/golden/tpl"), files.v[i].path), in, want;

        if (!str_ends(path, STR(".in")))
            continue;
        assert_int_equal(file_read(&f->a, path, 65536, &in), OK);
        path = arena_join(&f->a, str_sub(path, 0, path.n - 3), STR(".out"), STR(""));
        assert_int_equal(file_read(&f->a, path, 65536, &want), OK);
        diags_init(&f->d, &f->a);
        print_message("%s\n", path.p);
        assert_str(result_of(f, in), want);
        seen++;
    }
    assert_true(seen >= 10);
}

static void an_empty_template_renders_nothing(void **state)
{
    assert_str(result_of(*state, STR("")), STR(""));
}

static void marks_tell_where_splices_stand(void **state)
{
    struct fixture *f = *state;
    struct str out = result_of(f, STR("<html class=\"a{{splice \"class\"}}\"><a "
                                      "href=\"{{link}}\">x</a>"
                                      "<p>{{splice \"request-id\"}}</p>{{splice \"form-state\"}}"));

    assert_int_equal(f->out.nmarks, 3);
    assert_str(str_sub(out, 0, f->out.marks[0].offset), STR("<html class=\"a"));
    assert_int_equal(f->out.marks[0].kind, TPL_SPLICE_CLASS);
    assert_str(str_sub(out, f->out.marks[1].offset, out.n), STR("</p>"));
    assert_int_equal(f->out.marks[1].kind, TPL_SPLICE_REQUEST);
    assert_int_equal(f->out.marks[2].offset, out.n);
    assert_int_equal(f->out.marks[2].kind, TPL_SPLICE_FORM);
}

static void too_many_marks_fail_the_output(void **state)
{
    struct fixture *f = *state;
    struct buf text;
    const struct tpl *t;

    buf_init(&text, 65536);
    for (int i = 0; i <= TPL_MARKS_MAX; i++)
        buf_add(&text, STR("{{splice \"form-state\"}}"));
    t = compile_parts(&f->a, buf_str(&text), &f->d);
    assert_non_null(t);
    tpl_render(t, &model, &f->a, &f->out);
    assert_true(f->b.failed);
    buf_release(&text);
}

static void output_above_its_ceiling_stops_and_fails(void **state)
{
    struct fixture *f = *state;
    const struct tpl *t = compile_parts(&f->a, STR("{{#items}}<p>{{title}}</p>{{/items}}"), &f->d);

    buf_release(&f->b);
    buf_init(&f->b, 20);
    tpl_render(t, &model, &f->a, &f->out);
    assert_true(f->b.failed);
}

static void a_template_renders_the_same_twice(void **state)
{
    struct fixture *f = *state;
    const struct tpl *t = compile_parts(
        &f->a, STR("{{#items}}<p>{{title}}{{#tags}}{{name}}{{/tags}}</p>{{/items}}"), &f->d);
    struct str first;

    tpl_render(t, &model, &f->a, &f->out);
    first = arena_str(&f->a, buf_str(&f->b));
    buf_clear(&f->b);
    tpl_render(t, &model, &f->a, &f->out);
    assert_str(buf_str(&f->b), first);
}

static void numbers_print_to_their_ends(void **state)
{
    struct fixture *f = *state;
    const struct tpl *t = compile_parts(&f->a, STR("{{count}} {{zero}}"), &f->d);
    struct model m = {.count = INT64_MIN, .zero = INT64_MAX};

    tpl_render(t, &m, &f->a, &f->out);
    assert_str(buf_str(&f->b), STR("-9223372036854775808 9223372036854775807"));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(goldens_render_as_they_did),
        T(an_empty_template_renders_nothing),
        T(marks_tell_where_splices_stand),
        T(too_many_marks_fail_the_output),
        T(output_above_its_ceiling_stops_and_fails),
        T(a_template_renders_the_same_twice),
        T(numbers_print_to_their_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
