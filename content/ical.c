/*
 * iCalendar: days as VALUE=DATE (no zone: a day is a day), moments in UTC, so that no VTIMEZONE
 * has to be kept true.
 */
#include "content/ical.h"
#include "fcgi/base/ucs.h"

#define LINE_MAX 75

/* RFC 5545 3.3.11. */
static void add_escaped(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (c == '\n')
            buf_add(b, STR("\\n"));
        else if (c == ',' || c == ';' || c == '\\')
            buf_addf(b, "\\%c", c);
        else if ((unsigned char)c >= ' ')
            buf_addc(b, c);
    }
}

/* RFC 5545 3.1: what is longer goes on behind a blank; a character is never cut. */
static void add_line(struct buf *b, struct str line)
{
    size_t room = LINE_MAX;

    while (line.n > room) {
        size_t n = room;

        while (n > 1 && ((unsigned char)line.p[n] & 0xC0) == 0x80)
            n--;
        buf_add(b, str_sub(line, 0, n));
        buf_add(b, STR("\r\n "));
        line = str_sub(line, n, line.n);
        room = LINE_MAX - 1;
    }
    buf_add(b, line);
    buf_add(b, STR("\r\n"));
}

static void add_text(struct buf *b, const char *name, struct str before, struct str value)
{
    struct buf line;

    buf_init(&line, 16384);
    buf_addf(&line, "%s:", name);
    if (before.n > 0) {
        add_escaped(&line, before);
        buf_add(&line, STR(": "));
    }
    add_escaped(&line, value);
    add_line(b, buf_str(&line));
    buf_release(&line);
}

static void add_time(struct buf *b, struct arena *a, const struct ical *o, const char *name,
                     int64_t t, bool is_day)
{
    struct str s = ucs_date(a, STR("es-MX"), is_day ? o->zone : STR("UTC"),
                            is_day ? STR("yyyyMMdd") : STR("yyyyMMdd'T'HHmmss'Z'"), t);

    buf_addf(b, "%s%s:" STR_FMT "\r\n", name, is_day ? ";VALUE=DATE" : "", STR_ARG(s));
}

struct event {
    const struct process *process;
    const struct span *span;
    struct str id, title, text, link;
};

static void add_event(struct buf *b, struct arena *a, const struct ical *o, const struct event *e)
{
    bool open = e->span->until == TIME_NEVER;

    if (e->span->from == 0)
        return;
    buf_add(b, STR("BEGIN:VEVENT\r\n"));
    add_line(b, arena_fmt(a, "UID:" STR_FMT "." STR_FMT "@" STR_FMT, STR_ARG(e->process->id),
                          STR_ARG(e->id), STR_ARG(o->host)));
    add_time(b, a, o, "DTSTAMP", o->stamp, false);
    add_time(b, a, o, "DTSTART", e->span->from, e->span->days);
    if (!open)
        add_time(b, a, o, "DTEND", e->span->until, e->span->days);
    add_text(b, "SUMMARY", e->span->confirmed ? STR("") : o->unconfirmed, e->title);
    if (e->text.n > 0)
        add_text(b, "DESCRIPTION", STR(""), e->text);
    if (e->link.n > 0)
        add_line(b, arena_join(a, STR("URL:"), o->base_url, e->link));
    add_text(b, "CATEGORIES", STR(""), e->process->title);
    buf_add(b, e->span->confirmed ? STR("STATUS:CONFIRMED\r\n") : STR("STATUS:TENTATIVE\r\n"));
    buf_add(b, STR("TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"));
}

static void add_process(struct buf *b, struct arena *a, const struct ical *o,
                        const struct process *p, const struct str *phase_titles)
{
    for (size_t i = 0; i < p->nphases; i++) {
        const struct phase *f = &p->phases[i];
        struct event e = {p,
                          &f->span,
                          arena_fmt(a, "phase-" STR_FMT, STR_ARG(phase_word(f->kind))),
                          f->title.n > 0 ? f->title : phase_titles[f->kind],
                          f->banner,
                          f->link};

        add_event(b, a, o, &e);
    }
    for (size_t i = 0; i < p->nacts; i++) {
        const struct dated_act *act = &p->acts[i];
        struct event e = {p, &act->span, act->id, act->title, act->text, act->link};

        add_event(b, a, o, &e);
    }
}

void ical_write(struct buf *b, struct arena *a, const struct ical *o, const struct calendar *c,
                const struct str *phase_titles)
{
    buf_add(b, STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Estrado//Calendario//ES\r\n"
                   "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"));
    add_text(b, "X-WR-CALNAME", STR(""), o->name);
    add_line(b, arena_join(a, STR("X-WR-TIMEZONE:"), o->zone, STR("")));
    for (size_t i = 0; i < c->n; i++)
        add_process(b, a, o, &c->v[i], phase_titles);
    buf_add(b, STR("END:VCALENDAR\r\n"));
}
