/*
 * A search in PostgreSQL (schema/0004-search.sql), as the role that answers visitors. One statement
 * gives results, facets and count: candidates are ranked, the best SEARCH_COUNTED are looked at
 * further.
 */
#ifndef ESTRADO_SEARCH_SEARCH_H
#define ESTRADO_SEARCH_SEARCH_H

#include "fcgi/search/query.h"
#include "fcgi/store/pg.h"

#define SEARCH_COUNTED 1000 /* above it: "more than" */
#define SEARCH_PAGE    10   /* results of a page */
#define SEARCH_PAGES   100
#define SEARCH_VALUE   200 /* bytes of a facet's value that is asked for */

enum search_facet { FACET_TYPE, FACET_YEAR, FACET_PROCESS, FACET_ORGAN, FACET_SITE, FACET__MAX };

struct search_question {
    const struct search_query *query;
    struct str only[FACET__MAX]; /* empty: whatever; FACET_SITE: "-" is the institute's own pages */
    int page;                    /* from 1 */
    int64_t now;                 /* what is not shown then is not found */
};

struct search_hit {
    struct str url; /* with the page of a PDF: "#page=3" */
    struct str title, kind, type, site, locale;
    int64_t year;     /* 0: none */
    int64_t part;     /* page of a PDF, from 1; 0: the whole */
    struct html text; /* a fragment with <mark>, escaped; may be empty */
};
struct search_value {
    enum search_facet facet;
    struct str value;
    int64_t n;
};
struct search_answer {
    const struct search_hit *hits;
    size_t nhits;
    const struct search_value *values; /* by facet, the most frequent first */
    size_t nvalues;
    int64_t total; /* documents among the first SEARCH_COUNTED candidates */
    bool more;     /* there are more candidates */
    bool only_stop_words;
};

/* ERR_UNAVAILABLE: PostgreSQL is away (pg may be NULL) or too slow. ERR_NOT_FOUND: the index is
 * empty. */
NODISCARD enum err search_run(struct pg *pg, struct arena *a, const struct search_question *q,
                              struct search_answer *ret_answer);
/* "Did you mean": the question with each word that no text has replaced by the nearest that one
 * has; the empty str when nothing is near, or nothing to be changed. */
NODISCARD enum err search_suggest(struct pg *pg, struct arena *a, const struct search_query *q,
                                  struct str *ret_text);

#endif
