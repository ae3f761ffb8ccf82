/*
 * One line an event: "time level event k=v ..." as logfmt, or the same as JSON.
 */
#include "fcgi/base/log.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/esc.h"

#include <poll.h>
#include <unistd.h>

#define LINE_MAX_BYTES 4096

static struct {
    enum log_format format;
    enum log_level least;
} logger = {LOG_LOGFMT, LOG_INFO};

void log_setup(enum log_format format, enum log_level least)
{
    logger.format = format;
    logger.least = least;
}

static struct str level_name(enum log_level level)
{
    static const struct str names[] = {STR_INIT("debug"), STR_INIT("info"), STR_INIT("warn"),
                                       STR_INIT("error")};

    return names[level];
}

static void add_logfmt(struct buf *b, const struct log_pair *p)
{
    buf_addf(b, " %s=", p->key);
    if (p->is_int)
        buf_addf(b, "%lld", (long long)p->number);
    else
        esc_logfmt(b, p->text);
}

static void add_json(struct buf *b, const struct log_pair *p)
{
    buf_addf(b, ",\"%s\":", p->key);
    if (p->is_int) {
        buf_addf(b, "%lld", (long long)p->number);
        return;
    }
    buf_addc(b, '"');
    esc_json(b, p->text);
    buf_addc(b, '"');
}

/* A log that cannot be written must not stop the work that it is about: on a full disk the line is
 * lost, and so it is when whoever reads a pipe or a terminal has stopped reading. */
static void write_line(struct str line)
{
    struct pollfd out = {.fd = STDERR_FILENO, .events = POLLOUT};

    if (poll(&out, 1, 0) == 1 && (out.revents & POLLOUT) != 0)
        (void)!write(STDERR_FILENO, line.p, line.n);
}

void log_event(enum log_level level, const char *event, const struct log_pair *pairs, size_t n)
{
    bool json = logger.format == LOG_JSON;
    char memory[LINE_MAX_BYTES];
    /* A fixed piece of memory as a buf that never grows: cap is max, so nothing is allocated. Two
     * bytes stay for what ends the line. */
    struct buf b = {.p = memory, .cap = sizeof(memory) - 2, .max = sizeof(memory) - 2};
    char time[32];

    if (level < logger.least)
        return;
    clock_iso_into(clock_now(), time, sizeof(time));
    buf_addf(&b,
             json ? "{\"time\":\"%s\",\"level\":\"%s\",\"event\":\"%s\""
                  : "time=%s level=%s event=%s",
             time, level_name(level).p, event);
    for (size_t i = 0; i < n && !b.failed; i++) {
        size_t whole = b.n;

        (json ? add_json : add_logfmt)(&b, &pairs[i]);
        if (b.failed)
            b.n = whole; /* a pair that does not fit is left out, not cut: the line stays well
                            formed */
    }
    if (json)
        b.p[b.n++] = '}';
    b.p[b.n++] = '\n';
    write_line(buf_str(&b));
}
