/*
 * Headers that cannot be injected, validators, HEAD.
 */
#include "tests/unit/test.h"

#include "fcgi/http/response.h"

#include <string.h>

static struct arena arena;

static struct response page(void)
{
    struct response r = {.status = 200, .body = STR("hola")};

    assert_int_equal(response_header(&r, "Content-Type", STR("text/html")), OK);
    assert_int_equal(response_header(&r, "Content-Encoding", STR("br")), OK);
    assert_int_equal(response_header(&r, "ETag", STR("\"abc\"")), OK);
    assert_int_equal(response_header(&r, "Cache-Control", STR("no-cache")), OK);
    assert_int_equal(response_header(&r, "Last-Modified", STR("Sun, 06 Nov 1994 08:49:37 GMT")),
                     OK);
    return r;
}

static struct request get(void)
{
    return (struct request){.arena = &arena, .method = METHOD_GET};
}

static void refuses_line_breaks_in_values(void **state)
{
    static const struct str bad[] = {STR_INIT("a\r\nSet-Cookie: x"), STR_INIT("a\n"),
                                     STR_INIT("\r"), STR_INIT("a\0b")};
    struct response r = {.status = 200};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_int_equal(response_header(&r, "Location", bad[i]), ERR_INVALID);
    assert_int_equal(r.nheaders, 0);
}

static void a_second_value_replaces_the_first(void **state)
{
    struct response r = {.status = 200};

    (void)state;
    assert_int_equal(response_header(&r, "Vary", STR("a")), OK);
    assert_int_equal(response_header(&r, "Allow", STR("GET")), OK);
    assert_int_equal(response_header(&r, "Vary", STR("b")), OK);
    assert_int_equal(r.nheaders, 2);
    assert_str(response_get(&r, "Vary"), STR("b"));
    assert_str(response_get(&r, "Absent"), STR(""));
}

static void a_full_list_says_so(void **state)
{
    static const char *const names =
        "A\0B\0C\0D\0E\0F\0G\0H\0I\0J\0K\0L\0M\0N\0O\0P\0Q\0R\0S\0T\0U\0V\0W\0X\0Y";
    struct response r = {.status = 200};

    (void)state;
    for (size_t i = 0; i < HEADERS_MAX; i++)
        assert_int_equal(response_header(&r, names + 2 * i, STR("x")), OK);
    assert_int_equal(response_header(&r, names + 2 * HEADERS_MAX, STR("x")), ERR_TOO_BIG);
    assert_int_equal(response_header(&r, "A", STR("y")), OK);
}

static void etags_compare_weakly(void **state)
{
    static const struct {
        struct str header;
        int status;
    } cases[] = {
        {STR_INIT("\"abc\""), 304},
        {STR_INIT("W/\"abc\""), 304},
        {STR_INIT("\"x\", W/\"y\",\"abc\""), 304},
        {STR_INIT("\"x\" , \"abc\" "), 304},
        {STR_INIT("*"), 304},
        {STR_INIT(" * "), 304},
        {STR_INIT("abc"), 200},
        {STR_INIT("\"ABC\""), 200},
        {STR_INIT("\"abc"), 200},
        {STR_INIT("\"abcd\", \"ab\""), 200},
        {STR_INIT(",,"), 200},
        {STR_INIT("W/"), 200},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct request req = get();
        struct response r = page();

        req.if_none_match = cases[i].header;
        response_finish(&r, &req);
        if (r.status != cases[i].status)
            fail_msg(STR_FMT ": %d", STR_ARG(cases[i].header), r.status);
    }
}

static void a_weak_etag_of_ours_matches_too(void **state)
{
    struct request req = get();
    struct response r = page();

    (void)state;
    assert_int_equal(response_header(&r, "ETag", STR("W/\"abc\"")), OK);
    req.if_none_match = STR("\"abc\"");
    response_finish(&r, &req);
    assert_int_equal(r.status, 304);
}

static void dates_count_only_without_etags(void **state)
{
    static const struct {
        struct str date;
        int status;
    } cases[] = {{STR_INIT("Sun, 06 Nov 1994 08:49:37 GMT"), 304},
                 {STR_INIT("Sun, 06 Nov 1994 08:49:38 GMT"), 304},
                 {STR_INIT("Sun, 06 Nov 1994 08:49:36 GMT"), 200},
                 {STR_INIT("yesterday"), 200}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct request req = get();
        struct response r = page();

        req.if_modified_since = cases[i].date;
        response_finish(&r, &req);
        assert_int_equal(r.status, cases[i].status);
        r = page();
        req.if_none_match = STR("\"other\"");
        response_finish(&r, &req);
        assert_int_equal(r.status, 200);
    }
}

static void a_304_keeps_validators_and_drops_the_body(void **state)
{
    struct request req = get();
    struct response r = page();

    (void)state;
    req.if_none_match = STR("\"abc\"");
    response_finish(&r, &req);
    assert_true(r.head_only);
    assert_str(response_get(&r, "ETag"), STR("\"abc\""));
    assert_str(response_get(&r, "Cache-Control"), STR("no-cache"));
    assert_str(response_get(&r, "Content-Type"), STR(""));
    assert_str(response_get(&r, "Content-Encoding"), STR(""));
    assert_str(response_get(&r, "Content-Length"), STR(""));
}

static void conditions_count_only_for_a_page_that_is_there(void **state)
{
    static const int statuses[] = {301, 404, 410, 500, 503};
    static const enum method methods[] = {METHOD_POST, METHOD_PUT, METHOD_DELETE};
    struct request req = get();
    struct response r;

    (void)state;
    req.if_none_match = STR("*");
    for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
        r = page();
        r.status = statuses[i];
        response_finish(&r, &req);
        assert_int_equal(r.status, statuses[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(methods); i++) {
        r = page();
        req.method = methods[i];
        response_finish(&r, &req);
        assert_int_equal(r.status, 200);
    }
}

static void a_star_needs_an_etag(void **state)
{
    struct request req = get();
    struct response r = {.status = 200, .body = STR("x")};

    (void)state;
    req.if_none_match = STR("*");
    response_finish(&r, &req);
    assert_int_equal(r.status, 200);
}

static void head_has_the_headers_of_get(void **state)
{
    struct request req = get();
    struct response got = page(), head = page();

    (void)state;
    response_finish(&got, &req);
    req.method = METHOD_HEAD;
    response_finish(&head, &req);
    assert_false(got.head_only);
    assert_true(head.head_only);
    assert_int_equal(head.nheaders, got.nheaders);
    for (size_t i = 0; i < got.nheaders; i++) {
        assert_string_equal(head.headers[i].name, got.headers[i].name);
        assert_str(head.headers[i].value, got.headers[i].value);
    }
    assert_str(response_get(&head, "Content-Length"), STR("4"));
}

static enum err no_chunk(void *arg, struct str *ret_piece)
{
    (void)arg;
    *ret_piece = STR("");
    return OK;
}

static void lengths_are_told_only_when_known(void **state)
{
    struct request req = get();
    struct response chunks = {.status = 200, .chunk = no_chunk}, file = {.status = 200};

    (void)state;
    file.file = STR("/-/spool/x");
    response_finish(&chunks, &req);
    response_finish(&file, &req);
    assert_str(response_get(&chunks, "Content-Length"), STR(""));
    assert_str(response_get(&file, "Content-Length"), STR(""));
}

/* Else nginx would send the file all the same. */
static void a_304_names_no_file(void **state)
{
    struct request req = {
        .arena = &arena, .method = METHOD_GET, .if_none_match = STR_INIT("\"a\"")};
    struct response r = {.status = 200, .file = STR_INIT("/-/x")};

    (void)state;
    assert_int_equal(response_header(&r, "ETag", STR("\"a\"")), OK);
    response_finish(&r, &req);
    assert_int_equal(r.status, 304);
    assert_int_equal(r.file.n, 0);
}

static void every_status_that_we_send_has_a_reason(void **state)
{
    static const int statuses[] = {200, 301, 303, 304, 400, 403, 404, 405, 409,
                                   410, 413, 414, 429, 431, 500, 501, 503};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(statuses); i++)
        assert_string_not_equal(response_reason(statuses[i]), response_reason(299));
    assert_string_equal(response_reason(404), "Not Found");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_line_breaks_in_values),
        cmocka_unit_test(a_second_value_replaces_the_first),
        cmocka_unit_test(a_full_list_says_so),
        cmocka_unit_test(etags_compare_weakly),
        cmocka_unit_test(a_weak_etag_of_ours_matches_too),
        cmocka_unit_test(dates_count_only_without_etags),
        cmocka_unit_test(a_304_keeps_validators_and_drops_the_body),
        cmocka_unit_test(conditions_count_only_for_a_page_that_is_there),
        cmocka_unit_test(a_star_needs_an_etag),
        cmocka_unit_test(head_has_the_headers_of_get),
        cmocka_unit_test(lengths_are_told_only_when_known),
        cmocka_unit_test(a_304_names_no_file),
        cmocka_unit_test(every_status_that_we_send_has_a_reason),
    };
    int failed;

    arena_init(&arena, (size_t)1 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
