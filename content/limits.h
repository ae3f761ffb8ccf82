/*
 * Judged before discount sees a byte: what it is slow at or dies of. discount
 * 2.2.7 crashes on 50,000 nested '>' and is quadratic in unclosed brackets
 * within one block; the limits keep any accepted page of 256 KiB below a second.
 */
#ifndef ESTRADO_CONTENT_LIMITS_H
#define ESTRADO_CONTENT_LIMITS_H

#include "fcgi/base/diag.h"

/* False when an error was added. Also refuses bytes that are not UTF-8, control characters and the
 * two private characters that prepare.c uses as marks. */
bool limits_check(struct str shown, struct str source, int first_line, struct diags *d);

#endif
