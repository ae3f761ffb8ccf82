/*
 * Pools and facts.
 */
#include "tests/unit/fcgi_config/site.h"

#define HEAD "name: a\nshort_name: b\nbase_url: http://localhost\n"

static void pools_have_their_fields(void **state)
{
    const struct config *c = site(
        HEAD "pools:\n  public: {socket: p, hosts: [A.example, '[::1]'], role: r, processes: 5}\n"
             "  panel: {socket: /q, hosts: b.example, role: s}\n");

    (void)state;
    show_diags();
    assert_non_null(c);
    assert_int_equal(c->npools, 2);
    assert_str(c->pools[0].name, STR("public"));
    assert_int_equal(c->pools[0].processes, 5);
    assert_str(c->pools[0].hosts.v[0], STR("a.example"));
    assert_str(c->pools[0].hosts.v[1], STR("[::1]"));
    assert_str(c->pools[1].socket, STR("/q"));
    assert_int_equal(c->pools[1].processes, 2);
    assert_str(c->pools[1].pg_role, STR("s"));
}

static void wrong_pools_are_errors_on_their_lines(void **state)
{
    (void)state;
    assert_null(site(HEAD "pools:\n"
                          "  one:\n"
                          "    socket: s\n"
                          "    hosts: [a b]\n"
                          "    role: r\n"
                          "    proceses: 4\n"
                          "    processes: 65\n"
                          "  two: {hosts: [c], role: r}\n"
                          "  three: 3\n"
                          "  'fo/ur': {socket: t, hosts: [d], role: [r]}\n"));
    assert_found("config-word", 7);
    assert_found("config-unknown-key-near", 9);
    assert_str(found("config-unknown-key-near", 9)->args[0], STR("one.proceses"));
    assert_str(found("config-unknown-key-near", 9)->args[1], STR("processes"));
    assert_found("config-number", 10);
    assert_found("config-pool-incomplete", 11);
    assert_found("config-map", 12);
    assert_found("config-word", 13);
    assert_found("config-scalar", 13);
}

static void there_is_room_for_four_pools(void **state)
{
    (void)state;
    assert_null(site(HEAD "pools:\n"
                          "  a: {socket: a, hosts: [a], role: r}\n"
                          "  b: {socket: b, hosts: [b], role: r}\n"
                          "  c: {socket: c, hosts: [c], role: r}\n"
                          "  d: {socket: d, hosts: [d], role: r}\n"
                          "  e: {socket: e, hosts: [e], role: r}\n"));
    assert_int_equal(diags.nerrors, 1);
    assert_found("config-too-many", 9);
}

static void pools_must_be_a_map(void **state)
{
    (void)state;
    assert_null(site(HEAD "pools: [a]\n"));
    assert_found("config-map", 4);
}

static void facts_are_sorted_and_say_whether_they_are_confirmed(void **state)
{
    const struct config *c =
        site(SITE_HEAD "facts:\n"
                       "  telefono: {value: '33 1', source: visto, confirmed: true}\n"
                       "  correo: {value: '', source: '', confirmed: false}\n"
                       "  horario:\n    value:\n");

    (void)state;
    show_diags();
    assert_non_null(c);
    assert_int_equal(c->facts.n, 3);
    assert_str(c->facts.v[0].name, STR("correo"));
    assert_str(c->facts.v[1].name, STR("horario"));
    assert_true(config_fact(c, STR("telefono"))->confirmed);
    assert_str(config_fact(c, STR("telefono"))->value, STR("33 1"));
    assert_false(config_fact(c, STR("horario"))->confirmed);
    assert_str(config_fact(c, STR("horario"))->value, STR(""));
}

static void a_confirmed_fact_has_value_and_source(void **state)
{
    (void)state;
    assert_null(site(SITE_HEAD "facts:\n"
                               "  a: {value: x, confirmed: true}\n"
                               "  b: {source: x, confirmed: true}\n"
                               "  c: {value: x, source: y, confirmed: perhaps}\n"
                               "  d: x\n"
                               "  e: {valu: x}\n"));
    assert_found("config-fact-source", 8);
    assert_found("config-fact-source", 9);
    assert_found("config-choice", 10);
    assert_found("config-map", 11);
    assert_found("config-unknown-key-near", 12);
    assert_int_equal(diags.nerrors, 5);
    assert_null(site(SITE_HEAD "facts: [a]\n"));
    assert_found("config-map", 7);
}

static void facts_have_a_kind_and_a_time(void **state)
{
    const struct config *c = site(
        SITE_HEAD "facts:\n"
                  "  a: {value: '33 1234', kind: telephone, valid_from: 2024-06-02, valid_until: "
                  "2024-06-03 12:00}\n"
                  "  b: {value: x}\n");

    (void)state;
    show_diags();
    assert_non_null(c);
    assert_int_equal(c->facts.v[0].kind, FACT_TELEPHONE);
    assert_false(fact_is_valid(&c->facts.v[0], 1717307999));
    assert_true(fact_is_valid(&c->facts.v[0], 1717308000));
    assert_false(fact_is_valid(&c->facts.v[0], 1717308000 + 36 * 3600));
    assert_true(fact_is_valid(&c->facts.v[1], 0));
    assert_null(site(SITE_HEAD
                     "facts:\n"
                     "  a: {value: no, kind: telephone}\n"
                     "  b: {value: no, kind: date}\n"
                     "  c: {value: no, kind: figure}\n"
                     "  d: {value: no, kind: colour}\n"
                     "  e: {value: no, valid_until: soon}\n"
                     "  f: {value: a, valid_from: 2024-06-02, valid_until: 2024-06-01}\n"));
    assert_found("config-fact-kind", 8);
    assert_found("config-fact-kind", 9);
    assert_found("config-fact-kind", 10);
    assert_found("config-choice", 11);
    assert_found("front-date", 12);
    assert_found("calendar-backwards", 13);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pools_have_their_fields),
        cmocka_unit_test(wrong_pools_are_errors_on_their_lines),
        cmocka_unit_test(there_is_room_for_four_pools),
        cmocka_unit_test(pools_must_be_a_map),
        cmocka_unit_test(facts_are_sorted_and_say_whether_they_are_confirmed),
        cmocka_unit_test(a_confirmed_fact_has_value_and_source),
        cmocka_unit_test(facts_have_a_kind_and_a_time),
    };
    int failed;

    arena_init(&arena, (size_t)16 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
