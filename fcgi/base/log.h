/*
 * One line an event on standard error, logfmt or JSON. Callers give the event's
 * name and pairs; nobody writes personal data here (no bodies, cookies, query
 * values, full addresses). Values are escaped, so that no input can make a line.
 */
#ifndef ESTRADO_BASE_LOG_H
#define ESTRADO_BASE_LOG_H

#include "fcgi/base/base.h"
#include "fcgi/base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
enum log_format { LOG_LOGFMT, LOG_JSON };

/* A pair of a line; made by the macros below. key: a literal. */
struct log_pair {
    const char *key;
    struct str text;
    int64_t number;
    bool is_int;
};
#define LOG_STR(k, v) ((struct log_pair){.key = "" k, .text = (v)})
#define LOG_INT(k, v) ((struct log_pair){.key = "" k, .number = (int64_t)(v), .is_int = true})

/* Process-wide: the only state of this kind beside the stop flag. */
void log_setup(enum log_format format, enum log_level least);
/* One write(2) a line, at most 4 KiB; a full disk or closed stderr is ignored. */
void log_event(enum log_level level, const char *event, const struct log_pair *pairs, size_t n);
#define log_line(level, event, ...)                                      \
    log_event((level), "" event, (const struct log_pair[]){__VA_ARGS__}, \
              sizeof((const struct log_pair[]){__VA_ARGS__}) / sizeof(struct log_pair))

/* An event that says it all by its name. */
#define log_note(level, event) log_event((level), "" event, NULL, 0)

#endif
