/* Tags, attributes, texts: as they stand, and never beyond the end. */
#include "accessibility/tokens.h"
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "<a" open, "/a" close, "=text", "!other", "?bad", attributes as " name:value". */
static void describe(const char *html, char *out, size_t size)
{
    struct tokens t;
    struct token tok;
    size_t n = 0;

    out[0] = '\0';
    tokens_init(&t, str_from(html));
    while (token_next(&t, &tok) && n < size) {
        static const char signs[] = {'<', '/', '=', '!', '?'};
        struct str what = tok.kind <= TOKEN_CLOSE ? tok.name : tok.text;

        n += (size_t)snprintf(out + n, size - n, "%s%c" STR_FMT, n > 0 ? "|" : "", signs[tok.kind],
                              STR_ARG(what));
        for (size_t i = 0; i < tok.nattributes && n < size; i++)
            n += (size_t)snprintf(out + n, size - n, " " STR_FMT ":" STR_FMT,
                                  STR_ARG(tok.v[i].name), STR_ARG(tok.v[i].value));
        if (tok.self_closing && n < size)
            n += (size_t)snprintf(out + n, size - n, " /");
    }
}

static void documents_become_tokens(void **state)
{
    static const char *const rows[][2] = {
        {"", ""},
        {"texto", "=texto"},
        {"<p>a</p>", "<p|=a|/p"},
        {"<!doctype html><html lang=\"es\">", "!<!doctype html>|<html lang:es"},
        {"<a href=\"/x\" title='y z' hidden data-n=5>", "<a href:/x title:y z hidden: data-n:5"},
        {"<a href = \"a>b\" >", "<a href:a>b"},
        {"<br/><img alt=\"\" />", "<br /|<img alt: /"},
        {"<!-- a > b --><b>", "!<!-- a > b -->|<b"},
        {"<script>if (a < b) c(\"</p>\")</script>x", "<script|=if (a < b) c(\"</p>\")|/script|=x"},
        {"<SCRIPT></Script>", "<SCRIPT|/Script"},
        {"<style>a>b{}</style>", "<style|=a>b{}|/style"},
        {"a < b", "=a |?< b"},
        {"<p <b>", "?<p |<b"},
        {"<p", "?<p"},
        {"<>x", "?<>x"},
        {"</>", "?</>"},
        {"<!-- x", "?<!-- x"},
        {"<a b=\"c>", "?<a b=\"c>"},
        {"<script>abc", "<script|=abc"},
        {"<a b=>", "<a b:"},
        {"<a =b>", "<a :b"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char got[1024];

        describe(rows[i][0], got, sizeof(got));
        assert_string_equal(got, rows[i][1]);
    }
}

static void lines_are_counted(void **state)
{
    struct tokens t;
    struct token tok;
    static const int want[] = {1, 1, 3, 5, 5};
    size_t n = 0;

    (void)state;
    tokens_init(&t, STR("<p>\n\n<a\nb=\"\n\">x</a>"));
    while (token_next(&t, &tok))
        assert_true(n < ARRAY_LEN(want) && tok.line == want[n++]);
    assert_int_equal(n, ARRAY_LEN(want));
}

static void attributes_are_found_without_case(void **state)
{
    struct tokens t;
    struct token tok;
    struct str value = {NULL, 0};

    (void)state;
    tokens_init(&t, STR("<a HREF=\"/x\" href=\"/y\" b>"));
    assert_true(token_next(&t, &tok));
    assert_true(token_attribute(&tok, STR("href"), &value));
    assert_str(value, STR("/x"));
    assert_true(token_attribute(&tok, STR("b"), &value));
    assert_str(value, STR(""));
    assert_false(token_attribute(&tok, STR("c"), &value));
}

static void more_attributes_than_fit_are_left_out(void **state)
{
    char html[4096] = "<a";
    struct tokens t;
    struct token tok;

    (void)state;
    for (int i = 0; i < 100; i++)
        (void)snprintf(html + strlen(html), sizeof(html) - strlen(html), " b%d=\"%d\"", i, i);
    (void)snprintf(html + strlen(html), sizeof(html) - strlen(html), ">");
    tokens_init(&t, str_from(html));
    assert_true(token_next(&t, &tok));
    assert_int_equal(tok.nattributes, TOKEN_ATTRIBUTES_MAX);
    assert_false(token_next(&t, &tok));
}

static void blanks_are_no_text(void **state)
{
    (void)state;
    assert_true(token_text_is_blank(STR("")));
    assert_true(token_text_is_blank(STR(" \n\t&nbsp;&#160;\302\240")));
    assert_false(token_text_is_blank(STR(" x ")));
    assert_false(token_text_is_blank(STR("&amp;")));
}

/* Each pattern a megabyte long: seconds if it took quadratic time. */
static void time_is_linear(void **state)
{
    static const char *const patterns[] = {"<",         "<a b=\"", "<a b='", "<!--",
                                           "<script>",  "</",      "<a ",    "=\"",
                                           "<a b=\"'<", "<a <",    "<p>\n",  "&nbsp;"};
    size_t size = (size_t)1 << 20;
    char *html = malloc(size);

    (void)state;
    assert_non_null(html);
    for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
        struct tokens t;
        struct token tok;
        size_t n = strlen(patterns[i]), tokens = 0;

        for (size_t k = 0; k < size; k++)
            html[k] = patterns[i][k % n];
        tokens_init(&t, (struct str){html, size});
        while (token_next(&t, &tok))
            tokens++;
        assert_true(tokens > 0);
    }
    free(html);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_become_tokens),
        cmocka_unit_test(lines_are_counted),
        cmocka_unit_test(attributes_are_found_without_case),
        cmocka_unit_test(more_attributes_than_fit_are_left_out),
        cmocka_unit_test(blanks_are_no_text),
        cmocka_unit_test(time_is_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
