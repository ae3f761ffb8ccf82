/*
 * What changed between two texts, word by word (pure: no files, no clock).
 *
 * Words are what blanks and line ends part. Myers' greedy algorithm ("An O(ND) Difference Algorithm
 * and Its Variations", 1986) finds the fewest words out and in; its cost grows with the words times
 * the differences, so both have a limit, above which the answer is "much changed".
 */
#ifndef ESTRADO_CONTENT_WORDDIFF_H
#define ESTRADO_CONTENT_WORDDIFF_H

#include "fcgi/base/arena.h"
#include "fcgi/base/buf.h"

#define WORDDIFF_WORDS_MAX 40000 /* of one text */
#define WORDDIFF_EDITS_MAX 400   /* words out and in, together */
#define WORDDIFF_BYTES_MAX 16384 /* of a written diff */
#define WORDDIFF_WHOLE     SIZE_MAX

enum word_kind { WORDS_SAME, WORDS_OUT, WORDS_IN, WORDS_GAP };
struct words {
    enum word_kind kind;
    struct str text; /* words with one blank between; of a GAP: empty */
};
struct worddiff {
    const struct words *v;
    size_t n;
};

/*
 * `context`: words that are kept around a difference; what lies farther away is a GAP. False: above
 * a limit, *ret_d is not written.
 */
bool words_diff(struct arena *a, struct str before, struct str after, size_t context,
                struct worddiff *ret_d);
/* One line a piece, for storing: at most WORDDIFF_BYTES_MAX, ending in a GAP when there was more.
 */
void words_write(const struct worddiff *d, struct buf *b);
/* What words_write wrote; lines that it would not write are left out. */
struct worddiff words_read(struct arena *a, struct str written);

#endif
