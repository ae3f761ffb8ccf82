/*
 * libfcgi (only here).
 *
 * It reads requests. Answers that are bytes are written by ourselves, all records in one
 * write: libfcgi's own stream sends a page in pieces of 8 KiB, and a worker that was killed between
 * two of them cost a page, since nginx cannot ask another worker once the first piece is out.
 */
#include "fcgi/fcgi_io.h"
#include "fcgi/base/buf.h"

#include <errno.h>
#include <fastcgi.h>
#include <fcgiapp.h>
#include <unistd.h>

#define HEADERS_BYTES (32u * 1024)

#define RECORD_MAX                                                                                \
    65528u /* content of one record: below 65,536 and a multiple of 8, so that none needs padding \
              but the last */
#define WIRE_MAX ((size_t)64 << 20)

struct fcgi_io {
    FCGX_Request request;
    struct buf head, wire;
    bool written; /* whole and by ourselves: libfcgi has nothing left to say */
};

struct fcgi_io *fcgi_open(struct arena *a, int listener)
{
    struct fcgi_io *io = ARENA_NEW(a, struct fcgi_io);

    buf_init(&io->head, HEADERS_BYTES);
    buf_init(&io->wire, WIRE_MAX);
    if (FCGX_Init() != 0 || FCGX_InitRequest(&io->request, listener, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
        return NULL;
    return io;
}

bool fcgi_accept(struct fcgi_io *io)
{
    io->written = false;
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

/* FastCGI 1.0, 3.3. */
static void add_record(struct fcgi_io *io, int type, struct str content)
{
    unsigned id = (unsigned)io->request.requestId;
    char head[FCGI_HEADER_LEN] = {FCGI_VERSION_1,
                                  (char)type,
                                  (char)(id >> 8),
                                  (char)id,
                                  (char)(content.n >> 8),
                                  (char)content.n,
                                  0,
                                  0};

    buf_add(&io->wire, (struct str){head, sizeof(head)});
    buf_add(&io->wire, content);
}

static void add_stdout(struct fcgi_io *io, struct str s)
{
    while (s.n > 0) {
        add_record(io, FCGI_STDOUT, str_sub(s, 0, RECORD_MAX));
        s = str_sub(s, RECORD_MAX, s.n);
    }
}

static bool send_wire(const struct fcgi_io *io)
{
    struct str s = buf_str(&io->wire);

    while (s.n > 0) {
        /* The connection's descriptor: the one member of libfcgi's that is not for the public, as
         * it stands in Debian 12's 2.4.2. */
        ssize_t n = write(io->request.ipcFd, s.p, s.n);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        s = str_sub(s, (size_t)n, s.n);
    }
    return true;
}

/* Head, body, end of the stream and end of the request (FastCGI 1.0, 5.5), in one write. */
static bool write_whole(struct fcgi_io *io, struct str body)
{
    static const char complete[8] = {0};

    buf_clear(&io->wire);
    add_stdout(io, buf_str(&io->head));
    add_stdout(io, body);
    add_record(io, FCGI_STDOUT, (struct str){NULL, 0});
    add_record(io, FCGI_END_REQUEST, (struct str){complete, sizeof(complete)});
    if (io->wire.failed)
        return false;
    io->written = true;
    return send_wire(io);
}

bool fcgi_write(struct fcgi_io *io, const struct response *r, int64_t *ret_bytes)
{
    bool has_body = !r->head_only && r->file.n == 0;

    *ret_bytes = 0;
    add_head(&io->head, r);
    if (has_body && r->chunk != NULL)
        return put(io, buf_str(&io->head)) && put_chunks(io, r, ret_bytes);
    if (has_body)
        *ret_bytes = (int64_t)r->body.n;
    return write_whole(io, has_body ? r->body : (struct str){NULL, 0});
}

void fcgi_finish(struct fcgi_io *io)
{
    if (io->written)
        FCGX_Free(&io->request, 1); /* and hangs up */
    else
        FCGX_Finish_r(&io->request);
}
