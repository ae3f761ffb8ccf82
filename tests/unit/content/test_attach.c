/* Files and tables of fields become Markdown of the page. */
#include "content/attach.h"
#include "content/table_data.h"
#include "tests/unit/content/typed_site.h"

static void a_file_is_a_link_and_a_table_has_its_heading(void **state)
{
    struct site_fixture *f = *state;
    struct table_data table = {.path = STR("es-MX/seats.yml"), .broken = true};
    const struct page *p =
        typed_page(f, "title: X\ntype: session\nparams: {body: A, minutes: instituto/acta.pdf}\n");
    struct field_value values[2];
    struct page two;
    struct str markdown = {NULL, 0};

    assert_non_null(p);
    assert_true(str_has(p->body.s, STR("/estatico/acta.1.pdf")));
    values[0] = *page_field(p, STR("minutes"));
    values[1] = (struct field_value){.field = type_field_named(p->type, STR("table")),
                                     .text = STR("seats.yml")};
    two = *p;
    two.fields = (struct fields){values, 2};
    f->env.tables = &table;
    f->env.ntables = 1;
    assert_true(attach_fields(&f->a, &f->env, &two, STR("es-MX"), STR("Text."), &f->d, &markdown));
    assert_str(markdown, STR("Text.\n\nMinutes: [instituto/acta.pdf](instituto/acta.pdf)\n"
                             "\n\n## Table\n\n{{tabla \"seats.yml\"}}\n"));
}

static void what_is_not_there_is_told_with_its_line(void **state)
{
    struct site_fixture *f = *state;
    const struct diag *g = NULL;

    assert_null(typed_page(f, "title: X\ntype: session\nparams:\n  body: A\n  minutes: no.pdf\n"));
    assert_int_equal(fixture_count(f, "file-missing", &g), 1);
    assert_int_equal(g->line, 6);
    assert_null(typed_page(f, "title: X\ntype: session\nparams:\n  body: A\n  table: no.yml\n"));
    assert_int_equal(fixture_count(f, "table-file", &g), 1);
    assert_int_equal(g->line, 6);
}

static void a_page_without_them_keeps_its_text(void **state)
{
    struct site_fixture *f = *state;
    const struct page *p =
        typed_page(f, "title: X\ntype: session\nparams: {body: A, table: [{a: 1}]}\n");
    struct str text = STR("Text."), markdown = {NULL, 0};

    assert_non_null(p);
    assert_true(attach_fields(&f->a, &f->env, p, STR("es-MX"), text, &f->d, &markdown));
    assert_ptr_equal(markdown.p, text.p);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        FIXTURE_TEST(a_file_is_a_link_and_a_table_has_its_heading),
        FIXTURE_TEST(what_is_not_there_is_told_with_its_line),
        FIXTURE_TEST(a_page_without_them_keeps_its_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
