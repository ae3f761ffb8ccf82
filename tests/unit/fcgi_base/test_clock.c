/* Times and their fixed formats. */
#include "tests/unit/test.h"

#include "fcgi/base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct row {
    int64_t t;
    struct str http, iso;
};
/* The example of RFC 9110 5.6.7, leap days, borders of years; checked with date -u. */
static const struct row rows[] = {
    {784111777, STR_INIT("Sun, 06 Nov 1994 08:49:37 GMT"), STR_INIT("1994-11-06T08:49:37Z")},
    {0, STR_INIT("Thu, 01 Jan 1970 00:00:00 GMT"), STR_INIT("1970-01-01T00:00:00Z")},
    {-1, STR_INIT("Wed, 31 Dec 1969 23:59:59 GMT"), STR_INIT("1969-12-31T23:59:59Z")},
    {951782400, STR_INIT("Tue, 29 Feb 2000 00:00:00 GMT"), STR_INIT("2000-02-29T00:00:00Z")},
    {1709251199, STR_INIT("Thu, 29 Feb 2024 23:59:59 GMT"), STR_INIT("2024-02-29T23:59:59Z")},
    {4107542400, STR_INIT("Mon, 01 Mar 2100 00:00:00 GMT"), STR_INIT("2100-03-01T00:00:00Z")},
    {-2203891200, STR_INIT("Thu, 01 Mar 1900 00:00:00 GMT"), STR_INIT("1900-03-01T00:00:00Z")},
    {1735689599, STR_INIT("Tue, 31 Dec 2024 23:59:59 GMT"), STR_INIT("2024-12-31T23:59:59Z")},
    {253402300799, STR_INIT("Fri, 31 Dec 9999 23:59:59 GMT"), STR_INIT("9999-12-31T23:59:59Z")},
    {-62135596800, STR_INIT("Mon, 01 Jan 0001 00:00:00 GMT"), STR_INIT("0001-01-01T00:00:00Z")},
};

static void writes_http_and_iso_dates(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 65536);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_str(clock_http_date(&a, rows[i].t), rows[i].http);
        assert_str(clock_iso(&a, rows[i].t), rows[i].iso);
    }
    arena_release(&a);
}

static void reads_http_dates_back(void **state)
{
    int64_t t;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_int_equal(clock_parse_http_date(rows[i].http, &t), OK);
        assert_true(t == rows[i].t);
    }
}

/* Every day of 400 years has a date of its own that reads back. */
static void every_day_of_the_gregorian_cycle_reads_back(void **state)
{
    struct arena a;
    int64_t back;

    (void)state;
    arena_init(&a, 65536);
    for (int64_t day = 0; day < 146097; day++) {
        assert_int_equal(clock_parse_http_date(clock_http_date(&a, day * 86400 + 45296), &back),
                         OK);
        assert_true(back == day * 86400 + 45296);
        if (day % 256 == 0)
            arena_reset(&a);
    }
    arena_release(&a);
}

static void refuses_what_is_no_imf_fixdate(void **state)
{
    static const struct str bad[] = {
        STR_INIT(""),
        STR_INIT("Sun, 06 Nov 1994 08:49:37 GM"),
        STR_INIT("Sun, 06 Nov 1994 08:49:37 GMT "),
        STR_INIT("Sun, 06 Nov 1994 08:49:37 UTC"),
        STR_INIT("sun, 06 nov 1994 08:49:37 GMT"),
        STR_INIT("Sunday, 06-Nov-94 08:49:37 GMT"),
        STR_INIT("Sun Nov  6 08:49:37 1994"),
        STR_INIT("Mon, 06 Nov 1994 08:49:37 GMT"), /* was a Sunday */
        STR_INIT("Xyz, 06 Nov 1994 08:49:37 GMT"),
        STR_INIT("Sun, 00 Nov 1994 08:49:37 GMT"),
        STR_INIT("Wed, 31 Feb 2024 08:49:37 GMT"),
        STR_INIT("Thu, 29 Feb 2023 08:49:37 GMT"),
        STR_INIT("Sun, 06 Nov 1994 24:00:00 GMT"),
        STR_INIT("Sun, 06 Nov 1994 08:60:37 GMT"),
        STR_INIT("Sun, 06 Nov 1994 08:49:61 GMT"),
        STR_INIT("Sun, 06 Nov 1994 -0:49:37 GMT"),
        STR_INIT("Sun, -6 Nov 1994 08:49:37 GMT"),
        STR_INIT("Sun, 06 Nov -994 08:49:37 GMT"),
        STR_INIT("Fri, 05 Nov -001 22:59:37 GMT"),
        STR_INIT("Sun, 06\tNov 1994 08:49:37 GMT"),
    };
    int64_t t = 42;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        if (clock_parse_http_date(bad[i], &t) != ERR_INVALID)
            fail_msg("accepted: " STR_FMT, STR_ARG(bad[i]));
    }
    assert_true(t == 42);
}

static void the_iso_text_fits_the_promised_32_bytes(void **state)
{
    char text[32];

    (void)state;
    clock_iso_into(253402300799, text, sizeof(text));
    assert_string_equal(text, "9999-12-31T23:59:59Z");
}

static void monotonic_time_goes_forward_only(void **state)
{
    int64_t last = clock_mono_us();

    (void)state;
    for (int i = 0; i < 100000; i++) {
        int64_t now = clock_mono_us();

        assert_true(now >= last);
        last = now;
    }
    assert_true(clock_mono_ms() >= last / 1000);
}

static void put(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

/* Last: the clock of this process is moved for good. */
static void follows_the_file_at_each_call(void **state)
{
    char path[] = "/tmp/estrado-clock-XXXXXX";
    int fd = mkstemp(path);

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    clock_follow(path);
    put(path, "1000000000\n");
    assert_int_equal(clock_now(), 1000000000);
    put(path, "1000000001");
    assert_int_equal(clock_now(), 1000000001);
    put(path, "soon");
    assert_true(clock_now() > 1700000000); /* no number: the system's time */
    assert_int_equal(unlink(path), 0);
    assert_true(clock_now() > 1700000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_http_and_iso_dates),
        cmocka_unit_test(reads_http_dates_back),
        cmocka_unit_test(every_day_of_the_gregorian_cycle_reads_back),
        cmocka_unit_test(refuses_what_is_no_imf_fixdate),
        cmocka_unit_test(the_iso_text_fits_the_promised_32_bytes),
        cmocka_unit_test(monotonic_time_goes_forward_only),
        cmocka_unit_test(follows_the_file_at_each_call),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
