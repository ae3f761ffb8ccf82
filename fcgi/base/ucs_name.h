/*
 * What the files around ICU share: names as C strings, texts as UTF-16 (ICU's
 * UChar is this type in C).
 */
#ifndef ESTRADO_BASE_UCS_NAME_H
#define ESTRADO_BASE_UCS_NAME_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

/* The longest name of Debian's tzdata has 32 bytes; patterns of dates are kept by the same rule. */
#define NAME_MAX_BYTES 64

/* A C string in ret_name; false when s is too long or holds a NUL. */
bool ucs_copy_name(struct str s, char ret_name[NAME_MAX_BYTES]);
/* In the arena, with a 0 behind it; malformed bytes become U+FFFD. */
const uint16_t *ucs_to_utf16(struct arena *a, struct str s, int32_t *ret_n);
struct str ucs_to_utf8(struct arena *a, const uint16_t *p, int32_t n);

#endif
