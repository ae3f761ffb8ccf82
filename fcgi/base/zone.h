/*
 * Offsets of time zones, from the system's tzdata (Debian keeps it current; the
 * copy inside ICU 72 is of 2022 and still gives Mexico the summer time that it
 * abolished in October of that year).
 */
#ifndef ESTRADO_BASE_ZONE_H
#define ESTRADO_BASE_ZONE_H

#include "fcgi/base/str.h"

/* Seconds east of UTC in this zone at t (epoch seconds); false for an unknown zone. */
bool zone_offset(struct str zone, int64_t t, int *ret_seconds);

#endif
