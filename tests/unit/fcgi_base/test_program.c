/* Programs of the system, joined by pipes, with their limits. */
#include "tests/unit/test.h"

#include "fcgi/base/clock.h"
#include "fcgi/base/program.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORDS(...)            \
    {                         \
        (const char *const[]) \
        {                     \
            __VA_ARGS__, NULL \
        }                     \
    }
#define SHELL(script) WORDS("/bin/sh", "-c", script)
#define RUN(input, out, ...)                                                                      \
    program_pipe((const struct program[]){__VA_ARGS__},                                           \
                 sizeof((const struct program[]){__VA_ARGS__}) / sizeof(struct program), (input), \
                 &limits, (out))

static const struct program_limits limits = {20000, 10, (size_t)512 << 20};

static void one_reads_what_the_other_writes(void **state)
{
    struct buf out;

    (void)state;
    buf_init(&out, 4096);
    assert_int_equal(
        RUN(STR("b\na\n"), &out, WORDS("/usr/bin/sort"), WORDS("/usr/bin/tr", "a-z", "A-Z")), OK);
    assert_str(buf_str(&out), STR("A\nB\n"));
    buf_release(&out);
}

static void much_goes_through(void **state)
{
    size_t n = (size_t)3 << 20;
    char *much = calloc(n, 1);
    struct buf out;

    (void)state;
    assert_non_null(much);
    memset(much, 'x', n);
    buf_init(&out, n);
    assert_int_equal(
        RUN(((struct str){much, n}), &out, WORDS("/bin/cat"), WORDS("/bin/cat"), WORDS("/bin/cat")),
        OK);
    assert_int_equal(out.n, n);
    buf_release(&out);
    free(much);
}

static void nothing_of_ours_gets_there(void **state)
{
    struct buf out;
    int open_here = dup(1);

    (void)state;
    buf_init(&out, 4096);
    assert_true(open_here > 2);
    assert_int_equal(RUN(STR(""), &out, WORDS("/usr/bin/env")), OK);
    assert_str(buf_str(&out), STR(""));
    assert_int_equal(RUN(STR(""), &out, SHELL("[ -e /proc/$$/fd/3 ] || echo none; echo no >&2")),
                     OK);
    assert_str(buf_str(&out), STR("none\n"));
    (void)close(open_here);
    buf_release(&out);
}

static void what_fails_is_told_apart(void **state)
{
    struct buf out;

    (void)state;
    buf_init(&out, 4096);
    assert_int_equal(RUN(STR("x"), &out, SHELL("exit 3")), ERR_INVALID);
    assert_int_equal(RUN(STR("x"), &out, SHELL("exit 3"), WORDS("/bin/cat")), ERR_INVALID);
    assert_int_equal(RUN(STR("x"), &out, SHELL("kill -9 $$")), ERR_INVALID);
    assert_int_equal(RUN(STR("x"), &out, WORDS("/no/such"), WORDS("/bin/cat")), ERR_NOT_FOUND);
    assert_int_equal(RUN(STR("x"), &out, WORDS("/bin/cat"), WORDS("/no/such")), ERR_NOT_FOUND);
    assert_int_equal(RUN(STR("x"), &out, SHELL("echo x >/tmp/estrado-program-file")), ERR_INVALID);
    assert_int_equal(program_pipe(NULL, 0, STR(""), &limits, &out), ERR_INVALID);
    buf_release(&out);
    (void)unlink("/tmp/estrado-program-file");
}

static void more_than_fits_is_too_big(void **state)
{
    struct buf out;

    (void)state;
    buf_init(&out, 4096);
    assert_int_equal(RUN(STR(""), &out, WORDS("/usr/bin/yes")), ERR_TOO_BIG);
    buf_release(&out);
}

/* The deadline counts for what writes nothing, and for what has closed its output and stays. */
static void who_takes_too_long_is_ended(void **state)
{
    static const struct program_limits hasty = {200, 10, (size_t)512 << 20};
    const struct program hangs[] = {SHELL("sleep 60")};
    const struct program stays[] = {SHELL("echo x; exec >&-; sleep 60"), WORDS("/bin/cat")};
    int64_t before = clock_mono_ms();
    struct buf out;

    (void)state;
    buf_init(&out, 4096);
    assert_int_equal(program_pipe(hangs, 1, STR(""), &hasty, &out), ERR_CONFLICT);
    assert_int_equal(program_pipe(stays, 2, STR(""), &hasty, &out), ERR_CONFLICT);
    assert_true(clock_mono_ms() - before < 30000);
    buf_release(&out);
}

static void only_programs_are_programs(void **state)
{
    (void)state;
    assert_true(program_is_there(STR("/bin/sh")));
    assert_false(program_is_there(STR("/etc/passwd")));
    assert_false(program_is_there(STR("/no/such")));
    assert_false(program_is_there(STR("/tmp")));
    assert_false(program_is_there(STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_reads_what_the_other_writes),
        cmocka_unit_test(much_goes_through),
        cmocka_unit_test(nothing_of_ours_gets_there),
        cmocka_unit_test(what_fails_is_told_apart),
        cmocka_unit_test(more_than_fits_is_too_big),
        cmocka_unit_test(who_takes_too_long_is_ended),
        cmocka_unit_test(only_programs_are_programs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
