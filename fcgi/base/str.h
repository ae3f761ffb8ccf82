/*
 * Borrowed text: a pointer and a length, passed by value.
 *
 * A str owns nothing and promises no NUL behind it. It is valid as long as
 * what it borrows from (an arena, a buf, a literal). The empty str is {NULL, 0}
 * or any p with n == 0; both are equal.
 */
#ifndef ESTRADO_BASE_STR_H
#define ESTRADO_BASE_STR_H

#include "fcgi/base/base.h"
#include "fcgi/base/err.h"

struct str {
    const char *p;
    size_t n;
};
struct strs {
    const struct str *v;
    size_t n;
};

/*
 * Markup that is safe to print as it is: a type of its own, so that plain text
 * can never reach a raw slot of a template. Made only by content/htmlpass.c
 * and by the template engine.
 */
struct html {
    struct str s;
};

/* A str from a string literal, and only from one. */
#define STR(lit) ((struct str){"" lit, sizeof(lit) - 1})
/* For initialisers of static tables. */
#define STR_INIT(lit)           \
    {                           \
        "" lit, sizeof(lit) - 1 \
    }
/* printf("%.*s"): STR_FMT with STR_ARG(s). */
#define STR_FMT    "%.*s"
#define STR_ARG(s) (int)(s).n, (s).p

/* A str from a NUL-terminated string; NULL gives the empty str. */
struct str str_from(const char *c);
bool str_eq(struct str a, struct str b);
/* ASCII letters compare without case: header names, schemes, encodings. */
bool str_eq_nocase(struct str a, struct str b);
/* By bytes, like memcmp; a prefix sorts first. For qsort and bsearch of tables. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Index of the first byte `c` or substring; s.n when there is none. */
size_t str_index(struct str s, char c);
size_t str_find(struct str s, struct str needle);
bool str_has(struct str s, struct str needle);
/* [from, to), both clamped to the length. */
struct str str_sub(struct str s, size_t from, size_t to);
/* Without blanks, tabs, CR and LF at both ends. */
struct str str_trim(struct str s);
/*
 * Splits at the first `sep`: true and both halves without it; false, *ret_head
 * the whole and *ret_tail empty, when there is none. The outputs may alias s.
 */
bool str_cut(struct str s, char sep, struct str *ret_head, struct str *ret_tail);
/* Next line of *rest without its LF or CRLF; false at the end. */
bool str_line(struct str *rest, struct str *ret_line);
/* Decimal, optional '-', nothing around it. ERR_INVALID outside [min, max]. */
NODISCARD enum err str_to_int(struct str s, int64_t min, int64_t max, int64_t *ret_v);
/* RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
bool str_is_utf8(struct str s);
/*
 * Decodes the code point at s.p[*i] of valid UTF-8 and moves *i behind it.
 * Malformed bytes give U+FFFD and advance by one.
 */
uint32_t str_codepoint(struct str s, size_t *i);

#endif
