/*
 * What a client takes (RFC 9110 12.4 and 12.5.3).
 */
#ifndef ESTRADO_HTTP_ACCEPT_H
#define ESTRADO_HTTP_ACCEPT_H

#include "fcgi/http/request.h"

/*
 * The coding with the highest quality value; of equal ones brotli before gzip before none. Plain is
 * preferred only where "identity" is named with a higher value. Malformed items count as not taken,
 * and plain is always taken: a page in the wrong coding is better than none.
 */
enum encoding accept_encoding(struct str header);

#endif
