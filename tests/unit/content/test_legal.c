#include "tests/unit/test.h"

#include "content/legal.h"

struct sample {
    const char *line;
    bool strict;
    enum legal kind;
    const char *mark, *rest;
    int value;
};

static void check(const struct sample *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct str mark = STR(""), rest = STR("");
        int value = -2;
        enum legal kind = legal_mark(str_from(v[i].line), v[i].strict, &mark, &rest, &value);

        if (kind != v[i].kind)
            fail_msg("\"%s\": kind %d, not %d", v[i].line, (int)kind, (int)v[i].kind);
        if (kind == LEGAL_NONE)
            continue;
        assert_str(mark, str_from(v[i].mark));
        assert_str(rest, str_from(v[i].rest));
        assert_int_equal(value, v[i].value);
    }
}

static void marks_are_kept_as_written(void **state)
{
    static const struct sample v[] = {
        {"Artículo 8. Texto", true, LEGAL_ARTICLE, "Artículo 8.", "Texto", -1},
        {"Artículo 8 bis. Texto", true, LEGAL_ARTICLE, "Artículo 8 bis.", "Texto", -1},
        {"ARTÍCULO 115 quáter 2.- Texto", true, LEGAL_ARTICLE, "ARTÍCULO 115 quáter 2.-", "Texto",
         -1},
        {"Artículo 1º. x", true, LEGAL_ARTICLE, "Artículo 1º.", "x", -1},
        {"Artículo 1o.- x", true, LEGAL_ARTICLE, "Artículo 1o.-", "x", -1},
        {"Artículo 8-A. x", true, LEGAL_ARTICLE, "Artículo 8-A.", "x", -1},
        {"I. uno", true, LEGAL_FRACTION, "I.", "uno", -1},
        {"II bis. dos", true, LEGAL_FRACTION, "II bis.", "dos", -1},
        {"XLIX.- x", true, LEGAL_FRACTION, "XLIX.-", "x", -1},
        {"LI. x", true, LEGAL_FRACTION, "LI.", "x", -1},
        {"a) x", true, LEGAL_ITEM, "a)", "x", -1},
        {"ñ) x", true, LEGAL_ITEM, "ñ)", "x", -1},
        {"b bis) x", true, LEGAL_ITEM, "b bis)", "x", -1},
        {"3. x", true, LEGAL_NUMBER, "3.", "x", 3},
        {"3 ter. x", true, LEGAL_NUMBER, "3 ter.", "x", -1},
        {"3) x", true, LEGAL_NUMBER, "3)", "x", -1},
        {"IV.", true, LEGAL_FRACTION, "IV.", "", -1},
    };

    (void)state;
    check(v, ARRAY_LEN(v));
}

static void prose_is_no_mark(void **state)
{
    static const struct sample v[] = {
        {"Artículo octavo. x", true, LEGAL_NONE, "", "", 0},
        {"Artículo 8 de la ley", true, LEGAL_NONE, "", "", 0},
        {"2024. Fue un año", true, LEGAL_NONE, "", "", 0},
        {"3.5 por ciento", true, LEGAL_NONE, "", "", 0},
        {"IIX. x", true, LEGAL_NONE, "", "", 0},
        {"VIV. x", true, LEGAL_NONE, "", "", 0},
        {"CD. x", true, LEGAL_NONE, "", "", 0},
        {"MI. x", true, LEGAL_NONE, "", "", 0},
        {"C. Juan", true, LEGAL_NONE, "", "", 0},
        {"A. x", true, LEGAL_NONE, "", "", 0},
        {"aa) x", true, LEGAL_NONE, "", "", 0},
        {"  I. x", true, LEGAL_NONE, "", "", 0},
        {"", true, LEGAL_NONE, "", "", 0},
    };

    (void)state;
    check(v, ARRAY_LEN(v));
}

static void a_legal_block_takes_indented_marks_and_single_letters(void **state)
{
    static const struct sample v[] = {
        {"   I. x", false, LEGAL_FRACTION, "I.", "x", -1},
        {"C. x", false, LEGAL_FRACTION, "C.", "x", -1},
        {"L. x", false, LEGAL_FRACTION, "L.", "x", -1},
    };

    (void)state;
    check(v, ARRAY_LEN(v));
}

static void a_list_that_counts_is_left_alone(void **state)
{
    static const struct {
        const char *source;
        bool legal;
        size_t length;
    } v[] = {
        {"1. a\n2. b\n3. c\n\nfin\n", false, 16},
        {"1. a\n\n2. b\n", false, 11},
        {"3. a\n4. b\n", true, 10},
        {"1. a\n2. b\n4. c\n", true, 15},
        {"1. a\nI. b\n", true, 10},
        {"1. a\n   sigue\n2. b\n## x\n", false, 19},
        {"1. a\n::: aviso\n", false, 5},
        {"1. a\n\n    más\n\n2. b\n", false, 21},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        bool legal = !v[i].legal;
        size_t n = legal_region(str_from(v[i].source), &legal);

        assert_int_equal(legal, v[i].legal);
        assert_int_equal(n, v[i].length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_are_kept_as_written), cmocka_unit_test(prose_is_no_mark),
        cmocka_unit_test(a_legal_block_takes_indented_marks_and_single_letters),
        cmocka_unit_test(a_list_that_counts_is_left_alone)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
