#include "tests/unit/test.h"

#include "fcgi/base/buf.h"
#include "fcgi/base/compress.h"

#include <dlfcn.h>

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

/* The decoder is in the encoder's package, but nothing of Estrado links it. */
static struct str unbrotli(struct arena *a, struct str packed, size_t max)
{
    typedef int decode(size_t n, const unsigned char *in, size_t *max, unsigned char *out);
    void *library = dlopen("libbrotlidec.so.1", RTLD_NOW);
    char *p = arena_zalloc(a, max, 1);
    decode *decompress = NULL;

    assert_non_null(library);
    *(void **)&decompress = dlsym(library, "BrotliDecoderDecompress");
    assert_non_null(decompress);
    assert_int_equal(
        decompress(packed.n, (const unsigned char *)packed.p, &max, (unsigned char *)p), 1);
    (void)dlclose(library);
    return (struct str){p, max};
}

static void brotli_comes_back_whole(void **state)
{
    struct str text = long_text(*state), packed = {NULL, 0};

    for (int quality = 0; quality <= 11; quality += 11) {
        assert_true(compress_brotli(*state, text, quality, &packed));
        assert_true(packed.n < text.n / 2);
        assert_str(unbrotli(*state, packed, text.n), text);
    }
}

static void equal_input_gives_equal_output(void **state)
{
    struct str text = long_text(*state), x, y;

    assert_true(compress_brotli(*state, text, 11, &x));
    assert_true(compress_brotli(*state, text, 11, &y));
    assert_str(x, y);
}

static void what_does_not_shrink_is_left_alone(void **state)
{
    static const struct str small[] = {STR_INIT(""), STR_INIT("a"), STR_INIT("ab"),
                                       STR_INIT("\x01\xF7\x93\x20zq8@")};
    struct str out = STR("untouched");

    for (size_t i = 0; i < ARRAY_LEN(small); i++)
        assert_false(compress_brotli(*state, small[i], 11, &out));
    assert_str(out, STR("untouched"));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(brotli_comes_back_whole),
        T(equal_input_gives_equal_output),
        T(what_does_not_shrink_is_left_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
