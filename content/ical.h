/*
 * Calendars as iCalendar (RFC 5545): lines of at most 75 bytes, folded between characters, CRLF.
 */
#ifndef ESTRADO_CONTENT_ICAL_H
#define ESTRADO_CONTENT_ICAL_H

#include "content/calendar.h"
#include "fcgi/base/buf.h"

struct ical {
    struct str host;        /* behind the '@' of UIDs */
    struct str base_url;    /* before links */
    struct str name, zone;  /* of the calendar; of its days */
    struct str unconfirmed; /* written before titles that nobody has confirmed */
    int64_t stamp;          /* DTSTAMP: when the data were last read */
};
/* All dated acts and phases with a title; `phase_titles`: PHASE__MAX texts for phases without one.
 */
void ical_write(struct buf *b, struct arena *a, const struct ical *o, const struct calendar *c,
                const struct str *phase_titles);

#endif
