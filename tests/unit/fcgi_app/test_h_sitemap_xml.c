/*
 * Site maps in one file and in parts, and what robots.txt asks.
 */
#include "tests/unit/fcgi_app/site.h"

static size_t count(struct str s, struct str what)
{
    size_t n = 0;

    for (size_t at = str_find(s, what); at < s.n; at = str_find(s, what), n++)
        s = str_sub(s, at + what.n, s.n);
    return n;
}

static struct config *own_config(void)
{
    struct config *config = ARENA_NEW(&generation, struct config);

    *config = *app.config;
    app.config = config;
    return config;
}

static void what_fits_is_one_file_with_dates(void **state)
{
    struct response r = ask("/sitemap.xml");

    (void)state;
    assert_true(str_has(r.body, STR("<loc>http://localhost/a/uno</loc>"
                                    "<lastmod>2025-01-02T06:00:00Z</lastmod>")));
    assert_int_equal(count(r.body, STR("<url>")), 6);
    assert_int_equal(ask("/sitemap-1.xml").status, 404);
}

static void what_does_not_fit_is_an_index_of_parts(void **state)
{
    const struct config *before = app.config;
    size_t all = 0;

    (void)state;
    own_config()->limits.page_bytes = 1024 + 450; /* two addresses a part */
    assert_int_equal(count(ask("/sitemap.xml").body, STR("<sitemap>")), 3);
    for (int i = 1; i <= 3; i++) {
        struct response r = ask(arena_fmt(&generation, "/sitemap-%d.xml", i).p);

        assert_int_equal(r.status, 200);
        assert_int_equal(count(r.body, STR("<url>")), 2);
        all += count(r.body, STR("<url>"));
    }
    assert_int_equal(all, 6);
    /* Not found; the error page has no room. */
    assert_int_not_equal(ask("/sitemap-4.xml").status, 200);
    assert_int_not_equal(ask("/sitemap-01.xml").status, 200);
    assert_int_not_equal(ask("/sitemap-x.xml").status, 200);
    app.config = before;
}

static void robots_are_asked_by_class(void **state)
{
    static const struct str ai[] = {STR_INIT("UnBot"), STR_INIT("OtroBot")};
    const struct config *before = app.config;
    struct config *config = own_config();

    (void)state;
    config->environment = ENV_PRODUCTION;
    config->crawlers.ai_agents = (struct strs){ai, 2};
    assert_str(ask("/robots.txt").body, STR("User-agent: *\nDisallow: /buscar\nDisallow: /-/\n\n"
                                            "Sitemap: http://localhost/sitemap.xml\n"));
    config->crawlers.ai = CRAWL_CLOSED;
    assert_str(ask("/robots.txt").body,
               STR("User-agent: UnBot\nUser-agent: OtroBot\nDisallow: /\n\n"
                   "User-agent: *\nDisallow: /buscar\nDisallow: /-/\n\n"
                   "Sitemap: http://localhost/sitemap.xml\n"));
    app.config = before;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_fits_is_one_file_with_dates),
        cmocka_unit_test(what_does_not_fit_is_an_index_of_parts),
        cmocka_unit_test(robots_are_asked_by_class),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
