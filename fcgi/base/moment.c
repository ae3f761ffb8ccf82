/*
 * Days and moments as people write them in files.
 */
#include "fcgi/base/moment.h"
#include "fcgi/base/ucs.h"

static int digits(struct str s, size_t at, size_t n)
{
    int64_t v;

    return at + n <= s.n && str_to_int(str_sub(s, at, at + n), 0, 9999, &v) == OK ? (int)v : -1;
}

/* "HH:MM" or "HH:MM:SS" at the start of *s, which moves behind it. */
static bool take_time(struct str *s, struct ucs_wall *w)
{
    if (s->n < 5 || s->p[2] != ':')
        return false;
    w->hour = digits(*s, 0, 2);
    w->minute = digits(*s, 3, 2);
    *s = str_sub(*s, 5, s->n);
    if (s->n >= 3 && s->p[0] == ':') {
        w->second = digits(*s, 1, 2);
        *s = str_sub(*s, 3, s->n);
    }
    return w->hour >= 0 && w->hour < 24 && w->minute >= 0 && w->minute < 60 && w->second >= 0 &&
           w->second < 60;
}

/* "Z" or "-06:00": seconds east of UTC. */
static bool take_offset(struct str s, int *ret_seconds)
{
    int hours = digits(s, 1, 2), minutes = digits(s, 4, 2);

    *ret_seconds = 0;
    if (str_eq(s, STR("Z")))
        return true;
    if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':' || hours < 0 || hours > 18 ||
        minutes < 0 || minutes > 59)
        return false;
    *ret_seconds = (hours * 60 + minutes) * (s.p[0] == '-' ? -60 : 60);
    return true;
}

enum err moment_parse(struct str s, struct str zone, int64_t *ret_t)
{
    struct ucs_wall w = {.year = digits(s, 0, 4), .month = digits(s, 5, 2), .day = digits(s, 8, 2)};
    int offset;
    enum err e;

    if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-' || w.year < 1 || w.month < 1 || w.month > 12 ||
        w.day < 1)
        return ERR_INVALID;
    s = str_sub(s, 10, s.n);
    if (s.n > 0) {
        if (s.p[0] != ' ' && s.p[0] != 'T')
            return ERR_INVALID;
        s = str_sub(s, 1, s.n);
        if (!take_time(&s, &w))
            return ERR_INVALID;
    }
    s = str_trim(s);
    if (s.n == 0)
        return ucs_wall_to_epoch(zone, w, ret_t);
    if (!take_offset(s, &offset))
        return ERR_INVALID;
    e = ucs_wall_to_epoch(STR("UTC"), w, ret_t);
    if (e == OK)
        *ret_t -= offset;
    return e;
}
