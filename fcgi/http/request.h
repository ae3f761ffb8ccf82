/*
 * A request that has been checked once, at the door: path decoded once, valid
 * UTF-8, without NUL, "//", "." or ".." parts; every list and size below its
 * limit. Everything lives in `arena`.
 */
#ifndef ESTRADO_HTTP_REQUEST_H
#define ESTRADO_HTTP_REQUEST_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

enum method {
    METHOD_GET,
    METHOD_HEAD,
    METHOD_POST,
    METHOD_PUT,
    METHOD_DELETE,
    METHOD_PATCH,
    METHOD_OPTIONS,
    METHOD_UNKNOWN
};

struct param {
    struct str name, value;
};
struct params {
    const struct param *v;
    size_t n;
};

/* A body as it comes: fills at most n bytes of p; 0 at the end; ERR_INVALID when it ended early. */
struct body {
    enum err (*read)(void *arg, char *p, size_t n, size_t *ret_n);
    void *arg;
    int64_t length; /* CONTENT_LENGTH; 0 without a body */
};

enum encoding { ENCODING_PLAIN, ENCODING_GZIP, ENCODING_BROTLI };

struct request {
    struct arena *arena;
    enum method method;
    struct str method_name; /* as sent, at most 16 bytes, letters only; for Allow and the log */
    struct str host;        /* lower case, without port */
    struct str path;        /* decoded, begins with '/' */
    struct str raw_query;
    struct params query, cookies;
    struct body body;
    struct str content_type;
    struct str if_none_match, if_modified_since, accept_language, referer_path;
    enum encoding encoding; /* the best that the client takes (RFC 9110 12.5.3) */
    struct str id; /* 16 hex digits: for the log and error pages; nginx's when it is well-formed */
    /* Sent by a page of another site, as far as the browser tells: Sec-Fetch-Site is neither
     * "same-origin" nor "none" (https://www.w3.org/TR/fetch-metadata/), or Origin (RFC 6454 7)
     * names another host. */
    bool foreign;
    bool local; /* came through nginx's unix listener (param ESTRADO_LOCAL=1) */
    bool tls;
    int64_t now; /* seconds; read once */
};

struct request_limits {
    size_t path_bytes, query_bytes, header_bytes, params_bytes, fields, cookies;
    int64_t body_bytes;
};

/*
 * What is wrong, as the HTTP status that answers it: 0 (fine), 400, 413, 414, 431 or 501
 * (method unknown). ret_req is filled as far as it could be (arena, id, method, now always), so
 * that an error page can be made. env: "NAME=value" strings ended by NULL, as FastCGI hands them
 * over.
 */
NODISCARD int request_parse(struct arena *a, const char *const *env,
                            const struct request_limits *lim, int64_t now, struct request *ret_req);
/* First parameter of that name, or the empty str. */
struct str params_get(const struct params *p, struct str name);
/* application/x-www-form-urlencoded (WHATWG URL 5.1): '+' is a blank; ERR_INVALID for broken
 * percent, NUL or bad UTF-8, ERR_TOO_BIG above max fields. */
NODISCARD enum err params_parse(struct arena *a, struct str s, size_t max,
                                struct params *ret_params);
/* %XX once, '+' as a blank where the grammar says so. ERR_INVALID for a broken %, NUL or bad UTF-8.
 */
NODISCARD enum err percent_decode(struct arena *a, struct str s, bool plus_is_blank,
                                  struct str *ret_s);
/* The Cookie header (RFC 6265 4.2.1); malformed pairs are left out, and those above max. */
NODISCARD enum err cookies_parse(struct arena *a, struct str s, size_t max,
                                 struct params *ret_cookies);

#endif
