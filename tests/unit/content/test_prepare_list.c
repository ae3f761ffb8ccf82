#include "tests/unit/content/page_test.h"

static void a_list_may_begin_below_a_paragraph(void **state)
{
    static const struct page_case v[] = {
        {"a\n- b\n", "<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n"},
        {"a\n1. b\n2. c\n", "<p>a</p>\n<ol>\n<li>b</li>\n<li>c</li>\n</ol>\n"},
        {"a:\nI. b\n", "<p>a:</p>\n\n<ul class=\"legal\" role=\"list\">\n<li><span "
                       "class=\"legal-number\">I.</span> b</li>\n</ul>\n"},
        {"a\nI. b\n", "<p>a\nI. b</p>\n"},
        {"a\n7. b\n", "<p>a\n7. b</p>\n"},
        {"a\n-b\n", "<p>a\n-b</p>\n"},
        {"`a\n- b`\n", "<p><code>a\n- b</code></p>\n"},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
}

static void a_number_that_begins_a_paragraph_stays(void **state)
{
    static const struct page_case v[] = {
        {"2024. Fue\n", "<p>2024. Fue</p>\n"},
        {"- a\n\n2024. Fue\n", "<ul>\n<li>a</li>\n</ul>\n<p>2024. Fue</p>\n"},
        {"  7. x\n", "<p>7. x</p>\n"},
        {"7\\. x\n", "<p>7. x</p>\n"},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
}

static void a_number_that_would_be_lost_is_named(void **state)
{
    static const struct page_case v[] = {
        {"- a\n    3. b\n", "error 2 list-number 3\n"},
        {"> 3. b\n", "error 1 list-number 3\n"},
        {"- 3. b\n", "error 1 list-number 3\n"},
        {"- a\n    1. b\n    3. c\n", "error 3 list-number 3\n"},
        {"x[^1]\n\n[^1]: 7. b\n", "error 3 list-number 7\n"},
        {"1. a\n    1. b\n    2. c\n2. d\n    1. e\n", ""},
        {"- a\n    1. b\n- c\n    1. d\n", ""},
        {"> 1. a\n> 2. b\n", ""},
        {"1. a\n\n> b\n\n1. c\n", ""},
        {"1. a\n\n> 1. b\n> 2. c\n\n1. d\n", ""},
        {"- a\n\n    1. b\n\n    2. c\n", ""},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

static void two_forms_of_definitions_do_not_mix(void **state)
{
    static const struct page_case v[] = {
        {"=a=\n    b\n\nc\n: d\n", "error 5 definition-mixed\n"},
        {"c\n: d\n\n=a=\n    b\n", "error 4 definition-mixed\n"},
        {"=a=\n    b\n=c=\n    d\n", ""},
        {"a\n: b\n: c\n", ""},
        {"a\n===\n", "error 1 heading-one a\n"},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_list_may_begin_below_a_paragraph), T(a_number_that_begins_a_paragraph_stays),
        T(a_number_that_would_be_lost_is_named), T(two_forms_of_definitions_do_not_mix)};

    return RUN_PAGES(tests);
}
