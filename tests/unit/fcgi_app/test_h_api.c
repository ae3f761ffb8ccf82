/*
 * The API over a small site: pages, lists by parts, errors as problems, and its own description.
 */
#include "tests/unit/fcgi_app/site.h"

#include "fcgi/base/json.h"

static const struct json *read_json(const struct response *r, int status)
{
    const struct json *v = NULL;

    assert_int_equal(r->status, status);
    assert_str(response_get(r, "Access-Control-Allow-Origin"), STR("*"));
    assert_int_equal(json_parse(&generation, r->body, NULL, &v), OK);
    return v;
}

static const struct json *get(const char *uri)
{
    struct response r = ask(uri);

    assert_str(response_get(&r, "Content-Type"), STR("application/json; charset=utf-8"));
    return read_json(&r, 200);
}

static struct str text(const struct json *v, const char *key)
{
    struct str s = {NULL, 0};

    assert_true(json_text(json_get(v, key), &s));
    return s;
}

static void a_page_is_all_that_is_published_of_it(void **state)
{
    const struct json *v = get("/api/v1/pages/a/uno");

    (void)state;
    assert_str(text(v, "url"), STR("http://localhost/a/uno"));
    assert_str(text(v, "updated"), STR("2025-01-02T06:00:00Z"));
    assert_str(text(v, "site"), STR("main"));
    assert_true(str_has(text(v, "text"), STR("Jalisco & ")));
    assert_true(str_has(text(v, "html"), STR("Jalisco &amp;")));
    assert_int_equal(text(json_get(v, "checksum"), "value").n, 64);
    assert_str(text(get("/api/v1/pages/"), "path"), STR("/"));
}

static void what_is_not_there_is_a_problem(void **state)
{
    static const struct {
        const char *uri;
        int status;
    } cases[] = {{"/api/v1/pages/nada", 404},      {"/api/v1/pages/futura", 404},
                 {"/api/v1/pages/retirada", 410},  {"/api/v1/acts/IEPC-ACG-001-1999", 404},
                 {"/api/v1/acts/x", 404},          {"/api/v1/otra", 404},
                 {"/api/v1/pages?limit=0", 400},   {"/api/v1/pages?limit=101", 400},
                 {"/api/v1/pages?cursor=zz", 400}, {"/api/v1/pages?cursor=2", 400},
                 {"/api/v1/pages?year=x", 400},    {"/api/v1/pages?type=nada", 400},
                 {"/api/v1/pages?ano=2025", 400},  {"/api/v1/pages?updated_after=ayer", 400},
                 {"/api/v1/pages?cursor=ff", 400}, {"/api/v1/pages?updated_after=2025-02-30", 400}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct response r = ask(cases[i].uri);
        const struct json *v = read_json(&r, cases[i].status);
        int64_t status;

        assert_str(response_get(&r, "Content-Type"),
                   STR("application/problem+json; charset=utf-8"));
        assert_true(json_int(json_get(v, "status"), &status));
        assert_int_equal(status, cases[i].status);
        assert_true(text(v, "title").n > 0 && text(v, "detail").n > 0);
        assert_true(str_starts(text(v, "instance"), STR("/api/v1/")));
    }
    assert_true(str_has(ask("/api/v1/pages/retirada").body, STR("\"Por error\"")));
    assert_int_equal(ask_as("POST", "/api/v1/pages", NULL).status, 405);
}

static void an_old_address_leads_to_the_page(void **state)
{
    struct response r = ask("/api/v1/pages/viejo");

    (void)state;
    assert_int_equal(r.status, 301);
    assert_str(response_get(&r, "Location"), STR("/api/v1/pages/a/uno"));
}

static void a_list_can_be_read_to_its_end(void **state)
{
    struct str all = {NULL, 0};
    const char *uri = "/api/v1/pages?limit=2&site=main";
    int parts = 0;

    (void)state;
    for (; uri != NULL && parts < 10; parts++) {
        const struct json *v = get(uri), *list = json_get(v, "pages");

        assert_true(json_count(list) >= 1 && json_count(list) <= 2);
        for (size_t i = 0; i < json_count(list); i++)
            all = arena_join(&generation, all, STR(" "), text(json_at(list, i), "path"));
        uri = json_get(v, "next") == NULL
                  ? NULL
                  : arena_cstr(&generation, str_sub(text(v, "next"), strlen("http://localhost"),
                                                    text(v, "next").n));
    }
    assert_int_equal(parts, 3);
    assert_str(all, STR(" / /a /a/dos /a/tres /a/uno /preguntas"));
}

static void lists_are_asked_by_what_pages_are(void **state)
{
    (void)state;
    assert_int_equal(json_count(json_get(get("/api/v1/pages?updated_after=2025-01-01"), "pages")),
                     1);
    assert_int_equal(
        json_count(json_get(get("/api/v1/pages?updated_after=2025-01-02T06:00:00Z"), "pages")), 0);
    assert_int_equal(json_count(json_get(get("/api/v1/pages?site=otro"), "pages")), 0);
    assert_int_equal(json_count(json_get(get("/api/v1/pages?tag=nada"), "pages")), 0);
    assert_int_equal(json_count(json_get(get("/api/v1/pages?year=1999"), "pages")), 0);
}

/* Each path that the description names is a route, and each route of the API is described. */
static void the_description_is_that_of_the_routes(void **state)
{
    const struct json *v = get("/api/v1/openapi.json");
    static const struct {
        const char *path, *route;
    } all[] = {{"/", "/api/v1/"},
               {"/openapi.json", "/api/v1/openapi.json"},
               {"/types", "/api/v1/types"},
               {"/pages", "/api/v1/pages"},
               {"/pages/{path}", "/api/v1/pages/*"},
               {"/acts/{id}", "/api/v1/acts/*"}};
    size_t n, described = 0;
    const struct route *r = routes_all(&n);

    (void)state;
    assert_str(text(v, "openapi"), STR("3.1.0"));
    assert_int_equal(json_count(json_get(v, "paths")), ARRAY_LEN(all));
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        assert_non_null(json_get(json_get(json_get(v, "paths"), all[i].path), "get"));
        for (size_t k = 0; k < n; k++)
            described += strcmp(r[k].pattern, all[i].route) == 0;
    }
    assert_int_equal(described, ARRAY_LEN(all));
    for (size_t k = 0; k < n; k++)
        described -= str_starts(str_from(r[k].pattern), STR("/api/"));
    assert_int_equal(described, (size_t)-3); /* the bare one, the home page, and all else */
}

/* What a schema demands of a map is there. */
static void has_required(const struct json *openapi, const char *schema, const struct json *v)
{
    const struct json *names = json_get(
        json_get(json_get(json_get(openapi, "components"), "schemas"), schema), "required");
    struct str name;

    assert_true(json_count(names) > 0);
    for (size_t i = 0; i < json_count(names); i++) {
        assert_true(json_text(json_at(names, i), &name));
        assert_non_null(json_get(v, arena_cstr(&generation, name)));
    }
}

static void answers_have_what_the_description_demands(void **state)
{
    const struct json *openapi = get("/api/v1/openapi.json");
    struct response gone;

    (void)state;
    has_required(openapi, "Page", get("/api/v1/pages/a/uno"));
    has_required(openapi, "ShortPage", json_at(json_get(get("/api/v1/pages"), "pages"), 0));
    has_required(openapi, "Types", get("/api/v1/types"));
    gone = ask("/api/v1/pages/retirada");
    has_required(openapi, "Problem", read_json(&gone, 410));
    (void)get("/api/v1/");
}

static void what_did_not_change_is_304(void **state)
{
    struct response r = ask("/api/v1/pages?limit=1");

    (void)state;
    assert_str(response_get(&r, "Cache-Control"), STR("public, no-cache"));
    r = ask_as(
        "GET", "/api/v1/pages?limit=1",
        arena_fmt(&generation, "HTTP_IF_NONE_MATCH=" STR_FMT, STR_ARG(response_get(&r, "ETag"))).p);
    assert_int_equal(r.status, 304);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_all_that_is_published_of_it),
        cmocka_unit_test(what_is_not_there_is_a_problem),
        cmocka_unit_test(an_old_address_leads_to_the_page),
        cmocka_unit_test(a_list_can_be_read_to_its_end),
        cmocka_unit_test(lists_are_asked_by_what_pages_are),
        cmocka_unit_test(the_description_is_that_of_the_routes),
        cmocka_unit_test(answers_have_what_the_description_demands),
        cmocka_unit_test(what_did_not_change_is_304),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
