/*
 * pg.c against a real server. tests/it/store.test.mjs starts one and names its
 * socket folder in ESTRADO_TEST_PG; without it there is nothing to do here.
 */
#include "tests/unit/test.h"

#include "fcgi/base/clock.h"
#include "fcgi/store/pg.h"

#include <stdlib.h>
#include <string.h>

struct fixture {
    struct arena a;
    struct pg *pg;
    struct pg_rows rows;
};

static struct pg *open_as(struct arena *a, struct str role, int statement_ms)
{
    return pg_open(a, &(struct pg_options){str_from(getenv("ESTRADO_TEST_PG")), STR("estrado"),
                                           role, 5432, statement_ms});
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    assert_non_null(f);
    arena_init(&f->a, 64 * 1024 * 1024);
    f->pg = open_as(&f->a, STR("estrado_owner"), 20000);
    *state = f;
    return (int)pg_query0(
        f->pg, &f->a, &f->rows,
        "CREATE TABLE estrado.t (i int PRIMARY KEY CHECK (i < 100), s text, b bytea)");
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    enum err e;

    while (!pg_is_up(f->pg)) /* a test may have lost the connection */
        ;
    e = pg_query0(f->pg, &f->a, &f->rows, "DROP TABLE estrado.t");
    arena_release(&f->a);
    free(f);
    return (int)e;
}

static int64_t count(struct fixture *f)
{
    int64_t n = -1;

    assert_int_equal(pg_query0(f->pg, &f->a, &f->rows, "SELECT count(*) FROM t"), OK);
    assert_true(pg_int(&f->rows, 0, 0, &n));
    return n;
}

static enum err insert(struct pg *pg, struct arena *a, int64_t i)
{
    struct pg_rows rows;

    return pg_query(pg, a, &rows, "INSERT INTO t VALUES ($1, $2, $3)", PG_I(i), PG_T(STR("x")),
                    PG_NIL);
}

static void values_travel_unchanged(void **state)
{
    struct fixture *f = *state;
    struct str s;
    int64_t v;

    assert_int_equal(pg_query(f->pg, &f->a, &f->rows,
                              "SELECT $1, $2 + 0, encode($3, 'hex'), length($3), $4, ''",
                              PG_T(STR("Ñandú'; DROP TABLE t; --")), PG_I(INT64_MIN),
                              PG_B(STR("\0\xff'")), PG_NIL),
                     OK);
    assert_true(pg_text(&f->rows, 0, 0, &s));
    assert_str(s, STR("Ñandú'; DROP TABLE t; --"));
    assert_true(pg_int(&f->rows, 0, 1, &v));
    assert_true(v == INT64_MIN);
    assert_true(pg_text(&f->rows, 0, 2, &s));
    assert_str(s, STR("00ff27"));
    assert_false(pg_text(&f->rows, 0, 4, &s));
    assert_str(s, STR(""));
    assert_false(pg_int(&f->rows, 0, 4, &v));
    assert_true(pg_text(&f->rows, 0, 5, &s));
    assert_false(pg_int(&f->rows, 0, 5, &v));
}

static void empty_bytes_are_not_null(void **state)
{
    struct fixture *f = *state;
    int64_t n = -1;

    assert_int_equal(pg_query(f->pg, &f->a, &f->rows, "SELECT length($1)", PG_B(STR(""))), OK);
    assert_true(pg_int(&f->rows, 0, 0, &n));
    assert_int_equal(n, 0);
}

static void a_megabyte_goes_there_and_back(void **state)
{
    struct fixture *f = *state;
    char *p = malloc((size_t)8 << 20);
    struct str s;

    assert_non_null(p);
    memset(p, 'x', (size_t)8 << 20);
    assert_int_equal(
        pg_query(f->pg, &f->a, &f->rows, "SELECT $1", PG_T(((struct str){p, (size_t)8 << 20}))),
        OK);
    assert_true(pg_text(&f->rows, 0, 0, &s));
    assert_str(s, ((struct str){p, (size_t)8 << 20}));
    free(p);
}

static void outcomes_are_told_apart(void **state)
{
    struct fixture *f = *state;
    struct pg *visitor = open_as(&f->a, STR("estrado_public"), 3000);

    assert_int_equal(insert(f->pg, &f->a, 1), OK);
    assert_int_equal(insert(f->pg, &f->a, 1), ERR_CONFLICT);
    assert_int_equal(insert(f->pg, &f->a, 100), ERR_INVALID);
    assert_int_equal(insert(f->pg, &f->a, INT64_MAX), ERR_INVALID);
    assert_int_equal(pg_query(f->pg, &f->a, &f->rows, "SELECT $1::int", PG_T(STR("x"))),
                     ERR_INVALID);
    assert_int_equal(pg_query(f->pg, &f->a, &f->rows, "SELECT $1", PG_T(STR("\xff"))), ERR_INVALID);
    assert_int_equal(pg_query0(f->pg, &f->a, &f->rows, "SELEC"), ERR_INTERNAL);
    assert_int_equal(pg_query0(f->pg, &f->a, &f->rows, "SELECT 1; DROP TABLE t"), ERR_INTERNAL);
    assert_int_equal(pg_query0(visitor, &f->a, &f->rows, "SELECT * FROM t"), ERR_DENIED);
    assert_int_equal(count(f), 1);
    assert_int_equal(pg_query0(f->pg, &f->a, &f->rows, "DELETE FROM t"), OK);
    assert_int_equal(f->rows.affected, 1);
}

static void a_slow_statement_is_ended(void **state)
{
    struct fixture *f = *state;
    struct pg *hasty = open_as(&f->a, STR("estrado_owner"), 200);
    int64_t start = clock_mono_ms();

    assert_int_equal(pg_query0(hasty, &f->a, &f->rows, "SELECT pg_sleep(60)"), ERR_UNAVAILABLE);
    assert_true(clock_mono_ms() - start < 30000);
    assert_int_equal(pg_query0(hasty, &f->a, &f->rows, "SELECT 1"), OK);
}

static enum err insert_two(struct pg *pg, struct arena *a, void *arg)
{
    enum err e = insert(pg, a, 1);

    return e == OK ? insert(pg, a, *(const int64_t *)arg) : e;
}

static enum err insert_and_refuse(struct pg *pg, struct arena *a, void *arg)
{
    (void)arg;
    return insert(pg, a, 7) == OK ? ERR_DENIED : ERR_INTERNAL;
}

static enum err insert_and_lie(struct pg *pg, struct arena *a, void *arg)
{
    struct pg_rows rows;

    (void)arg;
    if (insert(pg, a, 8) != OK || pg_query0(pg, a, &rows, "SELECT 1/0") == OK)
        return ERR_INTERNAL;
    return OK;
}

/* Ends its own connection, and goes on as if nothing had happened. */
static enum err lose_connection(struct pg *pg, struct arena *a, void *arg)
{
    struct pg_rows rows;

    (void)arg;
    if (insert(pg, a, 9) != OK ||
        pg_query0(pg, a, &rows, "SELECT pg_terminate_backend(pg_backend_pid())") == OK)
        return ERR_INTERNAL;
    return insert(pg, a, 10) == ERR_UNAVAILABLE ? OK : ERR_INTERNAL;
}

static void a_transaction_is_whole_or_nothing(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(pg_tx(f->pg, &f->a, insert_two, &(int64_t){2}), OK);
    assert_int_equal(count(f), 2);
    assert_int_equal(pg_query0(f->pg, &f->a, &f->rows, "DELETE FROM t"), OK);
    assert_int_equal(pg_tx(f->pg, &f->a, insert_two, &(int64_t){1}), ERR_CONFLICT);
    assert_int_equal(pg_tx(f->pg, &f->a, insert_and_refuse, NULL), ERR_DENIED);
    assert_int_equal(pg_tx(f->pg, &f->a, insert_and_lie, NULL), ERR_CONFLICT);
    assert_int_equal(count(f), 0);
}

static void a_lost_connection_ends_its_transaction(void **state)
{
    struct fixture *f = *state;
    int64_t start = clock_mono_ms();

    assert_int_equal(pg_tx(f->pg, &f->a, lose_connection, NULL), ERR_UNAVAILABLE);
    while (!pg_is_up(f->pg))
        assert_true(clock_mono_ms() - start < 5000);
    assert_int_equal(count(f), 0);
}

static enum err two_statements(struct pg *pg, struct arena *a, void *arg)
{
    return pg_script(pg, a, STR("INSERT INTO t VALUES (1);\n-- ñ\nINSERT INTO t VALUES (2);\n"),
                     arg);
}

static enum err third_line_is_wrong(struct pg *pg, struct arena *a, void *arg)
{
    return pg_script(
        pg, a,
        STR("INSERT INTO t VALUES (1);\n-- ñññ\nINSERT INTO nowhere VALUES (2);\nSELECT 1;\n"),
        arg);
}

static enum err ends_the_transaction(struct pg *pg, struct arena *a, void *arg)
{
    return pg_script(pg, a, STR("SELECT 1; ROLLBACK;"), arg);
}

static enum err copies(struct pg *pg, struct arena *a, void *arg)
{
    return pg_script(pg, a, STR("COPY t FROM STDIN;"), arg);
}

static void scripts_are_whole_or_nothing_too(void **state)
{
    struct fixture *f = *state;
    struct pg_failure why = {.line = -1};

    assert_int_equal(pg_tx(f->pg, &f->a, two_statements, &why), OK);
    assert_int_equal(why.line, -1);
    assert_int_equal(count(f), 2);
    assert_int_equal(pg_query0(f->pg, &f->a, &f->rows, "DELETE FROM t"), OK);
    assert_int_equal(pg_tx(f->pg, &f->a, third_line_is_wrong, &why), ERR_INVALID);
    assert_int_equal(why.line, 3);
    assert_true(str_has(why.words, STR("nowhere")));
    assert_int_equal(pg_tx(f->pg, &f->a, ends_the_transaction, &why), ERR_INVALID);
    assert_int_equal(count(f), 0);
    assert_int_equal(pg_tx(f->pg, &f->a, copies, &why), ERR_UNAVAILABLE);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(values_travel_unchanged),
        TEST(empty_bytes_are_not_null),
        TEST(a_megabyte_goes_there_and_back),
        TEST(outcomes_are_told_apart),
        TEST(a_slow_statement_is_ended),
        TEST(a_transaction_is_whole_or_nothing),
        TEST(a_lost_connection_ends_its_transaction),
        TEST(scripts_are_whole_or_nothing_too),
    };

    if (getenv("ESTRADO_TEST_PG") == NULL)
        return 0;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
