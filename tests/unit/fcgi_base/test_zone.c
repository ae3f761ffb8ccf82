#include "tests/unit/test.h"

#include "fcgi/base/ucs.h"
#include "fcgi/base/zone.h"

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

static void wall_times_become_moments(void **state)
{
    static const struct {
        struct str zone;
        struct ucs_wall w;
        int64_t t; /* -1: does not exist */
    } cases[] = {
        {STR_INIT("America/Mexico_City"), {2023, 4, 24, 11, 0, 0}, 1682355600},
        {STR_INIT("America/Mexico_City"),
         {2022, 6, 1, 0, 0, 0},
         1654059600}, /* still with summer time */
        {STR_INIT("UTC"), {1970, 1, 1, 0, 0, 0}, 0},
        {STR_INIT("UTC"), {2024, 2, 29, 12, 0, 0}, 1709208000},
        {STR_INIT("UTC"), {2023, 2, 29, 0, 0, 0}, -1},
        {STR_INIT("UTC"), {2023, 2, 30, 0, 0, 0}, -1},
        {STR_INIT("UTC"), {2023, 13, 1, 0, 0, 0}, -1},
        {STR_INIT("UTC"), {2023, 0, 1, 0, 0, 0}, -1},
        {STR_INIT("UTC"), {2023, 1, 1, 24, 0, 0}, -1},
        {STR_INIT("UTC"), {2023, 1, 1, 0, 60, 0}, -1},
        {STR_INIT("UTC"), {10000, 1, 1, 0, 0, 0}, -1},
        {STR_INIT("UTC"), {0, 1, 1, 0, 0, 0}, -1},
        {STR_INIT("America/Mexico_City"),
         {2022, 4, 3, 2, 30, 0},
         -1}, /* the hour that clocks skipped */
        {STR_INIT("Nowhere/Land"), {2023, 1, 1, 0, 0, 0}, -1},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int64_t t = 77;
        enum err e = ucs_wall_to_epoch(cases[i].zone, cases[i].w, &t);

        assert_int_equal(e, cases[i].t == -1 ? ERR_INVALID : OK);
        assert_true(t == (cases[i].t == -1 ? 77 : cases[i].t));
    }
}

static void knows_zones_by_name(void **state)
{
    (void)state;
    assert_true(ucs_zone_is_known(STR("America/Mexico_City")));
    assert_true(ucs_zone_is_known(STR("UTC")));
    assert_false(ucs_zone_is_known(STR("America/Guadalajara")));
    assert_false(ucs_zone_is_known(STR("Etc/Unknown")));
    assert_false(ucs_zone_is_known(STR("")));
    assert_false(ucs_zone_is_known(STR("../etc/passwd")));
    assert_false(ucs_zone_is_known(STR("/usr/share/zoneinfo/UTC")));
    assert_false(ucs_zone_is_known(STR("America/")));
    assert_false(ucs_zone_is_known(STR("America")));
    assert_false(ucs_zone_is_known(STR("zone1970.tab")));
    assert_false(ucs_zone_is_known(STR("GMT+25:99")));
    assert_false(ucs_zone_is_known(STR("America/Mexico_City\0x")));
}

static void offsets_follow_the_systems_rules(void **state)
{
    int offset = 1;

    (void)state;
    assert_true(zone_offset(STR("America/Mexico_City"), 1655312400, &offset)); /* June 2022 */
    assert_int_equal(offset, -5 * 3600);
    assert_true(zone_offset(STR("America/Mexico_City"), 1784134800, &offset)); /* July 2026 */
    assert_int_equal(offset, -6 * 3600);
    assert_true(zone_offset(STR("UTC"), 0, &offset));
    assert_int_equal(offset, 0);
    assert_true(zone_offset(STR("Asia/Kathmandu"), 1784134800, &offset));
    assert_int_equal(offset, 5 * 3600 + 45 * 60);
    assert_false(zone_offset(STR("No/Where"), 0, &offset));
    assert_int_equal(offset, 5 * 3600 + 45 * 60);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(offsets_follow_the_systems_rules),
        T(wall_times_become_moments),
        T(knows_zones_by_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
