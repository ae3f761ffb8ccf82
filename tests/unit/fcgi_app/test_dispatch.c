/*
 * The straight line without FastCGI: an environment in, a response out, over a
 * small site made here and the real theme.
 */
#include "tests/unit/fcgi_app/site.h"

static void a_page_is_shown_with_its_place_in_the_site(void **state)
{
    struct response r = ask("/a/uno");

    (void)state;
    assert_int_equal(r.status, 200);
    assert_true(str_has(r.body, STR("Número uno</h1>")));
    assert_true(str_has(r.body, STR("Jalisco &amp;")));
    assert_true(str_has(r.body, STR("datetime=\"2025-01-02\"")));
    assert_true(str_has(r.body, STR("<a href=\"/a\"")));
    assert_true(str_has(r.body, STR("Número dos")));
    assert_str(response_get(&r, "Cache-Control"),
               STR("public, max-age=1, stale-while-revalidate=1"));
    assert_true(response_get(&r, "ETag").n > 10);
}

static void menus_use_the_short_title_and_facts_say_when_they_are_unsure(void **state)
{
    struct response r = ask("/");

    (void)state;
    assert_true(str_has(r.body, STR(">La A</a>")));
    assert_true(str_has(r.body, STR("33 1234 (por confirmar)")));
}

static void an_old_address_leads_to_the_new_one_with_its_query(void **state)
{
    struct response r = ask("/viejo?x=1");

    (void)state;
    assert_int_equal(r.status, 301);
    assert_str(response_get(&r, "Location"), STR("/a/uno?x=1"));
    r = ask("/a/uno/");
    assert_int_equal(r.status, 301);
    assert_str(response_get(&r, "Location"), STR("/a/uno"));
    r = ask("/buscar/?q=x");
    assert_int_equal(r.status, 301);
    assert_str(response_get(&r, "Location"), STR("/buscar?q=x"));
}

static void a_withdrawn_page_says_why_and_where_to_go(void **state)
{
    struct response r = ask("/retirada");

    (void)state;
    assert_int_equal(r.status, 410);
    assert_true(str_has(r.body, STR("Por error")));
    assert_true(str_has(r.body, STR("href=\"/a/uno\"")));
    assert_true(str_has(r.body, STR("noindex")));
}

static void a_page_is_there_only_in_its_time(void **state)
{
    (void)state;
    assert_int_equal(ask("/futura").status, 404);
    assert_int_equal(ask("/pasada").status, 404);
    assert_int_equal(site_valid_until(app.site, NOW),
                     1764568800); /* 2025-12-01 00:00 in Mexico City */
}

static void a_page_that_never_was_helps_with_the_nearest(void **state)
{
    struct response r = ask("/a/numero-uo");

    (void)state;
    assert_int_equal(r.status, 404);
    assert_true(str_has(r.body, STR("Número uno")));
    assert_true(str_has(r.body, STR("name=\"q\"")));
    assert_str(response_get(&r, "Cache-Control"), STR("no-store"));
}

static void what_was_asked_is_never_markup(void **state)
{
    struct response r = ask("/buscar?q=%3Cscript%3Ealert(1)%3C/script%3E%22");

    (void)state;
    assert_int_equal(r.status, 200);
    assert_false(str_has(r.body, STR("<script>alert")));
    assert_true(str_has(r.body, STR("&lt;script&gt;alert")));
}

static void search_finds_without_accents_and_shows_what_was_typed(void **state)
{
    struct response r = ask("/buscar?q=SECCION");

    (void)state;
    assert_true(str_has(r.body, STR("Sección A")));
    assert_true(str_has(r.body, STR("value=\"SECCION\"")));
    assert_str(response_get(&r, "Cache-Control"), STR("no-store"));
}

static void refused_requests_get_a_page_with_their_id(void **state)
{
    static const struct {
        const char *method, *uri;
        int status;
    } cases[] = {
        {"GET", "/a%00", 400}, {"GET", "/../x", 400}, {"POST", "/a", 405}, {"BREW", "/", 501}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct response r =
            ask_as(cases[i].method, cases[i].uri, "REQUEST_ID=0123456789abcdef0123456789abcdef");

        assert_int_equal(r.status, cases[i].status);
        assert_true(str_has(r.body, STR("0123456789abcdef")));
    }
    assert_str(response_get(&(struct response){0}, "Allow"), STR(""));
}

static void head_has_the_headers_of_get_and_no_body(void **state)
{
    struct response get = ask("/a"), head;
    struct str length = response_get(&get, "Content-Length");
    char kept[32];

    (void)state;
    memcpy(kept, length.p, length.n);
    head = ask_as("HEAD", "/a", NULL);
    assert_true(head.head_only);
    assert_str(response_get(&head, "Content-Length"), ((struct str){kept, length.n}));
}

static void an_unchanged_page_is_304(void **state)
{
    struct response r = ask("/a");
    char header[64];

    (void)state;
    assert_true(snprintf(header, sizeof(header), "HTTP_IF_NONE_MATCH=W/" STR_FMT,
                         STR_ARG(response_get(&r, "ETag"))) > 0);
    r = ask_as("GET", "/a", header);
    assert_int_equal(r.status, 304);
}

static void site_maps_hold_what_is_shown_and_nothing_else(void **state)
{
    struct response xml = ask("/sitemap.xml"), people;

    (void)state;
    assert_true(str_has(xml.body, STR("<loc>http://localhost/a/uno</loc>")));
    assert_false(str_has(xml.body, STR("futura")));
    assert_false(str_has(xml.body, STR("retirada")));
    people = ask("/mapa-del-sitio");
    assert_true(str_has(people.body, STR("Número dos")));
    assert_false(str_has(people.body, STR("Pasada")));
}

static void a_demonstration_keeps_robots_away(void **state)
{
    struct response r = ask("/robots.txt");

    (void)state;
    assert_true(str_has(r.body, STR("Disallow: /\n")));
    r = ask("/a");
    assert_str(response_get(&r, "X-Robots-Tag"), STR("noindex"));
    assert_true(str_has(r.body, STR("demostración")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_shown_with_its_place_in_the_site),
        cmocka_unit_test(menus_use_the_short_title_and_facts_say_when_they_are_unsure),
        cmocka_unit_test(an_old_address_leads_to_the_new_one_with_its_query),
        cmocka_unit_test(a_withdrawn_page_says_why_and_where_to_go),
        cmocka_unit_test(a_page_is_there_only_in_its_time),
        cmocka_unit_test(a_page_that_never_was_helps_with_the_nearest),
        cmocka_unit_test(what_was_asked_is_never_markup),
        cmocka_unit_test(search_finds_without_accents_and_shows_what_was_typed),
        cmocka_unit_test(refused_requests_get_a_page_with_their_id),
        cmocka_unit_test(head_has_the_headers_of_get_and_no_body),
        cmocka_unit_test(an_unchanged_page_is_304),
        cmocka_unit_test(site_maps_hold_what_is_shown_and_nothing_else),
        cmocka_unit_test(a_demonstration_keeps_robots_away),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
