/*
 * What every unit test includes: cmocka 1.1.5 wants these headers before it.
 */
#ifndef ESTRADO_TEST_H
#define ESTRADO_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fcgi/base/str.h"

/* Compares two str and shows both when they differ. */
#define assert_str(got, want)                                                                      \
    do {                                                                                           \
        struct str got_ = (got), want_ = (want);                                                   \
        if (!str_eq(got_, want_))                                                                  \
            fail_msg("got  \"" STR_FMT "\"\nwant \"" STR_FMT "\"", STR_ARG(got_), STR_ARG(want_)); \
    } while (0)

#endif
