#include "tests/unit/content/table_test.h"

#include "content/table_state.h"

static void numbers_are_plain(void **state)
{
    static const struct {
        const char *in;
        bool is;
        int64_t value;
    } v[] = {{"0", true, 0},
             {"12", true, 120000},
             {"-1.5", true, -15000},
             {"0.0001", true, 1},
             {"1.23456", false, 0},
             {"1.", false, 0},
             {"", false, 0},
             {"1e3", false, 0},
             {"--1", false, 0},
             {"1,200", false, 0},
             {"-", false, 0},
             {"9999999999999", false, 0},
             {"1000000000000", true, 10000000000000000}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        int64_t got = 0;

        assert_int_equal(table_number(str_from(v[i].in), &got), v[i].is);
        if (v[i].is)
            assert_true(got == v[i].value);
    }
}

static struct str cell(struct fixture *f, enum column_kind kind, const char *raw)
{
    const struct table_source s = table_source_of(f, "dir/t.yml", STR(""));
    const struct table_column k = {.kind = kind, .yes = STR_INIT("Va"), .no = STR_INIT("No va")};
    struct table_cell c = {.raw = str_from(raw)};

    return table_cell_read(&f->a, &s, &k, &c) ? c.text : STR("!");
}

static void each_kind_is_in_words(void **state)
{
    struct fixture *f = *state;

    assert_str(cell(f, COLUMN_TEXT, "1200"), STR("1200"));
    assert_str(cell(f, COLUMN_NUMBER, "-1200.50"), STR("\xE2\x88\x92"
                                                       "1,200.50"));
    assert_str(cell(f, COLUMN_NUMBER, "x"), STR("!"));
    assert_str(cell(f, COLUMN_YES_NO, "true"), STR("Va"));
    assert_str(cell(f, COLUMN_YES_NO, "No va"), STR("No va"));
    assert_str(cell(f, COLUMN_YES_NO, "1"), STR("!"));
    assert_str(cell(f, COLUMN_DATE, "2024-02-29"), STR("29 de febrero de 2024"));
    assert_str(cell(f, COLUMN_DATE, "2024-02-29 10:00"), STR("!"));
    assert_str(cell(f, COLUMN_DATE, ""), STR(""));
}

static void links_are_words_and_an_address(void **state)
{
    struct fixture *f = *state;

    assert_str(cell(f, COLUMN_LINK, "[Un *a*](/a#b)"), STR("Un *a*"));
    assert_str(cell(f, COLUMN_LINK, "/a"), STR("!"));
    assert_str(cell(f, COLUMN_LINK, "[](/a)"), STR("!"));
    assert_str(cell(f, COLUMN_LINK, "[a](javascript:b)"), STR("!"));
    assert_str(cell(f, COLUMN_LINK, "[a](/a) [b](/b)"), STR("!"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {T(numbers_are_plain), T(each_kind_is_in_words),
                                       T(links_are_words_and_an_address)};

    return RUN_PAGES(tests);
}
