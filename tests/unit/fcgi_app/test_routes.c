/*
 * Rules that the table of routes itself must keep, and how it is looked up.
 */
#include "tests/unit/test.h"

#include "fcgi/app/app.h"

#include <string.h>

static struct arena arena;
static const struct str hosts[] = {STR_INIT("localhost"), STR_INIT("example.org")};
static const struct config config = {.pools = {{.hosts = {hosts, 2}}}, .npools = 1};

static struct ctx ask(struct app *app, struct request *req, const char *path, enum method method)
{
    *req = (struct request){
        .arena = &arena, .method = method, .host = STR("localhost"), .path = str_from(path)};
    return (struct ctx){.app = app, .req = req, .arena = &arena, .path = req->path};
}

static void no_route_hides_another(void **state)
{
    size_t n;
    const struct route *r = routes_all(&n);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        assert_true(strcmp(r[i].pattern, "*") != 0 || i == n - 1);
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(r[i].pattern, r[k].pattern);
            assert_string_not_equal(r[i].name, r[k].name);
        }
    }
    assert_true(n < SHARED_ROUTES_MAX);
}

static void what_is_local_or_for_editors_is_never_stored(void **state)
{
    size_t n;
    const struct route *r = routes_all(&n);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        if ((r[i].flags & (ROUTE_LOCAL | ROUTE_WATCH)) != 0)
            assert_false((r[i].flags & ROUTE_CACHE) != 0);
    }
}

static void head_is_allowed_wherever_get_is(void **state)
{
    size_t n;
    const struct route *r = routes_all(&n);

    (void)state;
    for (size_t i = 0; i < n; i++)
        assert_int_equal((r[i].methods >> METHOD_GET) & 1, (r[i].methods >> METHOD_HEAD) & 1);
}

static void a_pattern_may_hold_one_star(void **state)
{
    static const struct {
        const char *path, *name, *rest;
    } cases[] = {
        {"/api/v1/pages/a/b", "api-page", "a/b"},
        {"/api/v1/pages/", "api-home", ""},
        {"/api/v1/pages", "api-pages", ""},
        {"/a/b/atom.xml", "feed", "/a/b"},
        {"/atom.xml", "feed-site", ""},
        {"/sitemap-2.xml", "sitemap-part", "2"},
        {"/api/v1/nada", "api-none", "nada"},
        {"/api/v2", "content", "/api/v2"},
        {"/sitemap-.xml", "content", "/sitemap-.xml"},
        {"/atom.xmla", "content", "/atom.xmla"},
    };
    struct app app = {.config = &config};
    struct request req;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct ctx c = ask(&app, &req, cases[i].path, METHOD_GET);

        assert_int_equal(route_find(&c), OK);
        assert_string_equal(c.route->name, cases[i].name);
        assert_str(c.rest, str_from(cases[i].rest));
    }
}

static void local_routes_do_not_exist_for_visitors(void **state)
{
    struct app app = {.config = &config};
    struct request req;
    struct ctx c = ask(&app, &req, "/-/metrics", METHOD_GET);

    (void)state;
    assert_int_equal(route_find(&c), ERR_NOT_FOUND);
    req.local = true;
    assert_int_equal(route_find(&c), OK);
    assert_string_equal(c.route->name, "metrics");
}

static void problems_are_shown_under_watch_on_this_machine_only(void **state)
{
    struct app app = {.config = &config, .watch = true};
    struct request req;
    struct ctx c = ask(&app, &req, "/-/avisos", METHOD_GET);

    (void)state;
    assert_int_equal(route_find(&c), OK);
    req.host = STR("example.org");
    assert_int_equal(route_find(&c), ERR_NOT_FOUND);
    app.watch = false;
    req.host = STR("localhost");
    assert_int_equal(route_find(&c), ERR_NOT_FOUND);
}

static void another_method_is_told_which_are_allowed(void **state)
{
    struct app app = {.config = &config};
    struct request req;
    struct ctx c = ask(&app, &req, "/buscar", METHOD_POST);

    (void)state;
    assert_int_equal(route_find(&c), ERR_DENIED);
    assert_str(c.allow, STR("GET, HEAD"));
}

static void whatever_is_sent_must_come_from_a_page_of_ours(void **state)
{
    size_t n;
    const struct route *r = routes_all(&n);
    struct app app = {.config = &config};

    (void)state;
    for (size_t i = 0; i < n; i++) {
        struct request req;
        struct ctx c = ask(&app, &req, r[i].pattern, METHOD_POST);

        if ((r[i].methods & 1u << METHOD_POST) == 0)
            continue;
        assert_int_equal(route_find(&c), OK);
        req.foreign = true;
        assert_int_equal(route_find(&c), ERR_AUTH);
        req.method = METHOD_GET;
        assert_int_equal(route_find(&c), (r[i].methods & 1u << METHOD_GET) != 0 ? OK : ERR_DENIED);
    }
}

static void a_host_that_is_not_ours_finds_nothing(void **state)
{
    struct app app = {.config = &config};
    struct request req;
    struct ctx c = ask(&app, &req, "/buscar", METHOD_GET);

    (void)state;
    req.host = STR("evil.example");
    assert_int_equal(route_find(&c), ERR_NOT_FOUND);
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)1 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_route_hides_another),
        cmocka_unit_test(what_is_local_or_for_editors_is_never_stored),
        cmocka_unit_test(head_is_allowed_wherever_get_is),
        cmocka_unit_test(a_pattern_may_hold_one_star),
        cmocka_unit_test(local_routes_do_not_exist_for_visitors),
        cmocka_unit_test(problems_are_shown_under_watch_on_this_machine_only),
        cmocka_unit_test(whatever_is_sent_must_come_from_a_page_of_ours),
        cmocka_unit_test(a_host_that_is_not_ours_finds_nothing),
        cmocka_unit_test(another_method_is_told_which_are_allowed),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
