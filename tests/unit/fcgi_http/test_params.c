/*
 * Names and values: decoded once, counted, refused whole when broken.
 */
#include "tests/unit/test.h"

#include "fcgi/http/request.h"

static struct arena arena;

static struct params parsed(struct str s)
{
    struct params p = {NULL, 0};

    assert_int_equal(params_parse(&arena, s, 64, &p), OK);
    return p;
}

static void reads_pairs_in_order(void **state)
{
    struct params p = parsed(STR("q=uno+dos&vac%C3%ADo=&sin&q=tres&&=x&a=b=c"));

    (void)state;
    assert_int_equal(p.n, 6);
    assert_str(params_get(&p, STR("q")), STR("uno dos"));
    assert_str(params_get(&p, STR("vac\xC3\xADo")), STR(""));
    assert_str(params_get(&p, STR("sin")), STR(""));
    assert_str(p.v[3].value, STR("tres"));
    assert_str(params_get(&p, STR("")), STR("x"));
    assert_str(params_get(&p, STR("a")), STR("b=c"));
    assert_ptr_equal(params_get(&p, STR("absent")).p, NULL);
}

static void nothing_is_no_parameter(void **state)
{
    (void)state;
    assert_int_equal(parsed(STR("")).n, 0);
    assert_int_equal(parsed(STR("&")).n, 0);
}

static void never_decodes_twice(void **state)
{
    struct params p = parsed(STR("a=%2541&%2561=1"));

    (void)state;
    assert_str(params_get(&p, STR("a")), STR("%41"));
    assert_str(params_get(&p, STR("%61")), STR("1"));
}

static void refuses_what_is_broken(void **state)
{
    static const struct str broken[] = {
        STR_INIT("a=%"),        STR_INIT("a=%4"),       STR_INIT("a=%G0"), STR_INIT("a=%-1"),
        STR_INIT("a=%00"),      STR_INIT("%00=a"),      STR_INIT("a=%ff"), STR_INIT("a=%c0%80"),
        STR_INIT("a=\xE1\xA0"), STR_INIT("a=%ed%a0%80")};
    struct params p = {NULL, 7};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
        assert_int_equal(params_parse(&arena, broken[i], 64, &p), ERR_INVALID);
        assert_int_equal(p.n, 7);
    }
}

static void counts_before_it_reads(void **state)
{
    struct params p;

    (void)state;
    assert_int_equal(params_parse(&arena, STR("a&b&c"), 3, &p), OK);
    assert_int_equal(params_parse(&arena, STR("a&b&c&d"), 3, &p), ERR_TOO_BIG);
    assert_int_equal(params_parse(&arena, STR("&&&"), 3, &p), ERR_TOO_BIG);
}

static void a_plus_is_a_blank_only_where_asked(void **state)
{
    struct str s;

    (void)state;
    assert_int_equal(percent_decode(&arena, STR("a+b%2B"), true, &s), OK);
    assert_str(s, STR("a b+"));
    assert_int_equal(percent_decode(&arena, STR("a+b%2b"), false, &s), OK);
    assert_str(s, STR("a+b+"));
}

static void cookies_leave_out_malformed_pairs(void **state)
{
    struct params p;

    (void)state;
    assert_int_equal(
        cookies_parse(&arena, STR("a=1;b=2 ;  c ; =d; e=\"f\"; g=h,i; j k=l; m=n\\; o=p=q; a=3"),
                      16, &p),
        OK);
    assert_int_equal(p.n, 4);
    assert_str(params_get(&p, STR("a")), STR("1"));
    assert_str(params_get(&p, STR("b")), STR("2"));
    assert_str(params_get(&p, STR("o")), STR("p=q"));
    assert_str(p.v[3].value, STR("3"));
}

static void cookies_are_counted_and_not_decoded(void **state)
{
    struct params p;

    (void)state;
    assert_int_equal(cookies_parse(&arena, STR("a=1;b=2;c=3;d=4"), 3, &p), OK);
    assert_int_equal(p.n, 3);
    assert_int_equal(cookies_parse(&arena, STR("a=%41"), 1, &p), OK);
    assert_str(params_get(&p, STR("a")), STR("%41"));
    assert_int_equal(cookies_parse(&arena, STR("a=\x01"), 1, &p), OK);
    assert_int_equal(p.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_pairs_in_order),
        cmocka_unit_test(nothing_is_no_parameter),
        cmocka_unit_test(never_decodes_twice),
        cmocka_unit_test(refuses_what_is_broken),
        cmocka_unit_test(counts_before_it_reads),
        cmocka_unit_test(a_plus_is_a_blank_only_where_asked),
        cmocka_unit_test(cookies_leave_out_malformed_pairs),
        cmocka_unit_test(cookies_are_counted_and_not_decoded),
    };
    int failed;

    arena_init(&arena, (size_t)1 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
