/*
 * Names of locales and zones as C strings: what the files around ICU share.
 */
#ifndef ESTRADO_BASE_UCS_NAME_H
#define ESTRADO_BASE_UCS_NAME_H

#include "fcgi/base/str.h"

/* The longest name of Debian's tzdata has 32 bytes; patterns of dates are kept by the same rule. */
#define NAME_MAX_BYTES 64

/* A C string in ret_name; false when s is too long or holds a NUL. */
bool ucs_copy_name(struct str s, char ret_name[NAME_MAX_BYTES]);

#endif
