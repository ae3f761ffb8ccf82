/*
 * Calendars of electoral processes: content/calendario/<process>.yml, one file each.
 *
 * Moments are epoch seconds. `until` is the first one that no longer belongs: "to: 2024-06-02" says
 * the whole day, so it ends when the day does. What lacks a source or `confirmed: true` is shown
 * as «por confirmar» and never switches anything.
 */
#ifndef ESTRADO_CONTENT_CALENDAR_H
#define ESTRADO_CONTENT_CALENDAR_H

#include "content/page.h"
#include "fcgi/base/diag.h"

/* X(enum, word in files) */
#define PHASES(X)                       \
    X(PHASE_PREPARATION, "preparation") \
    X(PHASE_PRECAMPAIGN, "precampaign") \
    X(PHASE_CAMPAIGN, "campaign")       \
    X(PHASE_VEDA, "veda")               \
    X(PHASE_JORNADA, "jornada")         \
    X(PHASE_RESULTS, "results")         \
    X(PHASE_CLOSING, "closing")
enum phase_kind {
#define X(e, n) e,
    PHASES(X)
#undef X
        PHASE__MAX
};
#define PHASE_NONE (-1)
/* PHASE_NONE for any other word. */
int phase_of(struct str word);
struct str phase_word(enum phase_kind kind);

/* A stretch of time that somebody wrote down. */
struct span {
    int64_t from, until; /* 0, TIME_NEVER: not given */
    bool days;           /* written as days, without hours */
    struct str source;
    bool confirmed; /* and with a source and a beginning */
};

struct phase {
    enum phase_kind kind;
    struct span span;
    struct str title;         /* empty: the theme's word for this kind */
    struct str banner, link;  /* what every page says then; link: a path, or empty */
    const struct yaml *cards; /* of the home page then, as in a front matter, or NULL */
    struct strs review;       /* paths that must be looked at for it */
    int line;
};
struct dated_act {
    struct str id, title, text, link;
    struct span span;
    int line;
};

/* Pages of government publicity that are not shown for a while (h_content explains it instead). */
struct withholding {
    bool is;
    struct span span;
    struct str legal_basis, explanation, confirmed_by;
    int64_t confirmed_on;     /* 0: nobody did; then nothing happens */
    struct strs types, paths; /* what it is about: ids of types; paths with all below */
    struct strs except_types, except_paths;
    int line;
};

struct process {
    struct str file, id, title, summary;
    struct str micrositio;      /* its id, or empty */
    const struct phase *phases; /* by beginning */
    size_t nphases;
    const struct dated_act *acts; /* by beginning; those without one last */
    size_t nacts;
    struct withholding withholding;
};

#define PROCESSES_MAX 32
#define PHASES_MAX    16
#define ACTS_MAX      400

struct calendar {
    const struct process *v; /* by id */
    size_t n;
    const int64_t *edges; /* of what switches something, ascending */
    size_t nedges;
};

/* Never NULL. A folder that is not there is an empty calendar; a process with an error is left
 * out. `shown` is what diags call the folder. */
const struct calendar *calendar_load(struct arena *a, struct str dir, struct str shown,
                                     struct str zone, struct diags *d);
/* One file; false when an error was added. */
bool calendar_parse(struct arena *a, struct str shown, struct str id, struct str source,
                    struct str zone, struct diags *d, struct process *ret_p);

/* The confirmed phase that holds at `now`, the one that began last; NULL: none.
 * *ret_process (may be NULL) is written then. */
const struct phase *calendar_phase(const struct calendar *c, int64_t now,
                                   const struct process **ret_process);
/* First edge after now, or TIME_NEVER. */
int64_t calendar_valid_until(const struct calendar *c, int64_t now);
/* Whether the rule is about this page, whether or not anybody has confirmed it. */
bool withholding_meets(const struct withholding *w, const struct page *p);
/* Whether it may take effect: sourced, confirmed, and by a named person on a day. */
bool withholding_is_on(const struct withholding *w);
/* Writes p->withheld by the rules that are on; before edges are collected. */
void calendar_withhold(const struct calendar *c, struct page *p);

#endif
