/*
 * What is kept of what was looked for; tests/it/redirects.test.mjs has the database.
 */
#include "tests/unit/test.h"

#include "fcgi/store/journal.h"

static struct arena arena;

static struct str clean(const char *words)
{
    char space[JOURNAL_WORDS_MAX];

    return arena_str(&arena, journal_clean(str_from(words), space));
}

static void what_is_somebodys_is_dropped(void **state)
{
    static const struct {
        const char *words, *kept;
    } cases[] = {
        {"correo de ana.perez@example.org hoy", "correo de * hoy"},
        {"/usuarios/ana@example.org/baja", "/usuarios/*/baja"},
        {"curp PEXA850101HJCRNN09", "curp *"},
        {"pexa850101ab1", "*"},
        {"33 4445 8450", "*"},
        {"tel 33-4445-8450 casa", "tel * casa"},
        {"(33) 4445 8450", "(*"},
        {"3344458450", "*"},
        {"/expediente/1234567", "/expediente/*"},
        {"clave PRXXAN85010114M100", "clave *"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_str(clean(cases[i].words), str_from(cases[i].kept));
}

static void what_names_an_act_or_a_file_stays(void **state)
{
    static const char *const cases[] = {
        "/node/1243",        "/proceso-electoral-2024/2024/08/28/x/index.html",
        "IEPC-ACG-029-2019", "/archivos/acta-20240828.pdf",
        "boletin 096/2024",  "d\xC3\xB3nde voto?"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_str(clean(cases[i]), str_from(cases[i]));
}

static void words_are_one_short_line(void **state)
{
    char longer[500];

    (void)state;
    assert_str(clean("a\nb"), STR(""));
    assert_str(clean("\xC3"), STR(""));
    memset(longer, 'x', sizeof(longer));
    memcpy(longer + 199, "\xC3\xB1", 2);
    longer[499] = '\0';
    assert_int_equal(clean(longer).n, 199);
}

static void a_buffer_is_bounded_and_written_in_time(void **state)
{
    struct journal *j = journal_open(&arena);
    struct pg *pg = pg_open(&arena, &(struct pg_options){.port = 5432, .statement_ms = 1000});

    (void)state;
    journal_count(NULL, JOURNAL_SEARCH, STR("nobody"));
    assert_int_equal(journal_wait_ms(j, 0), -1);
    journal_count(j, JOURNAL_SEARCH, STR("one"));
    journal_count(j, JOURNAL_SEARCH, STR("one"));
    assert_true(journal_wait_ms(j, 0) > 0);
    assert_int_equal(journal_wait_ms(j, INT64_MAX / 2), 0);
    for (int i = 0; i < 10000; i++)
        journal_count(j, JOURNAL_MISSING, arena_fmt(&arena, "/%d", i));
    assert_int_equal(journal_wait_ms(j, 0), 0);
    journal_write(j, pg, STR("2026-11-23")); /* away: dropped */
    assert_int_equal(journal_wait_ms(j, INT64_MAX / 2), -1);
    journal_count(j, JOURNAL_SEARCH, STR("one")); /* ... and for a while nothing is counted */
    assert_int_equal(journal_wait_ms(j, INT64_MAX / 2), -1);
}

static void without_a_server_nothing_is_listed(void **state)
{
    struct pg *pg = pg_open(&arena, &(struct pg_options){.port = 5432, .statement_ms = 1000});
    struct journal_rows rows;

    (void)state;
    assert_int_equal(journal_list(pg, &arena, STR("2026-11-01"), 10, &rows), ERR_UNAVAILABLE);
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
        cmocka_unit_test(what_is_somebodys_is_dropped),
        cmocka_unit_test(what_names_an_act_or_a_file_stays),
        cmocka_unit_test(words_are_one_short_line),
        cmocka_unit_test(a_buffer_is_bounded_and_written_in_time),
        cmocka_unit_test(without_a_server_nothing_is_listed),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
