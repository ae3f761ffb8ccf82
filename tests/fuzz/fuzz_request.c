/*
 * Any environment (variables end with a NUL byte) at the door: a checked request, or a status that
 * refuses it and enough to make an error page; then an answer to it.
 */
#include "fcgi/http/response.h"

#include <stdlib.h>

#define VARIABLES_MAX 300

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct request_limits limits = {.path_bytes = 1024,
                                             .query_bytes = 4096,
                                             .header_bytes = 8192,
                                             .params_bytes = 65536,
                                             .fields = 64,
                                             .cookies = 16,
                                             .body_bytes = 65536};

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_params(const struct params *p, size_t max)
{
    must(p->n <= max);
    for (size_t i = 0; i < p->n; i++) {
        must(str_is_utf8(p->v[i].name) && str_is_utf8(p->v[i].value));
        must(str_index(p->v[i].value, '\0') == p->v[i].value.n);
    }
}

static void check_path(struct str path)
{
    must(path.n <= limits.path_bytes && str_starts(path, STR("/")) && str_is_utf8(path));
    must(!str_has(path, STR("//")) && !str_has(path, STR("/../")) && !str_has(path, STR("/./")));
    must(!str_ends(path, STR("/..")) && !str_ends(path, STR("/.")));
    for (size_t i = 0; i < path.n; i++)
        must((unsigned char)path.p[i] >= ' ' && path.p[i] != 0x7F && path.p[i] != '\\');
}

static void check_host(struct str host)
{
    must(host.n > 0 && host.n <= 255);
    for (size_t i = 0; i < host.n; i++)
        must(str_index(STR("abcdefghijklmnopqrstuvwxyz0123456789.-:[]"), host.p[i]) < 41);
}

/* An answer with an ETag that the request may or may not know. */
static void answer(const struct request *req)
{
    struct response r = {.status = 200, .body = STR("body")};

    must(response_header(&r, "ETag", STR("\"0123\"")) == OK);
    must(response_header(&r, "Last-Modified", STR("Sun, 06 Nov 1994 08:49:37 GMT")) == OK);
    if (response_header(&r, "Location", req->path) == OK)
        must(str_index(req->path, '\n') == req->path.n &&
             str_index(req->path, '\r') == req->path.n);
    response_finish(&r, req);
    must(r.status == 200 || (r.status == 304 && r.head_only));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = {(const char *)data, size}, one;
    const char *env[VARIABLES_MAX + 1] = {NULL};
    struct request req;
    struct arena a;
    int status;

    arena_init(&a, 64u << 20);
    for (size_t n = 0; rest.n > 0 && n < VARIABLES_MAX; n++) {
        str_cut(rest, '\0', &one, &rest);
        env[n] = arena_cstr(&a, one);
    }
    status = request_parse(&a, env, &limits, 1700000000, &req);
    must(status == 0 || status == 400 || status == 413 || status == 414 || status == 431 ||
         status == 501);
    must(req.id.n == 16 && req.arena == &a && req.method_name.n > 0 && req.method_name.n <= 16);
    check_path(req.path);
    if (status == 0) {
        check_host(req.host);
        check_params(&req.query, limits.fields);
        must(req.cookies.n <= limits.cookies);
        must(req.body.length >= 0 && req.body.length <= limits.body_bytes);
        must(req.method != METHOD_UNKNOWN);
        if (req.referer_path.n > 0)
            must(req.referer_path.p[0] == '/' && !str_starts(req.referer_path, STR("//")));
    }
    answer(&req);
    arena_release(&a);
    return 0;
}
