/*
 * The door: what goes through, and with which status all else is refused.
 */
#include "tests/unit/test.h"

#include "fcgi/http/request.h"

#include <string.h>

#define NOW 1700000000

static struct arena arena;
static const struct request_limits limits = {.path_bytes = 64,
                                             .query_bytes = 64,
                                             .header_bytes = 256,
                                             .params_bytes = 1024,
                                             .fields = 4,
                                             .cookies = 3,
                                             .body_bytes = 1000};

/* The environment of "GET uri" for localhost, with up to two more variables. */
static int ask_with(struct request *req, const char *method, const char *uri, const char *more,
                    const char *still_more)
{
    const char *env[6] = {
        arena_join(&arena, STR("REQUEST_METHOD="), str_from(method), STR("")).p,
        arena_join(&arena, STR("REQUEST_URI="), str_from(uri), STR("")).p,
        more != NULL && strncmp(more, "HTTP_HOST=", 10) == 0 ? more : "HTTP_HOST=localhost"};

    if (more != NULL)
        env[3] = more;
    if (more != NULL && still_more != NULL)
        env[4] = still_more;
    return request_parse(&arena, env, &limits, NOW, req);
}

static int ask(struct request *req, const char *uri)
{
    return ask_with(req, "GET", uri, NULL, NULL);
}

static void decodes_the_path_once(void **state)
{
    static const struct {
        const char *uri;
        struct str path;
    } cases[] = {
        {"/", STR_INIT("/")},
        {"/a/b", STR_INIT("/a/b")},
        {"/a/", STR_INIT("/a/")},
        {"/M%C3%A9xico", STR_INIT("/M\xC3\xA9xico")},
        {"/a%20b", STR_INIT("/a b")},
        {"/a+b", STR_INIT("/a+b")},
        {"/%252e%252e", STR_INIT("/%2e%2e")},
        {"/a%2Fb", STR_INIT("/a/b")},
        {"/...", STR_INIT("/...")},
        {"/a?b=/../x", STR_INIT("/a")},
    };
    struct request req;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_int_equal(ask(&req, cases[i].uri), 0);
        assert_str(req.path, cases[i].path);
    }
}

static void refuses_paths_that_are_not_clean(void **state)
{
    static const char *const uris[] = {
        "",           "a",
        "*",          "http://localhost/",
        "//",         "/a//b",
        "/.",         "/..",
        "/a/../b",    "/a/./b",
        "/%2e%2e",    "/a/%2E./b",
        "/..%2fetc",  "/%2e%2e%2f",
        "/a%00",      "/%",
        "/%4",        "/%zz",
        "/%ff",       "/%c0%af",
        "/%ed%a0%80", "/a\\b",
        "/a%5cb",     "/a%0ab",
        "/a%0d%0aX:", "/a%1fb",
        "/a%7fb",     "/%c2%85",
        "/\x80",      "/a%2f%2fb",
        "/a?b=%",     "/a?b=%00",
        "/a?%ff=b",   "/a?1&2&3&4&5",
    };
    struct request req;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(uris); i++) {
        if (ask(&req, uris[i]) != 400)
            fail_msg("not refused: %s", uris[i]);
        assert_true(req.path.n > 0 && req.path.p[0] == '/');
    }
}

static void long_targets_are_414_at_the_limit(void **state)
{
    char uri[200] = "/";
    struct request req;

    (void)state;
    memset(uri + 1, 'a', 63);
    assert_int_equal(ask(&req, uri), 0);
    uri[64] = 'a';
    assert_int_equal(ask(&req, uri), 414);
    memset(uri, 'a', 66);
    uri[0] = '/';
    uri[1] = '?';
    uri[66] = '\0';
    assert_int_equal(ask(&req, uri), 0);
    uri[66] = 'a';
    uri[67] = '\0';
    assert_int_equal(ask(&req, uri), 414);
}

static void big_headers_are_431(void **state)
{
    char header[400] = "HTTP_X_LONG=", many[1100] = "OTHER=";
    struct request req;

    (void)state;
    memset(header + 12, 'a', 256);
    assert_int_equal(ask_with(&req, "GET", "/", header, NULL), 0);
    header[268] = 'a';
    assert_int_equal(ask_with(&req, "GET", "/", header, NULL), 431);
    memset(many + 6, 'a', 1020);
    assert_int_equal(ask_with(&req, "GET", "/", many, NULL), 431);
}

static void unknown_methods_are_501(void **state)
{
    static const char *const unknown[] = {"BREW", "TRACE", "get", "", "GET ", "PROPFIND"};
    static const char *const known[] = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"};
    struct request req;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(unknown); i++)
        assert_int_equal(ask_with(&req, unknown[i], "/", NULL, NULL), 501);
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        assert_int_equal(ask_with(&req, known[i], "/", NULL, NULL), 0);
        assert_str(req.method_name, str_from(known[i]));
        assert_int_equal(req.method, METHOD_GET + i);
    }
}

static void odd_methods_never_reach_the_log_as_sent(void **state)
{
    static const char *const odd[] = {"GET\n", "g", "AAAAAAAAAAAAAAAAA", "", "\xC3\x91"};
    struct request req;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(odd); i++) {
        (void)ask_with(&req, odd[i], "/", NULL, NULL);
        assert_str(req.method_name, STR("?"));
    }
}

static void hosts_are_lower_case_without_port(void **state)
{
    static const struct {
        const char *header;
        struct str host;
    } good[] = {
        {"HTTP_HOST=Example.ORG", STR_INIT("example.org")},
        {"HTTP_HOST=localhost:8080", STR_INIT("localhost")},
        {"HTTP_HOST=localhost:", STR_INIT("localhost")},
        {"HTTP_HOST=127.0.0.1:80", STR_INIT("127.0.0.1")},
        {"HTTP_HOST=[::1]:8080", STR_INIT("[::1]")},
        {"HTTP_HOST=[2001:DB8::ffff:192.0.2.1]", STR_INIT("[2001:db8::ffff:192.0.2.1]")},
        {"HTTP_HOST=xn--ja-vma.mx", STR_INIT("xn--ja-vma.mx")},
    };
    static const char *const bad[] = {
        "HTTP_HOST=",         "HTTP_HOST=a b",         "HTTP_HOST=a/b",  "HTTP_HOST=a:80x",
        "HTTP_HOST=a:80:90",  "HTTP_HOST=a@b",         "HTTP_HOST=[::1", "HTTP_HOST=[]",
        "HTTP_HOST=[::1]x",   "HTTP_HOST=[localhost]", "HTTP_HOST=::1",  "HTTP_HOST=a\r\nX: y",
        "HTTP_HOST=<script>", "HTTP_HOST=\xC3\xB1.mx", "HTTP_HOST=a_b",  "HTTP_HOST=:80",
    };
    struct request req;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        assert_int_equal(ask_with(&req, "GET", "/", good[i].header, NULL), 0);
        assert_str(req.host, good[i].host);
    }
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        if (ask_with(&req, "GET", "/", bad[i], NULL) != 400)
            fail_msg("not refused: %s", bad[i]);
    }
}

static void no_host_is_400(void **state)
{
    const char *env[] = {"REQUEST_METHOD=GET", "REQUEST_URI=/", NULL};
    struct request req;

    (void)state;
    assert_int_equal(request_parse(&arena, env, &limits, NOW, &req), 400);
}

static void lengths_are_digits_within_the_limit(void **state)
{
    static const struct {
        const char *header;
        int status;
        int64_t length;
    } cases[] = {
        {"CONTENT_LENGTH=", 0, 0},
        {"CONTENT_LENGTH=0", 0, 0},
        {"CONTENT_LENGTH=1000", 0, 1000},
        {"CONTENT_LENGTH=1001", 413, 1001},
        {"CONTENT_LENGTH=-1", 400, 0},
        {"CONTENT_LENGTH=-0", 400, 0},
        {"CONTENT_LENGTH=+1", 400, 0},
        {"CONTENT_LENGTH= 1", 400, 0},
        {"CONTENT_LENGTH=1 ", 400, 0},
        {"CONTENT_LENGTH=0x10", 400, 0},
        {"CONTENT_LENGTH=1,1", 400, 0},
        {"CONTENT_LENGTH=1e3", 400, 0},
        {"CONTENT_LENGTH=9223372036854775807", 413, INT64_MAX},
        {"CONTENT_LENGTH=9223372036854775808", 400, 0},
        {"CONTENT_LENGTH=99999999999999999999999", 400, 0},
    };
    struct request req;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int status = ask_with(&req, "POST", "/", cases[i].header, NULL);

        if (status != cases[i].status)
            fail_msg("%s: %d", cases[i].header, status);
        assert_int_equal(req.body.length, cases[i].length);
    }
}

static void two_values_of_one_name_are_refused(void **state)
{
    static const char *const pairs[][2] = {
        {"CONTENT_LENGTH=1", "CONTENT_LENGTH=2"},
        {"HTTP_HOST=localhost", "HTTP_HOST=example.org"},
        {"REQUEST_METHOD=POST", NULL},
        {"REQUEST_URI=/other", NULL},
        {"ESTRADO_LOCAL=", "ESTRADO_LOCAL=1"},
        {"HTTP_COOKIE=a=1", "HTTP_COOKIE=a=2"},
    };
    struct request req;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        assert_int_equal(ask_with(&req, "GET", "/", pairs[i][0], pairs[i][1]), 400);
    assert_int_equal(ask_with(&req, "GET", "/", "CONTENT_LENGTH=5", "CONTENT_LENGTH=5"), 0);
    assert_int_equal(req.body.length, 5);
}

static void cookies_above_the_limit_are_left_out(void **state)
{
    struct request req;

    (void)state;
    assert_int_equal(ask_with(&req, "GET", "/", "HTTP_COOKIE=a=1; b=2; c=3", NULL), 0);
    assert_int_equal(req.cookies.n, 3);
    assert_str(params_get(&req.cookies, STR("b")), STR("2"));
    assert_int_equal(ask_with(&req, "GET", "/", "HTTP_COOKIE=a=1; b=2; c=3; d=4", NULL), 0);
    assert_int_equal(req.cookies.n, 3);
}

static void ids_are_nginxs_or_new(void **state)
{
    static const char *const odd[] = {
        "REQUEST_ID=", "REQUEST_ID=0123456789abcde", "REQUEST_ID=0123456789ABCDEF",
        "REQUEST_ID=0123456789abcdef\n", "REQUEST_ID=0123456789abcdef0123456789abcdef0"};
    struct request req, other;

    (void)state;
    assert_int_equal(
        ask_with(&req, "GET", "/", "REQUEST_ID=0123456789abcdef0123456789abcdef", NULL), 0);
    assert_str(req.id, STR("0123456789abcdef"));
    for (size_t i = 0; i < ARRAY_LEN(odd); i++) {
        assert_int_equal(ask_with(&req, "GET", "/", odd[i], NULL), 0);
        assert_int_equal(ask_with(&other, "GET", "/", odd[i], NULL), 0);
        assert_int_equal(req.id.n, 16);
        assert_false(str_eq(req.id, other.id));
        assert_false(str_eq(req.id, STR("0123456789abcdef")));
    }
}

static void only_nginx_says_what_is_local(void **state)
{
    struct request req;

    (void)state;
    assert_int_equal(ask_with(&req, "GET", "/", "HTTP_ESTRADO_LOCAL=1", "HTTPS=on"), 0);
    assert_false(req.local);
    assert_true(req.tls);
    assert_int_equal(ask_with(&req, "GET", "/", "ESTRADO_LOCAL=1", "HTTP_X_FORWARDED_PROTO=https"),
                     0);
    assert_true(req.local);
    assert_false(req.tls);
    assert_int_equal(ask_with(&req, "GET", "/", "ESTRADO_LOCAL=yes", NULL), 0);
    assert_false(req.local);
}

static void a_referer_counts_only_from_our_host(void **state)
{
    static const struct {
        const char *header;
        struct str path;
    } cases[] = {
        {"HTTP_REFERER=http://localhost/a/b?c#d", STR_INIT("/a/b")},
        {"HTTP_REFERER=http://LOCALHOST:8080/a#d", STR_INIT("/a")},
        {"HTTP_REFERER=https://example.org/a", STR_INIT("")},
        {"HTTP_REFERER=http://localhost.example.org/a", STR_INIT("")},
        {"HTTP_REFERER=http://localhost/a/../b", STR_INIT("")},
        {"HTTP_REFERER=http://localhost//example.org", STR_INIT("")},
        {"HTTP_REFERER=http://x@localhost/a", STR_INIT("")},
        {"HTTP_REFERER=/a", STR_INIT("")},
        {"HTTP_REFERER=://", STR_INIT("")},
    };
    struct request req;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_int_equal(ask_with(&req, "GET", "/", cases[i].header, NULL), 0);
        assert_str(req.referer_path, cases[i].path);
    }
}

static void what_another_site_sends_is_told_apart(void **state)
{
    static const struct {
        const char *origin, *site;
        bool foreign;
    } cases[] = {
        {NULL, NULL, false},
        {"HTTP_ORIGIN=http://localhost", NULL, false},
        {"HTTP_ORIGIN=https://LOCALHOST:8443", "HTTP_SEC_FETCH_SITE=same-origin", false},
        {"HTTP_ORIGIN=null", "HTTP_SEC_FETCH_SITE=same-origin", false},
        {"HTTP_ACCEPT=x", "HTTP_SEC_FETCH_SITE=none", false},
        {"HTTP_ACCEPT=x", "HTTP_SEC_FETCH_SITE=same-site", true},
        {"HTTP_ACCEPT=x", "HTTP_SEC_FETCH_SITE=cross-site", true},
        {"HTTP_ACCEPT=x", "HTTP_SEC_FETCH_SITE=anything", true},
        {"HTTP_ORIGIN=http://localhost", "HTTP_SEC_FETCH_SITE=cross-site", true},
        {"HTTP_ORIGIN=http://example.org", "HTTP_SEC_FETCH_SITE=same-origin", true},
        {"HTTP_ORIGIN=http://example.org", NULL, true},
        {"HTTP_ORIGIN=http://localhost.example.org", NULL, true},
        {"HTTP_ORIGIN=http://example.org/localhost", NULL, true},
        {"HTTP_ORIGIN=http://x@localhost", NULL, true},
        {"HTTP_ORIGIN=null", NULL, true},
        {"HTTP_ORIGIN=null", "HTTP_SEC_FETCH_SITE=none", true},
        {"HTTP_ORIGIN=localhost", NULL, true},
    };
    struct request req;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_int_equal(ask_with(&req, "POST", "/", cases[i].origin, cases[i].site), 0);
        assert_int_equal(req.foreign, cases[i].foreign);
    }
}

static void a_refused_request_can_still_be_answered(void **state)
{
    struct request req;

    (void)state;
    assert_int_equal(
        ask_with(&req, "HEAD", "/../x", "HTTP_ACCEPT_ENCODING=gzip", "REQUEST_ID=0123456789abcdef"),
        400);
    assert_ptr_equal(req.arena, &arena);
    assert_int_equal(req.method, METHOD_HEAD);
    assert_int_equal(req.encoding, ENCODING_GZIP);
    assert_str(req.id, STR("0123456789abcdef"));
    assert_str(req.path, STR("/"));
    assert_int_equal(req.now, NOW);
}

static void strange_environments_are_refused_quietly(void **state)
{
    const char *none[] = {NULL};
    const char *odd[] = {"", "=", "=x", "REQUEST_METHOD", "REQUEST_URI", NULL};
    struct request req;

    (void)state;
    assert_int_equal(request_parse(&arena, none, &limits, NOW, &req), 400);
    assert_int_equal(request_parse(&arena, odd, &limits, NOW, &req), 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_the_path_once),
        cmocka_unit_test(refuses_paths_that_are_not_clean),
        cmocka_unit_test(long_targets_are_414_at_the_limit),
        cmocka_unit_test(big_headers_are_431),
        cmocka_unit_test(unknown_methods_are_501),
        cmocka_unit_test(odd_methods_never_reach_the_log_as_sent),
        cmocka_unit_test(hosts_are_lower_case_without_port),
        cmocka_unit_test(no_host_is_400),
        cmocka_unit_test(lengths_are_digits_within_the_limit),
        cmocka_unit_test(two_values_of_one_name_are_refused),
        cmocka_unit_test(cookies_above_the_limit_are_left_out),
        cmocka_unit_test(ids_are_nginxs_or_new),
        cmocka_unit_test(only_nginx_says_what_is_local),
        cmocka_unit_test(a_referer_counts_only_from_our_host),
        cmocka_unit_test(what_another_site_sends_is_told_apart),
        cmocka_unit_test(a_refused_request_can_still_be_answered),
        cmocka_unit_test(strange_environments_are_refused_quietly),
    };
    int failed;

    arena_init(&arena, (size_t)4 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
