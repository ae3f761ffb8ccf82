/*
 * What pg.c knows without a server; tests/it/store.test.mjs has the rest.
 */
#include "tests/unit/test.h"

#include "fcgi/base/clock.h"
#include "fcgi/store/pg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void sqlstates_become_outcomes(void **state)
{
    static const struct {
        const char *sqlstate;
        enum err e;
    } cases[] = {
        {NULL, ERR_UNAVAILABLE},    {"08006", ERR_UNAVAILABLE}, {"57014", ERR_UNAVAILABLE},
        {"57P01", ERR_UNAVAILABLE}, {"53300", ERR_UNAVAILABLE}, {"55P03", ERR_UNAVAILABLE},
        {"23505", ERR_CONFLICT},    {"40001", ERR_CONFLICT},    {"40P01", ERR_CONFLICT},
        {"23503", ERR_INVALID},     {"23514", ERR_INVALID},     {"22P02", ERR_INVALID},
        {"22021", ERR_INVALID},     {"P0001", ERR_INVALID},     {"42501", ERR_DENIED},
        {"25006", ERR_DENIED},      {"42P01", ERR_INTERNAL},    {"42601", ERR_INTERNAL},
        {"25P02", ERR_INTERNAL},    {"", ERR_INTERNAL},         {"2", ERR_INTERNAL},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_int_equal(pg_err_of(cases[i].sqlstate), cases[i].e);
}

static void without_a_server_it_is_away_at_once(void **state)
{
    struct arena a;
    struct pg_rows rows;
    struct pg *none, *nobody;
    int64_t start = clock_mono_ms();

    (void)state;
    arena_init(&a, 1024 * 1024);
    none = pg_open(&a, &(struct pg_options){.port = 5432, .statement_ms = 3000});
    nobody = pg_open(&a, &(struct pg_options){STR("/nonexistent"), STR("d"), STR("r"), 5432, 3000});
    assert_int_equal(pg_query0(none, &a, &rows, "SELECT 1"), ERR_UNAVAILABLE);
    assert_false(pg_is_up(nobody));
    for (int i = 0; i < 1000; i++)
        assert_false(pg_is_up(nobody));
    assert_true(clock_mono_ms() - start < 1000);
    arena_release(&a);
}

static void refuses_text_with_a_nul_before_it_asks(void **state)
{
    struct arena a;
    struct pg_rows rows;
    struct pg *pg;

    (void)state;
    arena_init(&a, 1024 * 1024);
    pg = pg_open(&a, &(struct pg_options){.port = 5432, .statement_ms = 3000});
    assert_int_equal(pg_query(pg, &a, &rows, "SELECT $1", PG_T(STR("a\0b"))), ERR_INVALID);
    assert_int_equal(pg_query(pg, &a, &rows, "SELECT $1", PG_T(STR("ab"))), ERR_UNAVAILABLE);
    arena_release(&a);
}

/* A server that accepts and is silent: given up after a second, and then not asked again for
 * another. */
static void a_silent_server_costs_one_second(void **state)
{
    char dir[] = "/tmp/estrado-test-XXXXXX";
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct arena a;
    struct pg *pg;
    int64_t start;

    (void)state;
    assert_non_null(mkdtemp(dir));
    (void)snprintf(at.sun_path, sizeof(at.sun_path), "%s/.s.PGSQL.5432", dir);
    assert_int_equal(bind(fd, (const struct sockaddr *)&at, sizeof(at)), 0);
    assert_int_equal(listen(fd, 8), 0);
    arena_init(&a, 1024 * 1024);
    pg = pg_open(&a, &(struct pg_options){str_from(dir), STR("d"), STR("r"), 5432, 3000});
    start = clock_mono_ms();
    assert_false(pg_is_up(pg));
    assert_in_range(clock_mono_ms() - start, 900, 10000);
    arena_release(&a);
    close(fd);
    (void)unlink(at.sun_path);
    (void)rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sqlstates_become_outcomes),
        cmocka_unit_test(without_a_server_it_is_away_at_once),
        cmocka_unit_test(refuses_text_with_a_nul_before_it_asks),
        cmocka_unit_test(a_silent_server_costs_one_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
