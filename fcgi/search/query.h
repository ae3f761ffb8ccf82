/*
 * What somebody typed into the search box, made a question for PostgreSQL's full-text search.
 *
 * Words are letters and digits; everything else parts them. "Words in quotes" stand side by side,
 * -word must not be there; words that are left over as signs mean nothing. No word can end a
 * tsquery or begin an operator of it: what goes into it is letters, digits and our own signs.
 */
#ifndef ESTRADO_SEARCH_QUERY_H
#define ESTRADO_SEARCH_QUERY_H

#include "fcgi/base/arena.h"
#include "fcgi/search/table.h"

#define SEARCH_CHARS 200 /* of what is typed; the rest is left out */
#define SEARCH_WORDS 8   /* wanted and unwanted ones, those of phrases included */

struct search_query {
    struct str typed;   /* cut at SEARCH_CHARS */
    struct str tsquery; /* for to_tsquery('es_letters', ...); empty: there is nothing to ask */
    struct str act;     /* an act that was typed, canonical; empty: none */
    struct str words[SEARCH_WORDS]; /* wanted ones, small letters, as they were typed */
    size_t nwords;
    bool cut;       /* there was more than fits */
    bool too_short; /* something was typed, and none of it is a word of two letters or digits */
};

/* `table` may be NULL. Everything lives in `a`. */
struct search_query search_query_of(struct arena *a, const struct search_table *table,
                                    struct str typed);
/* The same text for to_tsvector: blanks for all but letters and digits, so that its parser sees no
 * addresses, paths or numbers with signs where a query has words. */
struct str search_plain(struct arena *a, struct str text);

#endif
