/* One spelling of an act, whatever was typed. */
#include "content/acts.h"
#include "tests/unit/test.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 1u << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void an_act_has_one_spelling_however_it_is_typed(void **state)
{
    static const char *const rows[][2] = {
        {"IEPC-ACG-029-2019", "IEPC-ACG-029-2019"},
        {"iepc acg 29 / 2019", "IEPC-ACG-029-2019"},
        {"IEPC-ACG-032/2020", "IEPC-ACG-032-2020"},
        {"  iepc/acg/0016/2023 ", "IEPC-ACG-016-2023"},
        {"IEPCACG16-2023", "IEPC-IEPCACG-016-2023"}, /* seven letters are a kind of act */
        {"acg 16.2023", "IEPC-ACG-016-2023"},
        {"ACG\xE2\x80\x93"
         "16\xE2\x80\x93"
         "2023",
         "IEPC-ACG-016-2023"}, /* en dashes */
        {"IEPC\xC2\xA0"
         "ACG\xC2\xA0"
         "16\xC2\xA0"
         "2023",
         "IEPC-ACG-016-2023"},
        {"IEPC-MPC-RF-02-2026", "IEPC-MPC-RF-002-2026"},
        {"IEPC-ACG-1234-2019", "IEPC-ACG-1234-2019"},
        {"iepc_acg_123456_2019", "IEPC-ACG-123456-2019"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct str id = STR("none");

        if (!act_parse(&arena, str_from(rows[i][0]), &id))
            fail_msg("refused: %s", rows[i][0]);
        assert_str(id, str_from(rows[i][1]));
        assert_true(act_parse(&arena, id, &id)); /* and stays as it is */
        assert_str(id, str_from(rows[i][1]));
    }
}

static void what_is_no_act_is_none(void **state)
{
    static const char *const rows[] = {
        "",
        "IEPC-ACG",
        "IEPC-ACG-029",
        "029-2019",
        "IEPC-ACG-029-19",
        "IEPC-ACG-029-2019-A",
        "IEPC-ACG-029-2019x",
        "IEPC-ACG-0-2019",
        "IEPC-ACG-000-2019",
        "IEPC-ACG-1234567-2019",
        "IEPC-ACG-029-2200",
        "IEPC-ACG-0292019",
        "I-ACG-029-2019",
        "IEPC-ACUERDOSS-029-2019",
        "A\xC3\x91-029-2019",
        "AA-BB-CC-DD-EE-029-2019",
        "IEPC-ACG-029-2019                                                       and more",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct str id = STR("none");

        if (act_parse(&arena, str_from(rows[i]), &id))
            fail_msg("taken: %s", rows[i]);
        assert_str(id, STR("none"));
    }
}

static void an_act_is_found_among_words(void **state)
{
    static const char *const rows[][2] = {
        {"acuerdo IEPC-ACG-29/2019 de la comisi\xC3\xB3n", "IEPC-ACG-029-2019"},
        {"\xC2\xBF"
         "qu\xC3\xA9 dice el acuerdo del consejo IEPC ACG 16 2023?",
         "IEPC-ACG-016-2023"},
        {"acg-32-2020", "IEPC-ACG-032-2020"},
        {"seg\xC3\xBAn INE/CG/123/2023", "INE-CG-123-2023"}, /* another institute's */
        {"no est\xC3\xA1 IEPC-ACG-029 pero s\xC3\xAD IEPC-ACG-016-2023", "IEPC-ACG-016-2023"},
    };
    struct str id = STR("none");

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (!act_find(&arena, str_from(rows[i][0]), &id))
            fail_msg("not found: %s", rows[i][0]);
        assert_str(id, str_from(rows[i][1]));
    }
    assert_false(act_find(&arena, STR("sesiones de 2023"), &id));
    assert_false(act_find(&arena, STR(""), &id));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_act_has_one_spelling_however_it_is_typed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_act_is_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_act_is_found_among_words, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
