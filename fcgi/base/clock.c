/*
 * The one place that asks the system for the time, and the fixed formats of HTTP
 * and RFC 3339. Civil dates by days from 0000-03-01 (proleptic Gregorian).
 */
#include "fcgi/base/clock.h"
#include "fcgi/base/files.h"

#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static char follow[256];

void clock_follow(const char *path)
{
    (void)snprintf(follow, sizeof(follow), "%s", path);
}

/* The number in the followed file, or false. */
static bool followed(int64_t *ret_t)
{
    char text[32];
    int fd = open(follow, O_RDONLY | O_CLOEXEC);
    ssize_t n;

    if (fd < 0)
        return false;
    n = read(fd, text, sizeof(text));
    close(fd);
    return n > 0 &&
           str_to_int(str_trim((struct str){text, (size_t)n}), 0, INT64_MAX / 4, ret_t) == OK;
}

int64_t clock_now(void)
{
    struct timespec t;
    int64_t moved;

    if (follow[0] != '\0' && followed(&moved))
        return moved;
    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec;
}

int64_t clock_mono_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_mono_ms(void)
{
    return clock_mono_us() / 1000;
}

struct civil {
    int64_t year;
    int month, day, hour, minute, second, weekday; /* weekday: 0 is Sunday */
};

static struct civil civil_from(int64_t t)
{
    int64_t days = t / 86400 - (t % 86400 < 0), rest = t - days * 86400;
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    struct civil c;

    c.day = (int)(doy - (153 * mp + 2) / 5 + 1);
    c.month = (int)(mp < 10 ? mp + 3 : mp - 9);
    c.year = yoe + era * 400 + (c.month <= 2);
    c.hour = (int)(rest / 3600);
    c.minute = (int)(rest / 60 % 60);
    c.second = (int)(rest % 60);
    c.weekday = (int)(((days % 7) + 11) % 7);
    return c;
}

static int64_t days_from(int64_t y, int m, int d)
{
    int64_t era, yoe, doy;

    y -= m <= 2;
    era = (y >= 0 ? y : y - 399) / 400;
    yoe = y - era * 400;
    doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static const char weekdays[] = "SunMonTueWedThuFriSat";
static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

static void http_date_into(int64_t t, char *p, size_t n)
{
    struct civil c = civil_from(t);

    (void)snprintf(p, n, "%.3s, %02d %.3s %04lld %02d:%02d:%02d GMT",
                   weekdays + (ptrdiff_t)c.weekday * 3, c.day,
                   months + (ptrdiff_t)(c.month - 1) * 3, (long long)c.year, c.hour, c.minute,
                   c.second);
}

struct str clock_http_date(struct arena *a, int64_t t)
{
    char text[64];

    http_date_into(t, text, sizeof(text));
    return arena_str(a, str_from(text));
}

/* Two or four digits at a place of a text that is known to be long enough; -1 when they are none.
 */
static int digits(struct str s, size_t at, size_t n)
{
    int64_t v;

    return str_to_int(str_sub(s, at, at + n), 0, 9999, &v) == OK ? (int)v : -1;
}

static int month_number(struct str name)
{
    for (int m = 0; m < 12; m++) {
        if (str_eq(name, (struct str){months + (ptrdiff_t)m * 3, 3}))
            return m + 1;
    }
    return -1;
}

/* Read by position and written again: what does not come out the same was none (31 Feb, a wrong
 * weekday, -0). */
enum err clock_parse_http_date(struct str s, int64_t *ret_t)
{
    char again[64];
    int month, year;
    int64_t t;

    if (s.n != 29)
        return ERR_INVALID;
    month = month_number(str_sub(s, 8, 11));
    year = digits(s, 12, 4);
    if (month < 0 || year < 0)
        return ERR_INVALID;
    t = days_from(year, month, digits(s, 5, 2)) * 86400 + (int64_t)digits(s, 17, 2) * 3600 +
        (int64_t)digits(s, 20, 2) * 60 + digits(s, 23, 2);
    http_date_into(t, again, sizeof(again));
    if (!str_eq(s, str_from(again)))
        return ERR_INVALID;
    *ret_t = t;
    return OK;
}

void clock_iso_into(int64_t t, char *p, size_t n)
{
    struct civil c = civil_from(t);

    (void)snprintf(p, n, "%04lld-%02d-%02dT%02d:%02d:%02dZ", (long long)c.year, c.month, c.day,
                   c.hour, c.minute, c.second);
}

struct str clock_iso(struct arena *a, int64_t t)
{
    char text[32];

    clock_iso_into(t, text, sizeof(text));
    return arena_str(a, str_from(text));
}
