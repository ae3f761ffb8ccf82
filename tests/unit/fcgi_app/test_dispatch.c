/*
 * The straight line without FastCGI: an environment in, a response out, over a
 * small site made here and the real theme.
 */
#include "tests/unit/test.h"

#include "fcgi/app/app.h"
#include "fcgi/base/files.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NOW 1764000000 /* 2025-11-24 */

static struct arena generation, request;
static struct app app;
static char root[] = "/tmp/estrado-dispatch-XXXXXX";

static const char site_yml[] =
    "name: Instituto de prueba\nshort_name: Prueba\nbase_url: http://localhost\n"
    "themes_dir: %s/themes\ncontent_dir: content\nstate_dir: var\n"
    "facts:\n  telefono: {value: '33 1234', source: nadie, confirmed: false}\n"
    "pools:\n  public: {socket: s, processes: 1, hosts: [localhost], role: r}\n";

static const struct {
    const char *file, *text;
} pages[] = {
    {"_index.md", "---\ntitle: Inicio\ndescription: d\n---\nHola.\n"},
    {"a/_index.md", "---\ntitle: Sección A\nsummary: Lo de A.\nmenu: {name: main, weight: 1, "
                    "title: La A}\n---\nTexto.\n"},
    {"a/uno.md", "---\ntitle: Número uno\naliases: [/viejo]\nlastmod: 2025-01-02\n---\n## "
                 "Parte\nJalisco & <https://a.mx>.\n"},
    {"a/dos.md", "---\ntitle: Número dos\n---\nOtro.\n"},
    {"retirada.md",
     "---\ntitle: Acta\nwithdrawn: {reason: Por error, date: 2025-02-03, see: /a/uno}\n---\nx\n"},
    {"futura.md", "---\ntitle: Futura\npublishdate: 2025-12-01\n---\nx\n"},
    {"pasada.md", "---\ntitle: Pasada\nexpirydate: 2025-11-01\n---\nx\n"},
};

static void write_site(void)
{
    char here[4096];
    struct str path = arena_fmt(&generation, "%s/site.yml", root);

    assert_non_null(getcwd(here, sizeof(here)));
    assert_int_equal(file_write(path, arena_fmt(&generation, site_yml, here), 0644), OK);
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        struct str file = arena_fmt(&generation, "%s/content/es-MX/%s", root, pages[i].file);
        struct str dir = file;

        while (dir.p[dir.n - 1] != '/')
            dir.n--;
        assert_int_equal(file_mkdirs(dir, 0755), OK);
        assert_int_equal(file_write(file, str_from(pages[i].text), 0644), OK);
    }
}

static int set_up(void **state)
{
    struct diags d;
    const struct config *config;

    (void)state;
    arena_init(&generation, (size_t)256 << 20);
    arena_init(&request, (size_t)32 << 20);
    diags_init(&d, &generation);
    assert_non_null(mkdtemp(root));
    write_site();
    config = config_load(&generation, arena_fmt(&generation, "%s/site.yml", root),
                         (struct strs){NULL, 0}, &d);
    assert_non_null(config);
    assert_true(app_load(&app, &generation, config, STR("."), shared_map(), &d));
    assert_int_equal(d.nerrors, 0);
    return 0;
}

static int tear_down(void **state)
{
    const char *command[] = {"/bin/rm", "-rf", root, NULL};

    (void)state;
    arena_release(&request);
    arena_release(&generation);
    if (fork() == 0) {
        execv(command[0], (char *const *)(uintptr_t)command);
        _exit(1);
    }
    return 0;
}

static struct response ask_as(const char *method, const char *uri, const char *header)
{
    static const struct request_limits limits = {1024, 4096, 8192, 65536, 64, 16, 65536};
    const char *env[8] = {"HTTP_HOST=localhost"};
    struct request *req;
    struct response resp;
    int refused;

    arena_reset(&request);
    req = ARENA_NEW(&request, struct request);
    env[1] = arena_fmt(&request, "REQUEST_METHOD=%s", method).p;
    env[2] = arena_fmt(&request, "REQUEST_URI=%s", uri).p;
    env[3] = strchr(uri, '?') == NULL
                 ? "QUERY_STRING="
                 : arena_fmt(&request, "QUERY_STRING=%s", strchr(uri, '?') + 1).p;
    env[4] = header;
    refused = request_parse(&request, env, &limits, NOW, req);
    dispatch(&app, req, refused, &resp);
    return resp;
}

static struct response ask(const char *uri)
{
    return ask_as("GET", uri, NULL);
}

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
