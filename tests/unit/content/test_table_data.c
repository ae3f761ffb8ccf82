#include "tests/unit/content/table_test.h"

#define HEAD                                     \
    "title: T\n"                                 \
    "columns:\n"                                 \
    "  - {name: a, label: Nombre}\n"             \
    "  - {name: n, kind: number, total: true}\n" \
    "  - {name: s, kind: yes_no, total: true}\n" \
    "  - {name: d, kind: date}\n"

static void rows_are_maps_or_lists(void **state)
{
    struct fixture *f = *state;
    const struct table_data *t =
        table_of_yaml(f, HEAD "empty: (nada)\nrows:\n"
                              "  - {a: \"x, \\\"y\\\"\", n: 1200.5, s: true, d: 2023-06-07}\n"
                              "  - [=1+1, -3, false, ~]\n");

    assert_str(fixture_diags(f), STR(""));
    assert_false(t->broken);
    assert_true(t->row_heads);
    assert_int_equal(t->nrows, 2);
    assert_str(t->rows[0].cells[1].text, STR("1,200.5"));
    assert_str(t->rows[0].cells[2].text, STR("S\xC3\xAD"));
    assert_str(t->rows[0].cells[3].text, STR("7 de junio de 2023"));
    assert_str(t->rows[1].cells[3].text, STR("(nada)"));
    assert_str(t->total[0].text, STR("Total"));
    assert_str(t->total[1].text, STR("1,197.5"));
    assert_str(t->total[2].text, STR("1 de 2"));
    assert_false(t->total[3].given);
    assert_str(table_as_csv(f, t),
               STR("Nombre,n,s,d\r\n\"x, \"\"y\"\"\",1200.5,S\xC3\xAD,2023-06-07"
                   "\r\n'=1+1,-3,No,\r\n"));
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
    static const struct page_case v[] = {
        {"columns: [{name: a}]\nrows: [[1]]\n", "error 0 table-title\n"},
        {"title: T\nrows: [[1]]\n", "error 0 table-columns\n"},
        {"- a\n", "error 1 table-columns\n"},
        {"title: T\ncolumns: [{name: a}]\n", "error 0 table-rows\n"},
        {"title: T\ncolumns:\n  - {label: a}\nrows: [[1]]\n", "error 3 table-column\n"},
        {"title: T\ncolumns:\n  - {name: a}\n  - {name: a}\nrows: [[1, 2]]\n",
         "error 4 table-column-twice a\n"},
        {"title: T\ncolumns:\n  - {name: a, kind: numbr}\nrows: [[1]]\n",
         "error 3 table-kind numbr number\n"},
        {"title: T\ncolumns:\n  - {name: a, total: true}\nrows: [[1]]\n",
         "error 3 table-total a\n"},
        {HEAD "rows:\n  - [a, b, true, 2023-06-07]\n", "error 8 table-cell n b 1234.5\n"},
        {HEAD "rows:\n  - [a, 1, quizas, 2023-02-30]\n",
         "error 8 table-cell s quizas true, false\nerror 8 table-cell d 2023-02-30 2023-06-07\n"},
        {HEAD "rows:\n  - [a, 1]\n", "error 8 table-row 4\n"},
        {HEAD "rows:\n  - {a: x}\n  - {b: x}\n", "error 9 table-cell-column b\n"},
        {HEAD "rws:\n  - [a]\n", "error 7 front-unknown-key-near rws rows\n"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        const struct table_data *t = table_of_yaml(f, v[i].in);

        assert_true(t->broken);
        assert_str(fixture_diags(f), str_from(v[i].out));
    }
}

static void rows_and_columns_have_an_end(void **state)
{
    struct fixture *f = *state;
    struct buf b;

    buf_init(&b, 1u << 16);
    buf_add(&b, STR("title: T\ncolumns: [{name: a}]\nrows:\n"));
    for (int i = 0; i < TABLE_ROWS_MAX; i++)
        buf_add(&b, STR("  - [x]\n"));
    buf_addc(&b, '\0');
    assert_false(table_of_yaml(f, b.p)->broken);
    b.n--;
    buf_add(&b, STR("  - [x]\n"));
    buf_addc(&b, '\0');
    assert_true(table_of_yaml(f, b.p)->broken);
    assert_str(fixture_diags(f), STR("error 4 table-too-long 200\n"));
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {T(rows_are_maps_or_lists),
                                       T(what_is_wrong_is_told_with_its_line),
                                       T(rows_and_columns_have_an_end)};

    return RUN_PAGES(tests);
}
