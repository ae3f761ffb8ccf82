/*
 * References, and what happens without a server; tests/it/forms.test.mjs has the rest.
 */
#include "tests/unit/test.h"

#include "fcgi/store/barriers.h"

static struct arena arena;

static struct str reference(const char *of)
{
    unsigned char digest[DIGEST_BYTES];

    digest_of(str_from(of), digest);
    return barrier_reference(&arena, digest);
}

static void references_have_no_letters_that_look_alike(void **state)
{
    (void)state;
    for (int i = 0; i < 2000; i++) {
        struct str s = reference(arena_fmt(&arena, "%d", i).p);

        assert_int_equal(s.n, BARRIER_REFERENCE);
        for (size_t k = 0; k < s.n; k++)
            assert_int_equal(str_index(STR("0O1IL5S2Z8BUV"), s.p[k]), 13);
        assert_str(barrier_reference_of(&arena, s), s);
        assert_false(i > 0 && str_eq(s, reference("0")));
    }
}

static void references_are_read_as_people_write_them(void **state)
{
    static const char *const wrong[] = {"",           "ACDEF",      "ACDEFGHJKMN",
                                        "ACDEFGHJK0", "ACDEF GHJK", "ACDEFGHJK\xC3"};

    (void)state;
    assert_str(barrier_reference_of(&arena, STR("acdef-ghjkm")), STR("ACDEFGHJKM"));
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        assert_str(barrier_reference_of(&arena, str_from(wrong[i])), STR(""));
}

static void without_a_server_nothing_is_promised(void **state)
{
    struct pg *pg = pg_open(&arena, &(struct pg_options){.port = 5432, .statement_ms = 1000});
    struct barrier b = {.what = STR("x")};
    struct barrier_list list;
    struct str s = STR("untouched");

    (void)state;
    assert_int_equal(barrier_add(pg, &arena, STR("1"), &b, &s), ERR_UNAVAILABLE);
    assert_str(s, STR("untouched"));
    assert_int_equal(barrier_list(pg, &arena, true, true, &list), ERR_UNAVAILABLE);
    assert_int_equal(barrier_done(pg, &arena, STR("ACDEFGHJKM")), ERR_UNAVAILABLE);
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)4 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_have_no_letters_that_look_alike),
        cmocka_unit_test(references_are_read_as_people_write_them),
        cmocka_unit_test(without_a_server_nothing_is_promised),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
