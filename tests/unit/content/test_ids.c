#include "tests/unit/test.h"

#include "content/ids.h"

static void repeats_get_numbers(void **state)
{
    static const char *const want[] = {"a", "a-2", "a-3", "b", "seccion", "seccion-2"};
    static const char *const wanted[] = {"a", "a", "a", "b", "", ""};
    struct arena a;
    struct ids ids;

    (void)state;
    arena_init(&a, 1u << 20);
    ids_init(&ids, &a);
    for (size_t i = 0; i < ARRAY_LEN(want); i++)
        assert_str(ids_take(&ids, str_from(wanted[i])), str_from(want[i]));
    arena_release(&a);
}

static void a_number_that_is_taken_is_skipped(void **state)
{
    struct arena a;
    struct ids ids;

    (void)state;
    arena_init(&a, 1u << 20);
    ids_init(&ids, &a);
    assert_str(ids_take(&ids, STR("a-2")), STR("a-2"));
    assert_str(ids_take(&ids, STR("a")), STR("a"));
    assert_str(ids_take(&ids, STR("a")), STR("a-3"));
    assert_str(ids_take(&ids, STR("a-2")), STR("a-2-2"));
    arena_release(&a);
}

static void ten_thousand_of_one_name_are_all_different(void **state)
{
    struct arena a;
    struct ids ids;
    struct str last = {NULL, 0};

    (void)state;
    arena_init(&a, 16u << 20);
    ids_init(&ids, &a);
    for (int i = 0; i < 10000; i++)
        last = ids_take(&ids, STR("titulo"));
    assert_str(last, STR("titulo-10000"));
    assert_int_equal(ids.n, 10000);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repeats_get_numbers), cmocka_unit_test(a_number_that_is_taken_is_skipped),
        cmocka_unit_test(ten_thousand_of_one_name_are_all_different)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
