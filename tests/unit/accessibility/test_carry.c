/* A choice in the address goes on with our own links and forms, and with nothing else. */
#include "accessibility/carry.h"
#include "tests/unit/test.h"

#include <stdlib.h>

static struct arena a;

static void links_and_forms_of_ours_carry_it(void **state)
{
    static const struct str rows[][2] = {
        {STR_INIT("<a href=\"/x\">x</a>"), STR_INIT("<a href=\"/x?a11y=c-gris.r-1\">x</a>")},
        {STR_INIT("<a class=\"b\" href=\"/\">"),
         STR_INIT("<a class=\"b\" href=\"/?a11y=c-gris.r-1\">")},
        {STR_INIT("<a href=\"/x?q=1&amp;p=2#f\">"),
         STR_INIT("<a href=\"/x?q=1&amp;p=2&amp;a11y=c-gris.r-1#f\">")},
        {STR_INIT("<a href=\"/x#f\">"), STR_INIT("<a href=\"/x?a11y=c-gris.r-1#f\">")},
        {STR_INIT("<a href=\"/x?a11y=l-1\">"), STR_INIT("<a href=\"/x?a11y=c-gris.r-1.l-1\">")},
        {STR_INIT("<a href=\"/x?a11y=c-claro&amp;vista=indice\">"),
         STR_INIT("<a href=\"/x?vista=indice&amp;a11y=c-claro.r-1\">")},
        {STR_INIT("<form action=\"/buscar\" method=\"get\">"),
         STR_INIT("<form action=\"/buscar\" method=\"get\"><input type=\"hidden\" name=\"a11y\" "
                  "value=\"c-gris.r-1\">")},
        {STR_INIT("<form method=\"post\" action=\"/x\">"),
         STR_INIT("<form method=\"post\" action=\"/x?a11y=c-gris.r-1\">")},
        {STR_INIT("a<a href=\"/1\">1</a><a href=\"/2\">2</a>z"),
         STR_INIT("a<a href=\"/1?a11y=c-gris.r-1\">1</a><a href=\"/2?a11y=c-gris.r-1\">2</a>z")},
    };
    struct choice asked = choice_parse(STR("r-1.c-gris"));

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_str(html_carry(&a, rows[i][0], &asked), rows[i][1]);
}

static void the_rest_stays_as_it_is(void **state)
{
    static const struct str rows[] = {
        STR_INIT(""),
        STR_INIT("<p>/x</p>"),
        STR_INIT("<a href=\"#f\">"),
        STR_INIT("<a href=\"//evil.example/\">"),
        STR_INIT("<a href=\"https://a.mx/x\">"),
        STR_INIT("<a href=\"tel:+52\">"),
        STR_INIT("<a href=\"/estatico/a.pdf\">"),
        STR_INIT("<a href=\"/audio/a.mp3\">"),
        STR_INIT("<a>"),
        STR_INIT("<link rel=\"canonical\" href=\"/x\">"),
        STR_INIT("<form action=\"https://a.mx\" method=\"get\">"),
        STR_INIT("<form>"),
        STR_INIT("<!-- <a href=\"/x\"> -->"),
        STR_INIT("<a href=\"/x"),
    };
    struct choice asked = choice_parse(STR("c-gris"));

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_str(html_carry(&a, rows[i], &asked), rows[i]);
}

static void nothing_asked_changes_nothing(void **state)
{
    struct str html = STR("<a href=\"/x\">");
    struct choice none = {{0}};

    (void)state;
    assert_ptr_equal(html_carry(&a, html, &none).p, html.p);
    assert_str(href_carry(&a, STR("/x"), &none), STR("/x"));
}

static void an_address_alone(void **state)
{
    struct choice asked = choice_parse(STR("c-gris"));

    (void)state;
    assert_str(href_carry(&a, STR("/x?q=1&p=2"), &asked), STR("/x?q=1&p=2&a11y=c-gris"));
    assert_str(href_carry(&a, STR("/"), &asked), STR("/?a11y=c-gris"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_and_forms_of_ours_carry_it),
        cmocka_unit_test(the_rest_stays_as_it_is),
        cmocka_unit_test(nothing_asked_changes_nothing),
        cmocka_unit_test(an_address_alone),
    };
    int failed;

    arena_init(&a, 1 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&a);
    return failed;
}
