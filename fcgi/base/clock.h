/*
 * Time. Seconds are of the UNIX epoch, UTC; days and months of a zone are ICU's
 * work (ucs.h). Only this file asks the system for the time.
 */
#ifndef ESTRADO_BASE_CLOCK_H
#define ESTRADO_BASE_CLOCK_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

/* Seconds now. With clock_follow, what that file says. */
int64_t clock_now(void);
/* Milliseconds that only go forward; for deadlines and durations. */
int64_t clock_mono_ms(void);
int64_t clock_mono_us(void);
/*
 * Tests: from now on clock_now() is the decimal number in this file, read at
 * each call; an unreadable file gives the system's time. main() calls it with
 * the environment's ESTRADO_CLOCK, only where site.yml says test_clock: true.
 */
void clock_follow(const char *path);
/* RFC 9110 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT", and back (IMF-fixdate only). */
struct str clock_http_date(struct arena *a, int64_t t);
NODISCARD enum err clock_parse_http_date(struct str s, int64_t *ret_t);
/* RFC 3339 in UTC: "2026-11-22T22:41:00Z". */
struct str clock_iso(struct arena *a, int64_t t);
/* The same into n >= 32 bytes, without an arena: for the log. */
void clock_iso_into(int64_t t, char *p, size_t n);

#endif
