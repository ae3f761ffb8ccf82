/*
 * The envelope: what was packed comes back, and nothing else does.
 */
#include "tests/unit/test.h"

#include "fcgi/store/cache_value.h"

#include <stdlib.h>
#include <string.h>

#define KEY "g1\nlocalhost\n/contacto\n\nes-MX\n0"

static void name_has_prefix_generation_and_digest(void **state)
{
    struct cache_name name, other;

    (void)state;
    assert_int_equal(cache_name_of(STR(KEY), &name), OK);
    assert_true(str_starts((struct str){name.p, name.n}, STR("estrado:g1:")));
    assert_int_equal(name.n, strlen("estrado:g1:") + 64);
    assert_int_equal(strlen(name.p), name.n);
    assert_int_equal(cache_name_of(STR(KEY "x"), &other), OK);
    assert_memory_not_equal(name.p, other.p, name.n);
}

static void name_of_longest_generation_fits(void **state)
{
    char key[66];
    struct cache_name name;

    (void)state;
    memset(key, 'g', 64);
    key[64] = '\n';
    key[65] = 'x';
    assert_int_equal(cache_name_of((struct str){key, 66}, &name), OK);
    assert_true(name.n < CACHE_NAME_BYTES);
}

static void refuses_malformed_keys(void **state)
{
    static const struct str keys[] = {
        STR_INIT(""),
        STR_INIT("\n/x"),
        STR_INIT("without-line-end"),
        STR_INIT("gen 1\n/x"),
        STR_INIT("*\n/x"),
        STR_INIT("g\r\nDEL x\n"),
        STR_INIT("ggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg\n/x"),
    };
    struct cache_name name = {.n = 7};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        assert_int_equal(cache_name_of(keys[i], &name), ERR_INVALID);
    assert_int_equal(name.n, 7);
}

static void refuses_keys_above_8_kib(void **state)
{
    char *key = malloc(8193);
    struct cache_name name;

    (void)state;
    assert_non_null(key);
    memset(key, 'x', 8193);
    key[1] = '\n';
    assert_int_equal(cache_name_of((struct str){key, 8192}, &name), OK);
    assert_int_equal(cache_name_of((struct str){key, 8193}, &name), ERR_INVALID);
    free(key);
}

static void packed_value_comes_back(void **state)
{
    static const struct str values[] = {STR_INIT(""), STR_INIT("<p>Página</p>"),
                                        STR_INIT("a\0b\r\n$-1\r\n")};
    struct buf b;

    (void)state;
    buf_init(&b, 4096);
    for (size_t i = 0; i < ARRAY_LEN(values); i++) {
        struct str value = STR("untouched");

        buf_clear(&b);
        cache_value_pack(&b, STR(KEY), values[i]);
        assert_int_equal(cache_value_open(buf_str(&b), STR(KEY), &value), OK);
        assert_str(value, values[i]);
    }
    buf_release(&b);
}

static void refuses_every_flipped_bit_and_every_length(void **state)
{
    struct buf b;
    struct str value = STR("untouched");

    (void)state;
    buf_init(&b, 4096);
    cache_value_pack(&b, STR(KEY), STR("value"));
    for (size_t i = 0; i < b.n * 8; i++) {
        b.p[i / 8] = (char)(b.p[i / 8] ^ (1 << i % 8));
        assert_int_equal(cache_value_open(buf_str(&b), STR(KEY), &value), ERR_INVALID);
        b.p[i / 8] = (char)(b.p[i / 8] ^ (1 << i % 8));
    }
    for (size_t n = 0; n < b.n; n++)
        assert_int_equal(cache_value_open((struct str){b.p, n}, STR(KEY), &value), ERR_INVALID);
    buf_addc(&b, 'x');
    assert_int_equal(cache_value_open(buf_str(&b), STR(KEY), &value), ERR_INVALID);
    assert_str(value, STR("untouched"));
    buf_release(&b);
}

static void refuses_another_pages_value(void **state)
{
    static const struct str others[] = {STR_INIT("g1\nlocalhost\n/contact"),
                                        STR_INIT("g2\nlocalhost\n/contacto\n\nes-MX\n0"),
                                        STR_INIT(KEY "v"), STR_INIT("")};
    struct buf b;
    struct str value;

    (void)state;
    buf_init(&b, 4096);
    cache_value_pack(&b, STR(KEY), STR("value"));
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        assert_int_equal(cache_value_open(buf_str(&b), others[i], &value), ERR_INVALID);
    buf_release(&b);
}

static void does_not_pack_above_the_ceiling(void **state)
{
    struct buf b;
    struct str packed;

    (void)state;
    buf_init(&b, 8 + STR(KEY).n + 5 + 15); /* one byte short of the digest */
    cache_value_pack(&b, STR(KEY), STR("value"));
    assert_int_equal(buf_finish(&b, &packed), ERR_TOO_BIG);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(name_has_prefix_generation_and_digest),
        cmocka_unit_test(name_of_longest_generation_fits),
        cmocka_unit_test(refuses_malformed_keys),
        cmocka_unit_test(refuses_keys_above_8_kib),
        cmocka_unit_test(packed_value_comes_back),
        cmocka_unit_test(refuses_every_flipped_bit_and_every_length),
        cmocka_unit_test(refuses_another_pages_value),
        cmocka_unit_test(does_not_pack_above_the_ceiling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
