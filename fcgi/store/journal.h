/*
 * What visitors looked for and did not find: addresses without a page, searches without results.
 * Counts of a day and nothing else (schema/0003-journal.sql); no person, no hour, no query.
 *
 * A worker counts into a small buffer and writes it after an answer has gone out. What does not fit
 * and what PostgreSQL does not take is dropped: a count is never worth a wait.
 */
#ifndef ESTRADO_STORE_JOURNAL_H
#define ESTRADO_STORE_JOURNAL_H

#include "fcgi/store/pg.h"

#define JOURNAL_WORDS_MAX 200 /* bytes; the table holds the same number */

enum journal_kind { JOURNAL_MISSING, JOURNAL_SEARCH };

struct journal;
struct journal *journal_open(struct arena *a);
/* Adds one. j NULL: nobody counts (offline). Words are cleaned first (journal_clean). */
void journal_count(struct journal *j, enum journal_kind kind, struct str words);
/* Milliseconds until the buffer wants to be written: 0 now, -1 there is nothing in it. */
int journal_wait_ms(const struct journal *j, int64_t mono_ms);
/* Writes and empties the buffer. `day`: "2026-11-23". A failure drops it, and nothing is
 * counted for a minute: a hanging database must not cost worker after worker. */
void journal_write(struct journal *j, struct pg *pg, struct str day);

/*
 * The words as they are kept: one line of valid UTF-8, at most JOURNAL_WORDS_MAX bytes, with "*" in
 * place of what looks like a person's: mail addresses, CURP, RFC, voter's keys, telephones and
 * other long numbers (dates and numbers of acts stay). The empty str: nothing is left worth it.
 */
struct str journal_clean(struct str words, char ret_space[JOURNAL_WORDS_MAX]);

struct journal_row {
    enum journal_kind kind;
    struct str words;
    int64_t times;
};
struct journal_rows {
    const struct journal_row *v;
    size_t n;
};
/* As the role estrado_panel: of the days from `since` ("2026-11-01") on, the most frequent first,
 * at most `max`. */
NODISCARD enum err journal_list(struct pg *pg, struct arena *a, struct str since, int max,
                                struct journal_rows *ret_rows);

#endif
