#include "tests/unit/test.h"

#include "fcgi/base/json.h"

static int set_up(void **state)
{
    static struct arena a;

    arena_init(&a, 16u << 20);
    *state = &a;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

static struct str dumped(struct arena *a, const struct json *v, bool pretty)
{
    struct buf b;
    struct str s;

    buf_init(&b, 1u << 20);
    json_dump(v, pretty, &b);
    s = arena_str(a, buf_str(&b));
    buf_release(&b);
    return s;
}

static void writes_members_in_the_order_of_putting(void **state)
{
    struct json *map = json_new_map(*state), *list = json_new_list(*state);

    json_put_text(map, "z", STR("á\"\n"));
    json_put_int(map, "a", INT64_MIN);
    json_put_bool(map, "ok", true);
    json_put(map, "list", list);
    json_add_text(list, STR(""));
    json_add(list, json_new_map(*state));
    assert_str(
        dumped(*state, map, false),
        STR("{\"z\":\"á\\\"\\n\",\"a\":-9223372036854775808,\"ok\":true,\"list\":[\"\",{}]}"));
    assert_str(dumped(*state, list, true), STR("[\n  \"\",\n  {}\n]"));
}

static void one_value_may_hang_in_two_places(void **state)
{
    struct json *map = json_new_map(*state), *list = json_new_list(*state);

    json_add_text(list, STR("x"));
    json_put(map, "a", list);
    json_put(map, "b", list);
    json_put_int(map, "a", 1);
    assert_str(dumped(*state, map, false), STR("{\"a\":1,\"b\":[\"x\"]}"));
}

static void malformed_utf8_is_replaced(void **state)
{
    struct json *list = json_new_list(*state);

    json_add_text(list, STR("a\xFF\xC3z"));
    assert_str(dumped(*state, list, false), STR("[\"a\xEF\xBF\xBD\xEF\xBF\xBDz\"]"));
}

static void a_full_buffer_fails_and_nothing_else_happens(void **state)
{
    struct json *list = json_new_list(*state);
    struct buf b;

    json_add_text(list, STR("a long enough text"));
    buf_init(&b, 8);
    json_dump(list, false, &b);
    assert_true(b.failed);
    buf_release(&b);
}

static void reads_back(void **state)
{
    const struct json *v = NULL;
    struct str text;
    int64_t n = 0;
    bool flag = false;

    assert_int_equal(json_parse(*state,
                                STR("{\"t\":\"\\u00e1\\u0000\",\"n\":-3,\"b\":true,\"l\":[1,2]}"),
                                NULL, &v),
                     OK);
    assert_true(json_text(json_get(v, "t"), &text));
    assert_str(text, STR("á\0"));
    assert_true(json_int(json_get(v, "n"), &n) && n == -3);
    assert_true(json_bool(json_get(v, "b"), &flag) && flag);
    assert_int_equal(json_count(v), 4);
    assert_int_equal(json_count(json_get(v, "l")), 2);
    assert_true(json_int(json_at(json_get(v, "l"), 1), &n) && n == 2);
    assert_null(json_at(json_get(v, "l"), 2));
    assert_null(json_get(v, "absent"));
    assert_null(json_get(NULL, "t"));
    assert_int_equal(json_count(NULL), 0);
    assert_false(json_int(json_get(v, "t"), &n));
    assert_false(json_text(json_get(v, "n"), &text));
    assert_false(json_bool(NULL, &flag));
}

static void refuses_what_is_not_json(void **state)
{
    static const struct {
        struct str source;
        int line;
    } cases[] = {
        {STR_INIT(""), 1},
        {STR_INIT("{\n\"a\":\n}"), 3},
        {STR_INIT("{\"a\":1,\"a\":2}"), 1},
        {STR_INIT("[1] x"), 1},
        {STR_INIT("\"\xFF\""), 1},
        {STR_INIT("[1,]"), 1},
        {STR_INIT("{\"a\":01}"), 1},
        {STR_INIT("// no comments\n[]"), 1},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct json *v = NULL;
        int line = 0;

        assert_int_equal(json_parse(*state, cases[i].source, &line, &v), ERR_INVALID);
        assert_null(v);
        assert_int_equal(line, cases[i].line);
    }
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(writes_members_in_the_order_of_putting),
        T(one_value_may_hang_in_two_places),
        T(malformed_utf8_is_replaced),
        T(a_full_buffer_fails_and_nothing_else_happens),
        T(reads_back),
        T(refuses_what_is_not_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
