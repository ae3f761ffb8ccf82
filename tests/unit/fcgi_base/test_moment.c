/* Moments as people write them. */
#include "tests/unit/test.h"

#include "fcgi/base/moment.h"

static int64_t of(const char *s)
{
    int64_t t = -1;

    return moment_parse(str_from(s), STR("America/Mexico_City"), &t) == OK ? t : -1;
}

static void a_moment_is_of_its_zone_or_of_the_sites(void **state)
{
    (void)state;
    assert_int_equal(of("2024-06-02"), 1717308000);
    assert_int_equal(of("2024-06-02 18:30"), 1717374600);
    assert_int_equal(of("2024-06-02T18:30:05"), 1717374605);
    assert_int_equal(of("2024-06-03T00:30:05Z"), 1717374605);
    assert_int_equal(of("2024-06-02T18:30:05 -06:00"), 1717374605);
}

static void what_is_no_moment_is_refused(void **state)
{
    static const char *const bad[] = {"",           "2024",           "2024-6-2",
                                      "2024-02-30", "2024-06-02x",    "2024-06-02 24:00",
                                      "2024-13-01", "2024-06-02 1:0", "2024-06-02T18:30+6"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_int_equal(of(bad[i]), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_moment_is_of_its_zone_or_of_the_sites),
        cmocka_unit_test(what_is_no_moment_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
