/* Digests and random bytes. */
#include "tests/unit/test.h"

#include "fcgi/base/secret.h"

#include <string.h>

static struct str hex_of(struct arena *a, struct str s)
{
    unsigned char digest[DIGEST_BYTES];

    digest_of(s, digest);
    return digest_hex(a, digest, DIGEST_BYTES);
}

/* Expected values: sha256sum of GNU coreutils. */
static void sha256_is_what_everybody_has(void **state)
{
    unsigned char digest[DIGEST_BYTES];
    struct arena a;

    (void)state;
    arena_init(&a, 65536);
    sha256_of(STR("abc"), digest);
    assert_str(digest_hex(&a, digest, DIGEST_BYTES),
               STR("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    sha256_of((struct str){NULL, 0}, digest);
    assert_str(digest_hex(&a, digest, DIGEST_BYTES),
               STR("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    arena_release(&a);
}

/* Expected values: b2sum --length=256 of GNU coreutils. */
static void digest_of_is_blake2b_256(void **state)
{
    static const struct {
        struct str in, hex;
    } rows[] = {
        {STR_INIT(""),
         STR_INIT("0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")},
        {STR_INIT("abc"),
         STR_INIT("bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319")},
    };
    struct arena a;

    (void)state;
    arena_init(&a, 65536);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_str(hex_of(&a, rows[i].in), rows[i].hex);
    arena_release(&a);
}

static struct str pieces(struct arena *a, struct str x, struct str y)
{
    unsigned char digest[DIGEST_BYTES];
    struct digest_state d;

    digest_init(&d);
    digest_add(&d, x);
    digest_add(&d, y);
    digest_finish(&d, digest);
    return digest_hex(a, digest, DIGEST_BYTES);
}

static void where_one_piece_ends_matters(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 65536);
    assert_str(pieces(&a, STR("ab"), STR("c")), pieces(&a, STR("ab"), STR("c")));
    assert_false(str_eq(pieces(&a, STR("ab"), STR("c")), pieces(&a, STR("a"), STR("bc"))));
    assert_false(
        str_eq(pieces(&a, STR("abc"), STR("")), pieces(&a, (struct str){NULL, 0}, STR("abc"))));
    assert_false(str_eq(pieces(&a, STR("abc"), STR("")), hex_of(&a, STR("abc"))));
    arena_release(&a);
}

static void hex_takes_as_many_bytes_as_asked(void **state)
{
    unsigned char digest[DIGEST_BYTES];
    struct arena a;

    (void)state;
    arena_init(&a, 65536);
    digest_of(STR("abc"), digest);
    assert_str(digest_hex(&a, digest, 4), STR("bddd813c"));
    assert_str(digest_hex(&a, digest, 0), STR(""));
    arena_release(&a);
}

/* Expected values: vectors_sip128 of the reference implementation. */
static void a_checksum_is_siphash_2_4_of_128_bits(void **state)
{
    static const unsigned char of_nothing[CHECKSUM_BYTES] = {0xa3, 0x81, 0x7f, 0x04, 0xba, 0x25,
                                                             0xa8, 0xe6, 0x6d, 0xf6, 0x72, 0x14,
                                                             0xc7, 0x55, 0x02, 0x93};
    static const unsigned char of_a_nul[CHECKSUM_BYTES] = {0xda, 0x87, 0xc1, 0xd8, 0x6b, 0x99,
                                                           0xaf, 0x44, 0x34, 0x76, 0x59, 0x11,
                                                           0x9b, 0x22, 0xfc, 0x45};
    unsigned char sum[CHECKSUM_BYTES];

    (void)state;
    checksum_of((struct str){NULL, 0}, sum);
    assert_memory_equal(sum, of_nothing, sizeof(sum));
    checksum_of(STR("\0"), sum);
    assert_memory_equal(sum, of_a_nul, sizeof(sum));
}

static void random_bytes_are_lower_case_hex_and_differ(void **state)
{
    struct arena a;
    struct str seen[64];

    (void)state;
    arena_init(&a, 65536);
    for (size_t i = 0; i < ARRAY_LEN(seen); i++) {
        seen[i] = random_hex(&a, 16);
        assert_int_equal(seen[i].n, 32);
        assert_int_equal(strspn(seen[i].p, "0123456789abcdef"), 32);
        for (size_t k = 0; k < i; k++)
            assert_false(str_eq(seen[i], seen[k]));
    }
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digest_of_is_blake2b_256),
        cmocka_unit_test(sha256_is_what_everybody_has),
        cmocka_unit_test(where_one_piece_ends_matters),
        cmocka_unit_test(hex_takes_as_many_bytes_as_asked),
        cmocka_unit_test(a_checksum_is_siphash_2_4_of_128_bits),
        cmocka_unit_test(random_bytes_are_lower_case_hex_and_differ),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
