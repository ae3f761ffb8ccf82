/*
 * libfcgi (only here).
 */
#include "fcgi/fcgi_io.h"
#include "fcgi/base/buf.h"

#include <fcgiapp.h>

#define HEADERS_BYTES (32u * 1024)

struct fcgi_io {
    FCGX_Request request;
    struct buf head;
};

struct fcgi_io *fcgi_open(struct arena *a, int listener)
{
    struct fcgi_io *io = ARENA_NEW(a, struct fcgi_io);

    buf_init(&io->head, HEADERS_BYTES);
    if (FCGX_Init() != 0 || FCGX_InitRequest(&io->request, listener, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
        return NULL;
    return io;
}

bool fcgi_accept(struct fcgi_io *io)
{
    return FCGX_Accept_r(&io->request) == 0;
}

const char *const *fcgi_env(const struct fcgi_io *io)
{
    return (const char *const *)io->request.envp;
}

static enum err read_body(void *arg, char *p, size_t n, size_t *ret_n)
{
    struct fcgi_io *io = arg;
    int got = FCGX_GetStr(p, n > INT32_MAX ? INT32_MAX : (int)n, io->request.in);

    if (got < 0 || FCGX_GetError(io->request.in) != 0)
        return ERR_INVALID;
    *ret_n = (size_t)got;
    return OK;
}

struct body fcgi_body(struct fcgi_io *io, int64_t length)
{
    return (struct body){.read = read_body, .arg = io, .length = length};
}

static void add_head(struct buf *b, const struct response *r)
{
    buf_clear(b);
    buf_addf(b, "Status: %d %s\r\n", r->status, response_reason(r->status));
    for (size_t i = 0; i < r->nheaders; i++)
        buf_addf(b, "%s: " STR_FMT "\r\n", r->headers[i].name, STR_ARG(r->headers[i].value));
    if (r->file.n > 0)
        buf_addf(b, "X-Accel-Redirect: " STR_FMT "\r\n", STR_ARG(r->file));
    buf_add(b, STR("\r\n"));
}

static bool put(struct fcgi_io *io, struct str s)
{
    return s.n == 0 ||
           (s.n <= INT32_MAX && FCGX_PutStr(s.p, (int)s.n, io->request.out) == (int)s.n);
}

static bool put_chunks(struct fcgi_io *io, const struct response *r, int64_t *bytes)
{
    struct str piece;

    for (;;) {
        if (r->chunk(r->chunk_arg, &piece) != OK)
            return false;
        if (piece.n == 0)
            return true;
        if (!put(io, piece))
            return false;
        *bytes += (int64_t)piece.n;
    }
}

bool fcgi_write(struct fcgi_io *io, const struct response *r, int64_t *ret_bytes)
{
    *ret_bytes = 0;
    add_head(&io->head, r);
    if (!put(io, buf_str(&io->head)))
        return false;
    if (r->head_only || r->file.n > 0)
        return true;
    if (r->chunk != NULL)
        return put_chunks(io, r, ret_bytes);
    *ret_bytes = (int64_t)r->body.n;
    return put(io, r->body);
}

void fcgi_finish(struct fcgi_io *io)
{
    FCGX_Finish_r(&io->request);
}
