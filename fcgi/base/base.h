/*
 * Attributes and small macros that every file may use.
 */
#ifndef ESTRADO_BASE_H
#define ESTRADO_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The caller must look at the result. */
#define NODISCARD __attribute__((warn_unused_result))
/* The compiler checks the arguments against the format, as for printf. */
#define PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
/* Elements of a real array (not of a pointer). */
#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#endif
