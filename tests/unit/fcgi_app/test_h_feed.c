/*
 * Feeds of a small site, and where pages tell of them.
 */
#include "tests/unit/fcgi_app/site.h"

static void the_feed_of_the_site_holds_what_is_dated_and_shown(void **state)
{
    struct response r = ask("/atom.xml");

    (void)state;
    assert_int_equal(r.status, 200);
    assert_str(response_get(&r, "Content-Type"), STR("application/atom+xml; charset=utf-8"));
    assert_str(response_get(&r, "Access-Control-Allow-Origin"), STR("*"));
    assert_true(str_has(r.body, STR("<id>http://localhost/a/uno</id>")));
    assert_true(str_has(r.body, STR("<updated>2025-01-02T06:00:00Z</updated>")));
    assert_false(str_has(r.body, STR("futura")));
    assert_false(str_has(r.body, STR("retirada")));
    assert_false(str_has(r.body, STR("/a/dos"))); /* without a date */
}

static void a_section_has_its_own_and_a_leaf_has_none(void **state)
{
    struct response r = ask("/a/atom.xml");

    (void)state;
    assert_int_equal(r.status, 200);
    assert_true(str_has(r.body, STR("<title>Secci\xC3\xB3n A")));
    assert_true(str_has(r.body, STR("/a/uno</id>")));
    assert_int_equal(ask("/a/uno/atom.xml").status, 404);
    assert_int_equal(ask("/nada/atom.xml").status, 404);
    assert_int_equal(ask("/etiquetas/nada/atom.xml").status, 404);
    assert_int_equal(ask("/tipos/nada/atom.xml").status, 404);
    assert_int_equal(ask("/lector/atom.xml").status, 404);
}

static void a_look_changes_no_feed(void **state)
{
    struct str plain = arena_str(&generation, ask("/atom.xml").body);
    struct response r =
        ask_as("GET", "/atom.xml?a11y=c-oscuro&vista=indice", "HTTP_COOKIE=a11y=r-1");

    (void)state;
    assert_str(r.body, plain);
    assert_str(response_get(&r, "Vary"), STR("Accept-Encoding"));
}

static void pages_name_their_feeds(void **state)
{
    struct response r = ask("/a/uno");

    (void)state;
    assert_true(str_has(r.body, STR("type=\"application/atom+xml\" title=\"Secci\xC3\xB3n A")));
    assert_true(str_has(r.body, STR("href=\"/a/atom.xml\"")));
    assert_true(str_has(r.body, STR("href=\"/atom.xml\"")));
    r = ask("/");
    assert_true(str_has(r.body, STR("href=\"/atom.xml\"")));
    assert_false(str_has(r.body, STR("/a/atom.xml")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_feed_of_the_site_holds_what_is_dated_and_shown),
        cmocka_unit_test(a_section_has_its_own_and_a_leaf_has_none),
        cmocka_unit_test(a_look_changes_no_feed),
        cmocka_unit_test(pages_name_their_feeds),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
