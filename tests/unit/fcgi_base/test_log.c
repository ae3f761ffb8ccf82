/* Log lines, read back from a pipe in the place of standard error. */
#include "tests/unit/test.h"

#include "fcgi/base/clock.h"
#include "fcgi/base/log.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char line[8192];

/* What fn writes to standard error, without the line's time. */
static struct str caught(void (*fn)(void))
{
    int ends[2], kept = dup(STDERR_FILENO);
    ssize_t n;
    struct str s;

    assert_int_equal(pipe(ends), 0);
    assert_true(kept >= 0 && dup2(ends[1], STDERR_FILENO) >= 0);
    close(ends[1]);
    fn();
    assert_true(dup2(kept, STDERR_FILENO) >= 0);
    close(kept);
    n = read(ends[0], line, sizeof(line));
    close(ends[0]);
    assert_true(n >= 0);
    s = (struct str){line, (size_t)n};
    return s;
}

static void pairs(void)
{
    log_line(LOG_INFO, "request", LOG_STR("path", STR("/a b")), LOG_INT("status", 200),
             LOG_STR("id", STR("x1")));
}

static int fixed_clock(void **state)
{
    static char path[] = "/tmp/estrado-log-XXXXXX";
    int fd = mkstemp(path);

    (void)state;
    if (fd < 0 || write(fd, "784111777", 9) != 9 || close(fd) != 0)
        return -1;
    clock_follow(path);
    *state = path;
    return 0;
}

static int unlink_clock(void **state)
{
    return unlink(*state);
}

static void logfmt_is_time_level_event_and_pairs(void **state)
{
    (void)state;
    log_setup(LOG_LOGFMT, LOG_INFO);
    assert_str(
        caught(pairs),
        STR("time=1994-11-06T08:49:37Z level=info event=request path=\"/a b\" status=200 id=x1\n"));
}

static void json_says_the_same(void **state)
{
    (void)state;
    log_setup(LOG_JSON, LOG_INFO);
    assert_str(caught(pairs),
               STR("{\"time\":\"1994-11-06T08:49:37Z\",\"level\":\"info\",\"event\":\"request\","
                   "\"path\":\"/a b\",\"status\":200,\"id\":\"x1\"}\n"));
}

static void forged(void)
{
    log_line(LOG_WARN, "bad", LOG_STR("path", STR("/x\nlevel=error event=\"forged\"\r\n\x1b[2J")));
}

static void no_value_makes_a_line_of_its_own(void **state)
{
    static const enum log_format formats[] = {LOG_LOGFMT, LOG_JSON};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        struct str s;

        log_setup(formats[i], LOG_INFO);
        s = caught(forged);
        assert_int_equal(str_index(s, '\n'), s.n - 1);
        assert_false(str_has(s, STR("\r")));
        assert_false(str_has(s, STR("\x1b")));
    }
}

static void quiet(void)
{
    log_note(LOG_DEBUG, "detail");
    log_note(LOG_INFO, "detail");
}

static void loud(void)
{
    log_note(LOG_WARN, "warned");
    log_note(LOG_ERROR, "erred");
}

static void says_nothing_below_its_level(void **state)
{
    (void)state;
    log_setup(LOG_LOGFMT, LOG_WARN);
    assert_str(caught(quiet), STR(""));
    assert_str(caught(loud), STR("time=1994-11-06T08:49:37Z level=warn event=warned\n"
                                 "time=1994-11-06T08:49:37Z level=error event=erred\n"));
}

static void long_value(void)
{
    static char text[6000];

    memset(text, '"', sizeof(text));
    log_line(LOG_INFO, "long", LOG_INT("first", 1),
             LOG_STR("text", ((struct str){text, sizeof(text)})), LOG_INT("last", 2));
}

static void filling(size_t n)
{
    static char text[5000];

    memset(text, 'x', sizeof(text));
    log_line(LOG_INFO, "long", LOG_STR("text", ((struct str){text, n})), LOG_INT("last", 2));
}

/* A pair that does not fit is left out whole: the line stays one that a program can read. */
static void a_line_too_long_stays_well_formed(void **state)
{
    (void)state;
    log_setup(LOG_LOGFMT, LOG_INFO);
    assert_str(caught(long_value),
               STR("time=1994-11-06T08:49:37Z level=info event=long first=1\n"));
    log_setup(LOG_JSON, LOG_INFO);
    assert_str(caught(long_value), STR("{\"time\":\"1994-11-06T08:49:37Z\",\"level\":\"info\","
                                       "\"event\":\"long\",\"first\":1}\n"));
}

static size_t fill;

static void fill_it(void)
{
    filling(fill);
}

static void every_length_around_the_limit_ends_properly(void **state)
{
    (void)state;
    log_setup(LOG_JSON, LOG_INFO);
    for (fill = 3950; fill < 4150; fill++) {
        struct str s = caught(fill_it);

        assert_true(s.n <= 4096);
        assert_true(str_ends(s, STR("}\n")));
        assert_true(str_has(s, STR("\"text\":\"x")) == str_has(s, STR("xx\"")));
    }
}

static void a_closed_or_full_log_stops_nobody(void **state)
{
    int kept = dup(STDERR_FILENO), full = open("/dev/full", O_WRONLY);

    (void)state;
    log_setup(LOG_LOGFMT, LOG_INFO);
    assert_true(full >= 0 && dup2(full, STDERR_FILENO) >= 0);
    pairs();
    close(STDERR_FILENO);
    pairs();
    assert_true(dup2(kept, STDERR_FILENO) >= 0);
    close(kept);
    close(full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logfmt_is_time_level_event_and_pairs),
        cmocka_unit_test(json_says_the_same),
        cmocka_unit_test(no_value_makes_a_line_of_its_own),
        cmocka_unit_test(says_nothing_below_its_level),
        cmocka_unit_test(a_line_too_long_stays_well_formed),
        cmocka_unit_test(every_length_around_the_limit_ends_properly),
        cmocka_unit_test(a_closed_or_full_log_stops_nobody),
    };

    return cmocka_run_group_tests(tests, fixed_clock, unlink_clock);
}
