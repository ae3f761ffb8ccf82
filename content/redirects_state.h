/*
 * What the files of redirects share.
 */
#ifndef ESTRADO_CONTENT_REDIRECTS_STATE_H
#define ESTRADO_CONTENT_REDIRECTS_STATE_H

#include "content/redirects.h"

/* By path, host, param, line; of pointers to redirects, for qsort. */
int redirect_order(const void *x, const void *y);

#endif
