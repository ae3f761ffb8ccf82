/*
 * ICU (only here): folding, distance, collation, words, dates, messages.
 * All texts are UTF-8; malformed bytes count as U+FFFD.
 */
#ifndef ESTRADO_BASE_UCS_H
#define ESTRADO_BASE_UCS_H

#include "fcgi/base/arena.h"
#include "fcgi/base/messages.h"
#include "fcgi/base/str.h"

/*
 * For comparing what people type: NFKD, without marks, case-folded, runs of
 * blanks, punctuation and symbols as one blank, none at the ends. "Elección  2024." and
 * "eleccion 2024" fold to the same.
 */
struct str ucs_fold(struct arena *a, struct str s);
/* ucs_fold with '-' for blanks and only [a-z0-9-]; letters without a base in ASCII are dropped.
 * May be empty. For ids and slugs. */
struct str ucs_slug(struct arena *a, struct str s);
/* Levenshtein by code points of two folded texts, cut off at max + 1; texts above 200 bytes are
 * "far". */
int ucs_distance(struct str a, struct str b, int max);
/* Sorting by the locale's rules (es: n before ñ). Opens a collator once per process and locale. */
int ucs_compare(struct str locale, struct str a, struct str b);
/*
 * Code points, words and sentences by UAX #29 rules of the locale; sentences with CLDR's list of
 * abbreviations, so that "Art. 8" ends none. Any output may be NULL.
 */
void ucs_count(struct str locale, struct str s, size_t *ret_chars, size_t *ret_words,
               size_t *ret_sentences);
/*
 * Calls fn for each word (or sentence) of s in order; stops when fn returns false.
 */
typedef bool ucs_visit(void *arg, struct str piece);
void ucs_words(struct str locale, struct str s, ucs_visit *fn, void *arg);
void ucs_sentences(struct str locale, struct str s, ucs_visit *fn, void *arg);
/*
 * t (epoch seconds) in a time zone and locale. `pattern` is one of ICU's date patterns, such as "d
 * 'de' MMMM 'de' y" or "yyyy-MM-dd"
 * (https://unicode-org.github.io/icu/userguide/format_parse/datetime/), of at most 63 bytes. What
 * ICU refuses gives the empty str. A zone is known by its offset here, so patterns with its name
 * (z, v) show the offset; an unknown zone counts as UTC.
 */
struct str ucs_date(struct arena *a, struct str locale, struct str zone, struct str pattern,
                    int64_t t);
/*
 * Wall time of a zone to epoch seconds: year 1-9999, month 1-12, day, hour, minute, second.
 * ERR_INVALID for what does not exist (30 February, an hour that clocks skipped) and for an unknown
 * zone. Zones are those of the system's tzdata.
 */
struct ucs_wall {
    int year, month, day, hour, minute, second;
};
NODISCARD enum err ucs_wall_to_epoch(struct str zone, struct ucs_wall w, int64_t *ret_t);
bool ucs_zone_is_known(struct str zone);
/*
 * MessageFormat as msgpattern.h accepts it. ERR_INVALID for a pattern that it or ICU refuses, for a
 * missing argument and for a text where a number is needed (unless the text is one); ERR_TOO_BIG
 * above 8,192 UTF-16 units. nargs <= MESSAGE_ARGS_MAX.
 */
NODISCARD enum err ucs_message(struct arena *a, struct str locale, struct str pattern,
                               const struct message_arg *args, int nargs, struct str *ret_text);

#endif
