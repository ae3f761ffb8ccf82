/* Slices. */
#include "tests/unit/test.h"

static void empty_strings_are_equal_wherever_they_point(void **state)
{
    (void)state;
    assert_true(str_eq((struct str){NULL, 0}, STR("")));
    assert_true(str_eq(str_from(NULL), str_sub(STR("abc"), 3, 3)));
    assert_int_equal(str_cmp((struct str){NULL, 0}, STR("")), 0);
    assert_false(str_eq(STR(""), STR("a")));
}

static void compares_bytes_and_sorts_a_prefix_first(void **state)
{
    static const struct {
        struct str a, b;
        int sign;
    } rows[] = {
        {STR_INIT("a"), STR_INIT("b"), -1},       {STR_INIT("b"), STR_INIT("a"), 1},
        {STR_INIT("a"), STR_INIT("ab"), -1},      {STR_INIT("ab"), STR_INIT("a"), 1},
        {STR_INIT("a\0b"), STR_INIT("a\0c"), -1}, {STR_INIT("z"), STR_INIT("\xc3\xb1"), -1},
        {STR_INIT("x"), STR_INIT("x"), 0},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int c = str_cmp(rows[i].a, rows[i].b);

        assert_int_equal((c > 0) - (c < 0), rows[i].sign);
        assert_int_equal(str_eq(rows[i].a, rows[i].b), rows[i].sign == 0);
    }
}

static void ignores_case_of_ascii_letters_only(void **state)
{
    (void)state;
    assert_true(str_eq_nocase(STR("Accept-ENCODING"), STR("accept-encoding")));
    assert_false(str_eq_nocase(STR("\xc3\x91"), STR("\xc3\xb1")));
    assert_false(str_eq_nocase(STR("@"), STR("`"))); /* 0x40 and 0x60 */
    assert_false(str_eq_nocase(STR("a"), STR("ab")));
}

static void finds_the_first_place_or_says_the_length(void **state)
{
    (void)state;
    assert_int_equal(str_index(STR("a/b/c"), '/'), 1);
    assert_int_equal(str_index(STR("abc"), '/'), 3);
    assert_int_equal(str_index(STR(""), '/'), 0);
    assert_int_equal(str_find(STR("abcabc"), STR("ca")), 2);
    assert_int_equal(str_find(STR("abc"), STR("abcd")), 3);
    assert_int_equal(str_find(STR("abc"), STR("")), 0);
    assert_true(str_has(STR("abc"), STR("c")));
    assert_true(str_has(STR(""), STR("")));
    assert_false(str_has(STR(""), STR("c")));
}

static void knows_both_ends(void **state)
{
    (void)state;
    assert_true(str_starts(STR("page.md"), STR("page")));
    assert_true(str_starts(STR("page"), STR("")));
    assert_false(str_starts(STR("pa"), STR("page")));
    assert_true(str_ends(STR("page.md"), STR(".md")));
    assert_true(str_ends(STR(""), STR("")));
    assert_false(str_ends(STR("md"), STR(".md")));
}

static void sub_clamps_both_limits(void **state)
{
    (void)state;
    assert_str(str_sub(STR("abcdef"), 2, 4), STR("cd"));
    assert_str(str_sub(STR("abc"), 1, 99), STR("bc"));
    assert_str(str_sub(STR("abc"), 99, 100), STR(""));
    assert_str(str_sub(STR("abc"), 2, 1), STR(""));
}

static void trims_blanks_and_line_ends_only(void **state)
{
    (void)state;
    assert_str(str_trim(STR(" \t a b \r\n")), STR("a b"));
    assert_str(str_trim(STR(" \n ")), STR(""));
    assert_str(str_trim(STR("\xc2\xa0x")), STR("\xc2\xa0x"));
}

static void cuts_at_the_first_separator(void **state)
{
    struct str head, tail;

    (void)state;
    assert_true(str_cut(STR("a=b=c"), '=', &head, &tail));
    assert_str(head, STR("a"));
    assert_str(tail, STR("b=c"));
    assert_true(str_cut(STR("="), '=', &head, &tail));
    assert_str(head, STR(""));
    assert_str(tail, STR(""));
    assert_false(str_cut(STR("abc"), '=', &head, &tail));
    assert_str(head, STR("abc"));
    assert_str(tail, STR(""));
}

static void cut_may_write_over_its_input(void **state)
{
    struct str head, s = STR("a,b,c");

    (void)state;
    assert_true(str_cut(s, ',', &head, &s));
    assert_str(head, STR("a"));
    assert_str(s, STR("b,c"));
    assert_true(str_cut(s, ',', &s, &head));
    assert_str(s, STR("b"));
    assert_str(head, STR("c"));
}

static void lines_end_with_lf_or_crlf_and_the_last_needs_none(void **state)
{
    static const struct str want[] = {STR_INIT("one"), STR_INIT(""), STR_INIT("two"),
                                      STR_INIT("three")};
    struct str rest = STR("one\n\ntwo\r\nthree"), line;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(want); i++) {
        assert_true(str_line(&rest, &line));
        assert_str(line, want[i]);
    }
    assert_false(str_line(&rest, &line));
}

static void a_final_line_end_opens_no_further_line(void **state)
{
    struct str rest = STR("one\n"), line;

    (void)state;
    assert_true(str_line(&rest, &line));
    assert_false(str_line(&rest, &line));
}

static void reads_whole_numbers_up_to_both_limits_of_64_bits(void **state)
{
    static const struct {
        struct str s;
        int64_t v;
    } rows[] = {
        {STR_INIT("0"), 0},
        {STR_INIT("-0"), 0},
        {STR_INIT("007"), 7},
        {STR_INIT("-12"), -12},
        {STR_INIT("9223372036854775807"), INT64_MAX},
        {STR_INIT("-9223372036854775808"), INT64_MIN},
    };
    int64_t v;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_int_equal(str_to_int(rows[i].s, INT64_MIN, INT64_MAX, &v), OK);
        assert_true(v == rows[i].v);
    }
}

static void refuses_what_is_no_whole_number(void **state)
{
    static const struct str rows[] = {
        STR_INIT(""),
        STR_INIT("-"),
        STR_INIT("--1"),
        STR_INIT("+1"),
        STR_INIT(" 1"),
        STR_INIT("1 "),
        STR_INIT("1.0"),
        STR_INIT("0x10"),
        STR_INIT("1e3"),
        STR_INIT("1\0"),
        STR_INIT("1\n"),
        STR_INIT("9223372036854775808"),
        STR_INIT("-9223372036854775809"),
        STR_INIT("99999999999999999999999"),
    };
    int64_t v = 42;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_int_equal(str_to_int(rows[i], INT64_MIN, INT64_MAX, &v), ERR_INVALID);
    assert_true(v == 42);
}

static void refuses_numbers_outside_the_stated_limits(void **state)
{
    int64_t v = 42;

    (void)state;
    assert_int_equal(str_to_int(STR("0"), 1, 9, &v), ERR_INVALID);
    assert_int_equal(str_to_int(STR("10"), 1, 9, &v), ERR_INVALID);
    assert_true(v == 42);
    assert_int_equal(str_to_int(STR("9"), 1, 9, &v), OK);
    assert_int_equal(str_to_int(STR("1"), 1, 9, &v), OK);
}

/* The borders of RFC 3629, section 4, from both sides. */
static const struct {
    struct str s;
    bool valid;
    uint32_t v; /* of a valid one */
} sequences[] = {
    {STR_INIT("\0"), true, 0},
    {STR_INIT("\x7f"), true, 0x7F},
    {STR_INIT("\x80"), false, 0},
    {STR_INIT("\xbf"), false, 0},
    {STR_INIT("\xc0\x80"), false, 0},
    {STR_INIT("\xc1\xbf"), false, 0},
    {STR_INIT("\xc2\x80"), true, 0x80},
    {STR_INIT("\xdf\xbf"), true, 0x7FF},
    {STR_INIT("\xe0\x9f\xbf"), false, 0},
    {STR_INIT("\xe0\xa0\x80"), true, 0x800},
    {STR_INIT("\xed\x9f\xbf"), true, 0xD7FF},
    {STR_INIT("\xed\xa0\x80"), false, 0},
    {STR_INIT("\xed\xbf\xbf"), false, 0},
    {STR_INIT("\xee\x80\x80"), true, 0xE000},
    {STR_INIT("\xef\xbf\xbf"), true, 0xFFFF},
    {STR_INIT("\xf0\x8f\xbf\xbf"), false, 0},
    {STR_INIT("\xf0\x90\x80\x80"), true, 0x10000},
    {STR_INIT("\xf4\x8f\xbf\xbf"), true, 0x10FFFF},
    {STR_INIT("\xf4\x90\x80\x80"), false, 0},
    {STR_INIT("\xf5\x80\x80\x80"), false, 0},
    {STR_INIT("\xf8\x88\x80\x80\x80"), false, 0},
    {STR_INIT("\xff"), false, 0},
    {STR_INIT("\xc3"), false, 0},
    {STR_INIT("\xe2\x82"), false, 0},
    {STR_INIT("\xf0\x9f\x92"), false, 0},
    {STR_INIT("\xc3\x28"), false, 0},
    {STR_INIT("\xe2\x82\x28"), false, 0},
};

static void utf8_is_exactly_rfc_3629(void **state)
{
    (void)state;
    assert_true(str_is_utf8(STR("")));
    assert_true(str_is_utf8(STR("Elecci\xc3\xb3n \xe2\x82\xac \xf0\x9f\x97\xb3")));
    for (size_t i = 0; i < ARRAY_LEN(sequences); i++) {
        if (str_is_utf8(sequences[i].s) != sequences[i].valid)
            fail_msg("row %zu", i);
    }
}

static void decodes_code_points_and_replaces_malformed_bytes_one_by_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(sequences); i++) {
        size_t at = 0;
        uint32_t v = str_codepoint(sequences[i].s, &at);

        assert_int_equal(v, sequences[i].valid ? sequences[i].v : 0xFFFD);
        assert_int_equal(at, sequences[i].valid ? sequences[i].s.n : 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_strings_are_equal_wherever_they_point),
        cmocka_unit_test(compares_bytes_and_sorts_a_prefix_first),
        cmocka_unit_test(ignores_case_of_ascii_letters_only),
        cmocka_unit_test(finds_the_first_place_or_says_the_length),
        cmocka_unit_test(knows_both_ends),
        cmocka_unit_test(sub_clamps_both_limits),
        cmocka_unit_test(trims_blanks_and_line_ends_only),
        cmocka_unit_test(cuts_at_the_first_separator),
        cmocka_unit_test(cut_may_write_over_its_input),
        cmocka_unit_test(lines_end_with_lf_or_crlf_and_the_last_needs_none),
        cmocka_unit_test(a_final_line_end_opens_no_further_line),
        cmocka_unit_test(reads_whole_numbers_up_to_both_limits_of_64_bits),
        cmocka_unit_test(refuses_what_is_no_whole_number),
        cmocka_unit_test(refuses_numbers_outside_the_stated_limits),
        cmocka_unit_test(utf8_is_exactly_rfc_3629),
        cmocka_unit_test(decodes_code_points_and_replaces_malformed_bytes_one_by_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
