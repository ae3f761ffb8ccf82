#include "tests/unit/test.h"

#include "themes/tpl_html.h"

static struct html_state after(struct str text)
{
    struct html_state s = {.place = HTML_TEXT};
    size_t at;

    assert_null(html_feed(&s, text, &at));
    return s;
}

static void knows_the_place_behind_any_beginning(void **state)
{
    static const struct {
        struct str text;
        enum html_place place;
    } cases[] = {
        {STR_INIT(""), HTML_TEXT},
        {STR_INIT("a > b"), HTML_TEXT},
        {STR_INIT("<"), HTML_TAG_OPEN},
        {STR_INIT("</"), HTML_TAG_OPEN},
        {STR_INIT("<p"), HTML_TAG_NAME},
        {STR_INIT("<p "), HTML_TAG},
        {STR_INIT("<p a"), HTML_ATTRIBUTE},
        {STR_INIT("<p a "), HTML_AFTER_NAME},
        {STR_INIT("<p a ="), HTML_BEFORE_VALUE},
        {STR_INIT("<p a= "), HTML_BEFORE_VALUE},
        {STR_INIT("<p a=\""), HTML_VALUE_DOUBLE},
        {STR_INIT("<p a=\"'>"), HTML_VALUE_DOUBLE},
        {STR_INIT("<p a='\">"), HTML_VALUE_SINGLE},
        {STR_INIT("<p a=b"), HTML_VALUE_BARE},
        {STR_INIT("<p a=b "), HTML_TAG},
        {STR_INIT("<p a=\"b\""), HTML_AFTER_VALUE},
        {STR_INIT("<p a=\"b\" c"), HTML_ATTRIBUTE},
        {STR_INIT("<p a=\"b\" c>"), HTML_TEXT},
        {STR_INIT("<br/>"), HTML_TEXT},
        {STR_INIT("<br /"), HTML_TAG},
        {STR_INIT("<!doctype html"), HTML_DECLARATION},
        {STR_INIT("<!doctype html>"), HTML_TEXT},
        {STR_INIT("<?xml"), HTML_DECLARATION},
        {STR_INIT("<!-- > -->"), HTML_TEXT},
        {STR_INIT("<!-- -- >"), HTML_COMMENT},
        {STR_INIT("<!-- --->"), HTML_TEXT},
        {STR_INIT("<!-a-->"), HTML_TEXT},
        {STR_INIT("<script>a < b </p>"), HTML_RAW},
        {STR_INIT("<SCRIPT A=x></Script >"), HTML_TEXT},
        {STR_INIT("<script></scripts>"), HTML_RAW},
        {STR_INIT("<script><</script"), HTML_RAW},
        {STR_INIT("<script></script "), HTML_TAG},
        {STR_INIT("<style></style>"), HTML_TEXT},
        {STR_INIT("<title>a"), HTML_ESCAPABLE},
        {STR_INIT("<title>a</title>"), HTML_TEXT},
        {STR_INIT("<TextArea x>"), HTML_ESCAPABLE},
        {STR_INIT("<script type=\"Application/LD+json\">"), HTML_JSON},
        {STR_INIT("<script type=\"application/json\">"), HTML_RAW},
        {STR_INIT("<p type=\"application/ld+json\"><script>"), HTML_RAW},
        {STR_INIT("<script type=\"application/ld+json\">{\"a\": \"\\\"</script>"), HTML_TEXT},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_int_equal(after(cases[i].text).place, cases[i].place);
}

static void refuses_what_browsers_would_repair(void **state)
{
    static const struct {
        struct str text;
        size_t at;
        const char *code;
    } cases[] = {
        {STR_INIT("a < b"), 3, "tpl-html-bare-less-than"},
        {STR_INIT("</>"), 2, "tpl-html-bare-less-than"},
        {STR_INIT("<p a=\"b\"c>"), 8, "tpl-html-tag"},
        {STR_INIT("<p \"a\">"), 3, "tpl-html-tag"},
        {STR_INIT("<p a=>"), 5, "tpl-html-tag"},
        {STR_INIT("<p a=b\"c>"), 6, "tpl-html-tag"},
        {STR_INIT("<p a=`b`>"), 5, "tpl-html-tag"},
        {STR_INIT("<p <b>"), 3, "tpl-html-tag"},
        {STR_INIT("<p<b>"), 2, "tpl-html-tag"},
        {STR_INIT("</p a>"), 4, "tpl-html-tag"},
        {STR_INIT("<script/>"), 8, "tpl-html-tag"},
        {STR_INIT("<textarea />"), 11, "tpl-html-tag"},
        {STR_INIT("<title><b>"), 8, "tpl-html-bare-less-than"},
        {STR_INIT("<title></titles>"), 14, "tpl-html-bare-less-than"},
        {STR_INIT("<![CDATA[x]]>"), 2, "tpl-html-tag"},
        {STR_INIT("<a href=/x>"), 8, "tpl-unquoted"},
        {STR_INIT("<a onclick=x>"), 11, "tpl-unquoted"},
        {STR_INIT("<a href=\"javascript:x\">"), 21, "tpl-unsafe-url"},
        {STR_INIT("<a href=\"&#106;avascript:x\">"), 26, "tpl-unsafe-url"},
        {STR_INIT("<a href=\"//host/x\">"), 17, "tpl-unsafe-url"},
        {STR_INIT("<img src='data:,x'>"), 17, "tpl-unsafe-url"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct html_state s = {.place = HTML_TEXT};
        size_t at = 99;
        const char *code = html_feed(&s, cases[i].text, &at);

        assert_non_null(code);
        assert_string_equal(code, cases[i].code);
        assert_int_equal(at, cases[i].at);
    }
}

static void goes_on_behind_the_tag_that_was_wrong(void **state)
{
    struct str text = STR("<p \"a\">x<b");
    struct html_state s = {.place = HTML_TEXT};
    size_t at = 0;

    (void)state;
    assert_non_null(html_feed(&s, text, &at));
    assert_null(html_feed(&s, str_sub(text, at + 1, text.n), &at));
    assert_int_equal(s.place, HTML_TAG_NAME);
}

static void knows_kinds_of_attributes(void **state)
{
    static const struct {
        struct str text;
        bool url, program;
    } cases[] = {
        {STR_INIT("<a href=\""), true, false},         {STR_INIT("<A HREF='"), true, false},
        {STR_INIT("<use xlink:href=\""), true, false}, {STR_INIT("<p title=\""), false, false},
        {STR_INIT("<p data-href=\""), false, false},   {STR_INIT("<p onClick=\""), false, true},
        {STR_INIT("<p STYLE=\""), false, true},        {STR_INIT("<img srcset=\""), false, true},
        {STR_INIT("<form action=\""), true, false},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct html_state s = after(cases[i].text);

        assert_true(html_in_quoted_value(&s));
        assert_true(html_in_url(&s) == cases[i].url);
        assert_true(html_in_program(&s) == cases[i].program);
    }
}

static void the_beginning_of_a_url_is_judged_once(void **state)
{
    struct html_state s = after(STR("<a href=\"mailto:"));
    size_t at;

    (void)state;
    assert_false(html_prefix_is_unsafe(&s));
    s = after(STR("<a href=\"vbscript:"));
    assert_true(html_prefix_is_unsafe(&s));
    assert_false(html_prefix_is_unsafe(&s));
    s = after(STR("<a href=\""));
    assert_true(s.value_is_empty);
    html_slot(&s);
    assert_false(s.value_is_empty);
    assert_null(html_feed(&s, STR("b:c\">"), &at)); /* behind a slot it is no scheme */
}

static void joins_places_that_are_of_one_kind(void **state)
{
    static const struct {
        struct str before, after;
        bool repeats, joins;
        enum html_place place;
    } cases[] = {
        {STR_INIT(""), STR_INIT("<p>"), false, true, HTML_TEXT},
        {STR_INIT("<p"), STR_INIT("<p a=\"b\""), false, true, HTML_AFTER_VALUE},
        {STR_INIT("<p "), STR_INIT("<p a"), false, true, HTML_AFTER_VALUE},
        {STR_INIT("<p "), STR_INIT("<p a=\"b\" "), false, true, HTML_TAG},
        {STR_INIT("<p "), STR_INIT("<p a"), true, false, HTML_TEXT},
        {STR_INIT("<p"), STR_INIT("<p a=\"b\""), true, true, HTML_AFTER_VALUE},
        {STR_INIT("<p"), STR_INIT("<px"), false, false, HTML_TEXT},
        {STR_INIT("<p a=\""), STR_INIT("<p a=\"b"), true, true, HTML_VALUE_DOUBLE},
        {STR_INIT("<p a=\""), STR_INIT("<p a='"), false, false, HTML_TEXT},
        {STR_INIT("<p a=\""), STR_INIT("<p b=\""), false, false, HTML_TEXT},
        {STR_INIT("<p a=\""), STR_INIT("<p a=\"\""), false, false, HTML_TEXT},
        {STR_INIT("<script>"), STR_INIT("<style>"), false, false, HTML_TEXT},
        {STR_INIT("<script>"), STR_INIT("<script><"), false, false, HTML_TEXT},
        {STR_INIT("<script type=\"application/ld+json\">"),
         STR_INIT("<script type=\"application/ld+json\">\"a"), false, false, HTML_TEXT},
        {STR_INIT("<!-- "), STR_INIT("<!-- a"), false, true, HTML_COMMENT},
        {STR_INIT(""), STR_INIT("<"), false, false, HTML_TEXT},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct html_state before = after(cases[i].before), behind = after(cases[i].after),
                          joined = {.place = HTML_TEXT};

        assert_true(html_join(&before, &behind, cases[i].repeats, &joined) == cases[i].joins);
        assert_int_equal(joined.place, cases[i].place);
    }
}

static void a_value_that_is_perhaps_empty_counts_as_empty(void **state)
{
    struct html_state before = after(STR("<a href=\"")), behind = after(STR("<a href=\"/x")),
                      joined;

    (void)state;
    assert_true(html_join(&before, &behind, false, &joined));
    assert_true(joined.value_is_empty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_the_place_behind_any_beginning),
        cmocka_unit_test(refuses_what_browsers_would_repair),
        cmocka_unit_test(goes_on_behind_the_tag_that_was_wrong),
        cmocka_unit_test(knows_kinds_of_attributes),
        cmocka_unit_test(the_beginning_of_a_url_is_judged_once),
        cmocka_unit_test(joins_places_that_are_of_one_kind),
        cmocka_unit_test(a_value_that_is_perhaps_empty_counts_as_empty),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
