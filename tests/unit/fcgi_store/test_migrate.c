/*
 * File names of migrations, and the files of this tree.
 */
#include "tests/unit/test.h"

#include "fcgi/base/files.h"
#include "fcgi/store/migrate.h"

#include <stdlib.h>
#include <unistd.h>

static void version_stands_before_the_dash(void **state)
{
    static const struct {
        struct str name;
        int version;
    } cases[] = {
        {STR_INIT("0001-base.sql"), 1},
        {STR_INIT("0420-two-words2.sql"), 420},
        {STR_INIT("9999-x.sql"), 9999},
        {STR_INIT("0000-x.sql"), 0},
        {STR_INIT("001-x.sql"), 0},
        {STR_INIT("00001-x.sql"), 0},
        {STR_INIT("0001_x.sql"), 0},
        {STR_INIT("0001-.sql"), 0},
        {STR_INIT("0001-x.SQL"), 0},
        {STR_INIT("0001-X.sql"), 0},
        {STR_INIT("0001-x.sql~"), 0},
        {STR_INIT("0001-a/b.sql"), 0},
        {STR_INIT("-001-x.sql"), 0},
        {STR_INIT("README.md"), 0},
        {STR_INIT(""), 0},
        {STR_INIT("0001-x.y.sql"), 0},
        {STR_INIT("0001"), 0},
        {STR_INIT("0001-sql"), 0},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_int_equal(migrate_version_of(cases[i].name), cases[i].version);
}

/* Whatever is wrong with files is found before the database is asked, all at once. */
static void bad_files_are_told_apart_from_a_missing_server(void **state)
{
    char dir[] = "/tmp/estrado-test-XXXXXX";
    static const struct {
        const char *name;
        struct str content;
    } files[] = {{"0001-a.sql", STR_INIT("SELECT 1;\xff")},
                 {"0003-b.sql", STR_INIT("SELECT 1;")},
                 {"note.txt", STR_INIT("x")}};
    struct arena a;
    struct diags d;
    struct pg *pg;
    int applied = -1;

    (void)state;
    assert_non_null(mkdtemp(dir));
    arena_init(&a, 4 * 1024 * 1024);
    diags_init(&d, &a);
    pg = pg_open(&a, &(struct pg_options){.port = 5432});
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        assert_int_equal(file_write(file_join(&a, str_from(dir), str_from(files[i].name)),
                                    files[i].content, 0600),
                         OK);
    assert_int_equal(migrate_run(pg, &a, str_from(dir), &d, &applied), ERR_INVALID);
    assert_int_equal(d.nerrors, 3);
    assert_string_equal(d.first->code, "migrate-not-text");
    assert_string_equal(d.first->next->code, "migrate-gap");
    assert_string_equal(d.last->code, "migrate-name");
    assert_int_equal(applied, -1);
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        assert_int_equal(unlink(file_join(&a, str_from(dir), str_from(files[i].name)).p), 0);
    assert_int_equal(rmdir(dir), 0);
    arena_release(&a);
}

static void own_files_are_in_order_and_need_only_a_server(void **state)
{
    struct arena a;
    struct diags d;
    struct pg *pg;
    int applied = -1;

    (void)state;
    arena_init(&a, 16 * 1024 * 1024);
    diags_init(&d, &a);
    pg = pg_open(&a, &(struct pg_options){.port = 5432});
    assert_int_equal(migrate_run(pg, &a, STR("fcgi/store/schema"), &d, &applied), ERR_UNAVAILABLE);
    assert_int_equal(d.nerrors, 1);
    assert_string_equal(d.first->code, "migrate-unavailable");
    assert_int_equal(migrate_run(pg, &a, STR("/nonexistent"), &d, &applied), ERR_INVALID);
    assert_string_equal(d.last->code, "file-unreadable");
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_stands_before_the_dash),
        cmocka_unit_test(bad_files_are_told_apart_from_a_missing_server),
        cmocka_unit_test(own_files_are_in_order_and_need_only_a_server),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
