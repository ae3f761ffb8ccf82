/*
 * An answer: status, headers and a body that is bytes, a file that nginx sends
 * (X-Accel-Redirect) or chunks from a function.
 */
#ifndef ESTRADO_HTTP_RESPONSE_H
#define ESTRADO_HTTP_RESPONSE_H

#include "fcgi/http/request.h"

struct header {
    const char *name; /* a literal */
    struct str value;
};
#define HEADERS_MAX 24

/* Gives the next piece; an empty piece ends the body. */
typedef enum err response_chunk(void *arg, struct str *ret_piece);

struct response {
    int status;
    struct header headers[HEADERS_MAX];
    size_t nheaders;
    struct str body;       /* borrowed until it is sent */
    struct str file;       /* internal path for nginx; body empty then */
    response_chunk *chunk; /* body empty then; no Content-Length */
    void *chunk_arg;
    bool head_only; /* HEAD, 304: headers as for GET, no body on the wire */
    /* For the log line. */
    const char *route, *cache;
};

/* Replaces an earlier one of the same name. Refuses CR, LF and NUL: the one place where header
 * injection is stopped. */
NODISCARD enum err response_header(struct response *r, const char *name, struct str value);
struct str response_get(const struct response *r, const char *name);
/*
 * Last step: Content-Length, ETag against If-None-Match, Last-Modified against If-Modified-Since
 * (only without If-None-Match; RFC 9110 13.2.2) -> 304, HEAD.
 */
void response_finish(struct response *r, const struct request *req);
/* "Not Found" for 404 …; a literal. */
const char *response_reason(int status);

#endif
