/*
 * Which arguments a MessageFormat pattern uses, and as what.
 *
 * ICU's C interface takes the arguments of a message as C varargs whose types follow from
 * the pattern, so the pattern's types must be known before the call. A pattern is rewritten so that
 * every text argument is numbered first and every numeric one behind: {0} {1,plural,…{0}…} with one
 * text and one number used both ways becomes what one fixed call shape can serve. Knows nothing of
 * ICU.
 *
 * Accepted, of https://unicode-org.github.io/icu/userguide/format_parse/messages/: {N};
 * {N,number[,style]}, {N,spellout|ordinal|duration[,style]}; {N,plural|selectordinal|select,…}
 * nested up to 4 deep; apostrophes as ICU's default mode has them. Refused: names instead of
 * numbers, date and time (a moment needs a zone: ucs_date), choice (obsolete).
 */
#ifndef ESTRADO_BASE_MSGPATTERN_H
#define ESTRADO_BASE_MSGPATTERN_H

#include "fcgi/base/arena.h"
#include "fcgi/base/messages.h"
#include "fcgi/base/str.h"

struct msgpattern {
    struct str text;               /* rewritten; what ICU gets */
    int texts[MESSAGE_ARGS_MAX];   /* argument that stands at rewritten number i */
    int numbers[MESSAGE_ARGS_MAX]; /* the same, at ntexts + i */
    int ntexts, nnumbers;
};

/* ERR_INVALID for what is not accepted. The result lives in `a`. */
NODISCARD enum err msgpattern_parse(struct arena *a, struct str pattern, struct msgpattern *ret_p);
/* Argument n stands somewhere as a number / stands somewhere at all. */
bool msgpattern_wants_number(const struct msgpattern *p, int n);
bool msgpattern_wants(const struct msgpattern *p, int n);

#endif
