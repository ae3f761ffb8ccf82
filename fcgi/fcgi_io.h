/*
 * FastCGI <-> struct request/response (libfcgi: only in fcgi_io.c).
 *
 * libfcgi bounds nothing and waits for ever (decision 5). What stands around it:
 * the listening socket does not block, so that fcgi_accept returns when another
 * worker was faster; the caller polls before and keeps a heartbeat, by which the loader ends
 * a worker whose peer is silent; parameters over the limit are refused by request_parse.
 */
#ifndef ESTRADO_FCGI_IO_H
#define ESTRADO_FCGI_IO_H

#include "fcgi/http/response.h"

struct fcgi_io;

/* `listener`: a listening, non-blocking unix socket. Lives in `a`. NULL when libfcgi refuses. */
struct fcgi_io *fcgi_open(struct arena *a, int listener);
/* True when a request's parameters were read; false when there was none after all. */
bool fcgi_accept(struct fcgi_io *io);
/* "NAME=value" strings ended by NULL, until fcgi_finish. */
const char *const *fcgi_env(const struct fcgi_io *io);
/* The body, to be put into struct request; `length` is its CONTENT_LENGTH. */
struct body fcgi_body(struct fcgi_io *io, int64_t length);
/* Sends headers and body; *ret_bytes counts the body. False when the peer went away. */
bool fcgi_write(struct fcgi_io *io, const struct response *r, int64_t *ret_bytes);
/* Ends the request and closes its connection. */
void fcgi_finish(struct fcgi_io *io);

#endif
