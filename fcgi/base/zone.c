/*
 * The C library's zone rules, one zone at a time: TZ is set when another zone than
 * the last is asked for. Nothing else in the process works with local time.
 */
#include "fcgi/base/zone.h"
#include "fcgi/base/ucs.h"
#include "fcgi/base/ucs_name.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#define ZONEINFO "/usr/share/zoneinfo/" /* tzset(3) */

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_name_byte(char c)
{
    return is_capital(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '_' || c == '+' || c == '-';
}

/* A capital in front: what is no zone in that folder has none. No dot anywhere. */
static bool is_name(struct str zone)
{
    for (size_t i = 0; i < zone.n; i++) {
        if (!is_name_byte(zone.p[i]))
            return false;
    }
    return zone.n > 0 && is_capital(zone.p[0]) && !str_ends(zone, STR("/"));
}

static bool has_rules(struct str zone)
{
    char path[sizeof(ZONEINFO) + NAME_MAX_BYTES];
    struct stat st;

    (void)snprintf(path, sizeof(path), ZONEINFO STR_FMT, STR_ARG(zone));
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* Makes `zone` the zone of localtime_r and mktime. */
static bool enter(struct str zone)
{
    static char
        current[NAME_MAX_BYTES + 1]; /* ":America/Mexico_City"; the colon means a file (POSIX) */

    if (current[0] != '\0' && str_eq(str_from(current + 1), zone))
        return true;
    if (zone.n >= NAME_MAX_BYTES || !is_name(zone) || !has_rules(zone))
        return false;
    (void)snprintf(current, sizeof(current), ":" STR_FMT, STR_ARG(zone));
    if (setenv("TZ", current, 1) != 0)
        abort(); /* out of memory, the only reason */
    tzset();
    return true;
}

bool zone_offset(struct str zone, int64_t t, int *ret_seconds)
{
    time_t moment = (time_t)t;
    struct tm tm;

    if (!enter(zone) || localtime_r(&moment, &tm) == NULL)
        return false;
    *ret_seconds = (int)tm.tm_gmtoff;
    return true;
}

bool ucs_zone_is_known(struct str zone)
{
    return zone.n < NAME_MAX_BYTES && is_name(zone) && has_rules(zone);
}

enum err ucs_wall_to_epoch(struct str zone, struct ucs_wall w, int64_t *ret_t)
{
    struct tm tm = {.tm_year = w.year - 1900,
                    .tm_mon = w.month - 1,
                    .tm_mday = w.day,
                    .tm_hour = w.hour,
                    .tm_min = w.minute,
                    .tm_sec = w.second,
                    .tm_isdst = -1};
    time_t t;

    if (w.year < 1 || w.year > 9999 || !enter(zone))
        return ERR_INVALID;
    /* mktime repairs what does not exist; what it had to repair was wrong. */
    t = mktime(&tm);
    if (tm.tm_year != w.year - 1900 || tm.tm_mon != w.month - 1 || tm.tm_mday != w.day ||
        tm.tm_hour != w.hour || tm.tm_min != w.minute || tm.tm_sec != w.second)
        return ERR_INVALID;
    *ret_t = (int64_t)t;
    return OK;
}
