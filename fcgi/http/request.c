/*
 * The door: every request is checked here once, in the order in which a wrong
 * one is cheapest to refuse. Nothing behind this file decodes or counts again.
 */
#include "fcgi/http/request.h"
#include "fcgi/base/secret.h"
#include "fcgi/http/accept.h"

#include <stddef.h>

#define HOST_MAX   253 /* RFC 1035 2.3.4 */
#define METHOD_MAX 16
#define ID_DIGITS  16

/* What the environment says, still raw; p == NULL: it did not say. */
struct raw {
    struct str method, uri, host, cookie, length, type, id, accept_encoding, accept_language;
    struct str if_none_match, if_modified_since, referer, local, https;
    struct str origin, fetch_site;
    size_t bytes, longest_header;
    bool contradicts; /* one name with two values */
};

/* The address and the query are in REQUEST_URI; the query has its own limit there. */
static const struct {
    struct str name;
    size_t offset;
} slots[] = {
    {STR_INIT("REQUEST_METHOD"), offsetof(struct raw, method)},
    {STR_INIT("REQUEST_URI"), offsetof(struct raw, uri)},
    {STR_INIT("HTTP_HOST"), offsetof(struct raw, host)},
    {STR_INIT("HTTP_COOKIE"), offsetof(struct raw, cookie)},
    {STR_INIT("CONTENT_LENGTH"), offsetof(struct raw, length)},
    {STR_INIT("CONTENT_TYPE"), offsetof(struct raw, type)},
    {STR_INIT("REQUEST_ID"), offsetof(struct raw, id)},
    {STR_INIT("HTTP_ACCEPT_ENCODING"), offsetof(struct raw, accept_encoding)},
    {STR_INIT("HTTP_ACCEPT_LANGUAGE"), offsetof(struct raw, accept_language)},
    {STR_INIT("HTTP_IF_NONE_MATCH"), offsetof(struct raw, if_none_match)},
    {STR_INIT("HTTP_IF_MODIFIED_SINCE"), offsetof(struct raw, if_modified_since)},
    {STR_INIT("HTTP_REFERER"), offsetof(struct raw, referer)},
    {STR_INIT("HTTP_ORIGIN"), offsetof(struct raw, origin)},
    {STR_INIT("HTTP_SEC_FETCH_SITE"), offsetof(struct raw, fetch_site)},
    {STR_INIT("ESTRADO_LOCAL"), offsetof(struct raw, local)},
    {STR_INIT("HTTPS"), offsetof(struct raw, https)},
};

/* The same value twice is one value; two values leave nobody to believe. */
static void keep(struct raw *raw, struct str name, struct str value)
{
    for (size_t i = 0; i < ARRAY_LEN(slots); i++) {
        struct str *slot = (struct str *)(void *)((char *)raw + slots[i].offset);

        if (!str_eq(slots[i].name, name))
            continue;
        raw->contradicts = raw->contradicts || (slot->p != NULL && !str_eq(*slot, value));
        if (slot->p == NULL)
            *slot = value;
        return;
    }
}

static struct raw read_env(const char *const *env)
{
    struct raw raw = {0};

    for (; *env != NULL; env++) {
        struct str pair = str_from(*env), name, value;

        raw.bytes += pair.n;
        if (!str_cut(pair, '=', &name, &value))
            continue;
        if (str_starts(name, STR("HTTP_")) && value.n > raw.longest_header)
            raw.longest_header = value.n;
        keep(&raw, name, value);
    }
    return raw;
}

/* RFC 9110 9.1: the methods that we know of; any other token is 501. */
static enum method method_of(struct str s)
{
    static const struct {
        struct str name;
        enum method method;
    } known[] = {
        {STR_INIT("GET"), METHOD_GET},         {STR_INIT("HEAD"), METHOD_HEAD},
        {STR_INIT("POST"), METHOD_POST},       {STR_INIT("PUT"), METHOD_PUT},
        {STR_INIT("DELETE"), METHOD_DELETE},   {STR_INIT("PATCH"), METHOD_PATCH},
        {STR_INIT("OPTIONS"), METHOD_OPTIONS},
    };

    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        if (str_eq(known[i].name, s))
            return known[i].method;
    }
    return METHOD_UNKNOWN;
}

static struct str shown_method(struct arena *a, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (i == METHOD_MAX || s.p[i] < 'A' || s.p[i] > 'Z')
            return STR("?");
    }
    return s.n == 0 ? STR("?") : arena_str(a, s);
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* nginx's $request_id has 32 digits; half of them are enough to find a log line by. */
static struct str id_of(struct arena *a, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (!is_hex(s.p[i]))
            return random_hex(a, ID_DIGITS / 2);
    }
    return s.n >= ID_DIGITS && s.n <= 2 * ID_DIGITS ? arena_str(a, str_sub(s, 0, ID_DIGITS))
                                                    : random_hex(a, ID_DIGITS / 2);
}

/* A name or an IPv4 address: [a-z0-9.-]; or an IPv6 address in brackets. */
static bool is_host(struct str s)
{
    bool six = s.n > 2 && s.p[0] == '[' && s.p[s.n - 1] == ']';

    if (six)
        s = str_sub(s, 1, s.n - 1);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool name = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';

        if (six ? !is_hex(c) && c != ':' && c != '.' : !name)
            return false;
    }
    return s.n > 0 && s.n <= HOST_MAX;
}

/* Lower case, without port (RFC 9110 4.2.3, 7.2). */
static bool host_of(struct arena *a, struct str s, struct str *ret_host)
{
    char *p = arena_zalloc(a, s.n + 1, 1);
    struct str host = {p, s.n}, port;
    size_t end;

    for (size_t i = 0; i < s.n; i++)
        p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 'a' - 'A') : s.p[i];
    end = s.n > 0 && p[0] == '[' ? str_index(host, ']') + 1 : str_index(host, ':');
    if (end > s.n)
        return false;
    port = str_sub(host, end, s.n);
    host.n = end;
    for (size_t i = 0; i < port.n; i++) {
        if (i == 0 ? port.p[i] != ':' : (port.p[i] < '0' || port.p[i] > '9'))
            return false;
    }
    *ret_host = host;
    return is_host(host);
}

/* C0, DEL and C1: nothing that a terminal or a log line could take for a command. */
static bool has_control(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t c = str_codepoint(s, &i);

        if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            return true;
    }
    return false;
}

/* No empty, "." or ".." part, no control character, no backslash. One slash behind is left to the
 * routes. */
static bool path_is_clean(struct str path)
{
    struct str rest, part;

    if (!str_starts(path, STR("/")) || has_control(path) || str_index(path, '\\') < path.n)
        return false;
    rest = str_sub(path, 1, path.n);
    while (rest.n > 0) {
        str_cut(rest, '/', &part, &rest);
        if (part.n == 0 || str_eq(part, STR(".")) || str_eq(part, STR("..")))
            return false;
    }
    return true;
}

/* Target: path and query, each within its limit, the path decoded once. */
static int read_target(struct arena *a, const struct raw *raw, const struct request_limits *lim,
                       struct request *req)
{
    struct str encoded, query, path;

    str_cut(raw->uri, '?', &encoded, &query);
    if (encoded.n > lim->path_bytes || query.n > lim->query_bytes)
        return 414;
    if (percent_decode(a, encoded, false, &path) != OK || !path_is_clean(path))
        return 400;
    req->path = path;
    req->raw_query = query;
    return params_parse(a, query, lim->fields, &req->query) == OK ? 0 : 400;
}

/* RFC 9110 8.6: digits alone. */
static int read_body_length(const struct raw *raw, const struct request_limits *lim,
                            struct request *req)
{
    int64_t n = 0;

    if (raw->length.n > 0 &&
        (raw->length.p[0] == '-' || str_to_int(raw->length, 0, INT64_MAX, &n) != OK))
        return 400;
    req->body.length = n;
    return n > lim->body_bytes ? 413 : 0;
}

/* The path of a Referer of ours; anything else is left out. */
static struct str referer_path(struct arena *a, struct str referer, struct str our_host)
{
    struct str path, authority, host, behind;
    size_t at = str_find(referer, STR("://"));

    if (at == referer.n)
        return (struct str){NULL, 0};
    path = str_sub(referer, at + 3, referer.n);
    at = str_index(path, '/');
    authority = str_sub(path, 0, at);
    str_cut(str_sub(path, at, path.n), '?', &path, &behind);
    str_cut(path, '#', &path, &behind);
    if (!host_of(a, authority, &host) || !str_eq(host, our_host) || !path_is_clean(path))
        return (struct str){NULL, 0};
    return path;
}

/* The port is nginx's business: here nobody knows which one the visitor's address has. */
static bool is_our_origin(struct arena *a, struct str origin, struct str our_host)
{
    size_t at = str_find(origin, STR("://"));
    struct str host;

    return at < origin.n && host_of(a, str_sub(origin, at + 3, origin.n), &host) &&
           str_eq(host, our_host);
}

/* An Origin of "null" tells nothing; the browser's own word beside it decides then. */
static bool is_foreign(struct arena *a, const struct raw *raw, struct str our_host)
{
    bool same = str_eq(raw->fetch_site, STR("same-origin"));

    if (raw->fetch_site.n > 0 && !same && !str_eq(raw->fetch_site, STR("none")))
        return true;
    if (raw->origin.n == 0 || (same && str_eq(raw->origin, STR("null"))))
        return false;
    return !is_our_origin(a, raw->origin, our_host);
}

static int read_headers(struct arena *a, const struct raw *raw, const struct request_limits *lim,
                        struct request *req)
{
    struct str host;

    if (!host_of(a, raw->host, &host) ||
        cookies_parse(a, raw->cookie, lim->cookies, &req->cookies) != OK)
        return 400;
    req->host = host;
    req->content_type = raw->type;
    req->if_none_match = raw->if_none_match;
    req->if_modified_since = raw->if_modified_since;
    req->accept_language = raw->accept_language;
    req->foreign = is_foreign(a, raw, host);
    req->referer_path = referer_path(a, raw->referer, host);
    return 0;
}

int request_parse(struct arena *a, const char *const *env, const struct request_limits *lim,
                  int64_t now, struct request *ret_req)
{
    struct raw raw = read_env(env);
    struct request *req = ret_req;
    int refused;

    *req = (struct request){.arena = a, .now = now, .path = STR("/")};
    req->id = id_of(a, raw.id);
    req->method = method_of(raw.method);
    req->method_name = shown_method(a, raw.method);
    req->local = str_eq(raw.local, STR("1"));
    req->tls = str_eq(raw.https, STR("on"));
    req->encoding = accept_encoding(raw.accept_encoding);
    if (raw.bytes > lim->params_bytes || raw.longest_header > lim->header_bytes)
        return 431;
    if (raw.contradicts)
        return 400;
    refused = read_target(a, &raw, lim, req);
    if (refused == 0 && req->method == METHOD_UNKNOWN)
        refused = 501;
    if (refused == 0)
        refused = read_headers(a, &raw, lim, req);
    if (refused == 0)
        refused = read_body_length(&raw, lim, req);
    return refused;
}
