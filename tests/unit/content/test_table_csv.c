#include "tests/unit/content/table_test.h"

static void records_have_quotes_and_breaks(void **state)
{
    struct fixture *f = *state;
    const struct table_data *t =
        table_of_csv(f, STR("\xEF\xBB\xBFNombre,Votos\r\n\"a, \"\"b\"\"\nc\",12\r\n\r\nd,\r\n"));

    assert_str(fixture_diags(f), STR(""));
    assert_false(t->broken);
    assert_int_equal(t->nrows, 2);
    assert_int_equal(t->columns[0].kind, COLUMN_TEXT);
    assert_int_equal(t->columns[1].kind, COLUMN_NUMBER);
    assert_str(t->rows[0].cells[0].text, STR("a, \"b\" c"));
    assert_str(table_as_csv(f, t), STR("Nombre,Votos\r\n\"a, \"\"b\"\" c\",12\r\nd,\r\n"));
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
    static const struct page_case v[] = {
        {"a,b\n1\n", "error 2 table-row 2\n"},
        {"a,b\n1,2\n\"x,3\n", "error 3 csv-quotes\n"},
        {"a,b\n\"x\"y,3\n", "error 2 csv-quotes\n"},
        {"a,\n1,2\n", "error 1 csv-head\n"},
        {"a,b\n", "error 1 table-rows\n"},
        {"", "error 1 csv-head\n"},
        {"a\n\"1\n2\"\nx,y\n", "error 4 table-row 1\n"},
        {"a\nb\x01\n", "error 2 markdown-control\n"},
        {"1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1\n", "error 1 table-too-wide 20\n"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        assert_true(table_of_csv(f, str_from(v[i].in))->broken);
        assert_str(fixture_diags(f), str_from(v[i].out));
    }
}

static void a_large_file_is_no_table(void **state)
{
    struct fixture *f = *state;
    char *much = arena_zalloc(&f->a, TABLE_BYTES_MAX + 1, 1);

    for (size_t i = 0; i < TABLE_BYTES_MAX + 1; i++)
        much[i] = i % 2 == 0 ? 'a' : '\n';
    assert_true(table_of_csv(f, (struct str){much, TABLE_BYTES_MAX + 1})->broken);
    assert_str(fixture_diags(f), STR("error 0 table-too-long 200\n"));
    assert_true(table_of_csv(f, (struct str){much, 1000})->broken);
    assert_str(fixture_diags(f), STR("error 202 table-too-long 200\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {T(records_have_quotes_and_breaks),
                                       T(what_is_wrong_is_told_with_its_line),
                                       T(a_large_file_is_no_table)};

    return RUN_PAGES(tests);
}
