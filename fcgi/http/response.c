/*
 * Headers, validators, HEAD.
 */
#include "fcgi/http/response.h"
#include "fcgi/base/clock.h"

#include <string.h>

enum err response_header(struct response *r, const char *name, struct str value)
{
    size_t i = 0;

    for (size_t k = 0; k < value.n; k++) {
        if (value.p[k] == '\r' || value.p[k] == '\n' || value.p[k] == '\0')
            return ERR_INVALID;
    }
    while (i < r->nheaders && strcmp(r->headers[i].name, name) != 0)
        i++;
    if (i == HEADERS_MAX)
        return ERR_TOO_BIG;
    r->headers[i] = (struct header){name, value};
    if (i == r->nheaders)
        r->nheaders++;
    return OK;
}

struct str response_get(const struct response *r, const char *name)
{
    for (size_t i = 0; i < r->nheaders; i++) {
        if (strcmp(r->headers[i].name, name) == 0)
            return r->headers[i].value;
    }
    return (struct str){NULL, 0};
}

static struct str opaque(struct str etag)
{
    etag = str_trim(etag);
    return str_starts(etag, STR("W/")) ? str_sub(etag, 2, etag.n) : etag;
}

/* RFC 9110 13.1.2: weak comparison against each of the list, or "*". */
static bool none_match_hits(struct str list, struct str etag)
{
    struct str one;

    if (str_eq(str_trim(list), STR("*")))
        return true;
    while (list.n > 0) {
        str_cut(list, ',', &one, &list);
        if (str_eq(opaque(one), opaque(etag)))
            return true;
    }
    return false;
}

/* RFC 9110 13.2.2: the date counts only when no ETag was sent. */
static bool is_unchanged(const struct response *r, const struct request *req)
{
    struct str etag = response_get(r, "ETag"), modified = response_get(r, "Last-Modified");
    int64_t theirs, ours;

    if (r->status != 200 || (req->method != METHOD_GET && req->method != METHOD_HEAD))
        return false;
    if (req->if_none_match.n > 0)
        return etag.n > 0 && none_match_hits(req->if_none_match, etag);
    return req->if_modified_since.n > 0 &&
           clock_parse_http_date(req->if_modified_since, &theirs) == OK &&
           clock_parse_http_date(modified, &ours) == OK && ours <= theirs;
}

static void drop(struct response *r, const char *name)
{
    for (size_t i = 0; i < r->nheaders; i++) {
        if (strcmp(r->headers[i].name, name) != 0)
            continue;
        r->headers[i] = r->headers[--r->nheaders];
        return;
    }
}

void response_finish(struct response *r, const struct request *req)
{
    if (is_unchanged(r, req)) {
        /* RFC 9110 15.4.5: the validators stay, what describes a body goes. */
        r->status = 304;
        r->head_only = true;
        r->file = (struct str){NULL, 0};
        drop(r, "Content-Type");
        drop(r, "Content-Encoding");
        drop(r, "Content-Disposition");
        return;
    }
    if (r->chunk == NULL && r->file.n == 0) {
        enum err e = response_header(r, "Content-Length", arena_fmt(req->arena, "%zu", r->body.n));

        (void)e; /* digits */
    }
    r->head_only = req->method == METHOD_HEAD;
}

const char *response_reason(int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {{200, "OK"},
                   {301, "Moved Permanently"},
                   {303, "See Other"},
                   {304, "Not Modified"},
                   {400, "Bad Request"},
                   {403, "Forbidden"},
                   {404, "Not Found"},
                   {405, "Method Not Allowed"},
                   {409, "Conflict"},
                   {410, "Gone"},
                   {413, "Content Too Large"},
                   {414, "URI Too Long"},
                   {422, "Unprocessable Content"},
                   {429, "Too Many Requests"},
                   {431, "Request Header Fields Too Large"},
                   {500, "Internal Server Error"},
                   {501, "Not Implemented"},
                   {503, "Service Unavailable"}};

    for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
        if (reasons[i].status == status)
            return reasons[i].reason;
    }
    return "Unknown";
}
