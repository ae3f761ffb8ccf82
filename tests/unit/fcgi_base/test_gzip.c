#include "tests/unit/test.h"

#include "fcgi/base/buf.h"
#include "fcgi/base/compress.h"

#define ZLIB_CONST
#include <zlib.h>

static int set_up(void **state)
{
    static struct arena a;

    arena_init(&a, 64u << 20);
    *state = &a;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

static struct str long_text(struct arena *a)
{
    struct str s;
    struct buf b;

    buf_init(&b, 1u << 20);
    for (int i = 0; i < 500; i++)
        buf_addf(&b, "<p>Renglón %d de una página de ejemplo.</p>\n", i);
    s = arena_str(a, buf_str(&b));
    buf_release(&b);
    return s;
}

static struct str gunzip(struct arena *a, struct str packed, size_t max)
{
    char *p = arena_zalloc(a, max, 1);
    z_stream z = {.next_in = (const unsigned char *)packed.p,
                  .avail_in = (uInt)packed.n,
                  .next_out = (unsigned char *)p,
                  .avail_out = (uInt)max};

    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(inflateEnd(&z), Z_OK);
    return (struct str){p, (size_t)z.total_out};
}

static void gzip_comes_back_whole_at_every_level(void **state)
{
    struct str text = long_text(*state), packed = {NULL, 0};

    for (int level = 1; level <= 9; level++) {
        assert_true(compress_gzip(*state, text, level, &packed));
        assert_true(packed.n < text.n / 4);
        assert_str(gunzip(*state, packed, text.n), text);
    }
}

static void equal_input_gives_equal_output(void **state)
{
    struct str text = long_text(*state), x, y;

    assert_true(compress_gzip(*state, text, 9, &x));
    assert_true(compress_gzip(*state, text, 9, &y));
    assert_str(x, y);
}

static void what_does_not_shrink_is_left_alone(void **state)
{
    static const struct str small[] = {STR_INIT(""), STR_INIT("a"), STR_INIT("ab"),
                                       STR_INIT("\x01\xF7\x93\x20zq8@")};
    struct str out = STR("untouched");

    for (size_t i = 0; i < ARRAY_LEN(small); i++)
        assert_false(compress_gzip(*state, small[i], 9, &out));
    assert_str(out, STR("untouched"));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(gzip_comes_back_whole_at_every_level),
        T(equal_input_gives_equal_output),
        T(what_does_not_shrink_is_left_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
