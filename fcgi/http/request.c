/*
 * The door: every request is checked here once, in the order in which a wrong
 * one is cheapest to refuse. Nothing behind this file decodes or counts again.
 */
#include "fcgi/http/request.h"
#include "fcgi/base/secret.h"

/* What the environment says, still raw. First of a name wins, as nginx sends each once. */
struct raw {
    struct str method, uri, query, host, cookie, length, type, id, accept_encoding, accept_language;
    struct str if_none_match, if_modified_since, referer, local, https;
    size_t bytes;
    bool length_twice;
};

static void keep(struct str *slot, struct str value)
{
    if (slot->p == NULL)
        *slot = value;
}

static void sort_out(struct raw *raw, struct str name, struct str value)
{
    const struct {
        struct str name;
        struct str *slot;
    } slots[] = {
        {STR("REQUEST_METHOD"), &raw->method},
        {STR("REQUEST_URI"), &raw->uri},
        {STR("QUERY_STRING"), &raw->query},
        {STR("HTTP_HOST"), &raw->host},
        {STR("HTTP_COOKIE"), &raw->cookie},
        {STR("CONTENT_LENGTH"), &raw->length},
        {STR("CONTENT_TYPE"), &raw->type},
        {STR("REQUEST_ID"), &raw->id},
        {STR("HTTP_ACCEPT_ENCODING"), &raw->accept_encoding},
        {STR("HTTP_ACCEPT_LANGUAGE"), &raw->accept_language},
        {STR("HTTP_IF_NONE_MATCH"), &raw->if_none_match},
        {STR("HTTP_IF_MODIFIED_SINCE"), &raw->if_modified_since},
        {STR("HTTP_REFERER"), &raw->referer},
        {STR("ESTRADO_LOCAL"), &raw->local},
        {STR("HTTPS"), &raw->https},
    };

    for (size_t i = 0; i < ARRAY_LEN(slots); i++) {
        if (!str_eq(slots[i].name, name))
            continue;
        if (slots[i].slot == &raw->length && raw->length.p != NULL && !str_eq(raw->length, value))
            raw->length_twice = true;
        keep(slots[i].slot, value);
        return;
    }
}

static struct raw read_env(const char *const *env)
{
    struct raw raw = {0};

    for (; *env != NULL; env++) {
        struct str pair = str_from(*env), name, value;

        raw.bytes += pair.n;
        if (str_cut(pair, '=', &name, &value))
            sort_out(&raw, name, value);
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

static struct str shown_method(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (i == 16 || s.p[i] < 'A' || s.p[i] > 'Z')
            return STR("?");
    }
    return s;
}

static bool is_hex_id(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
            return false;
    }
    return s.n >= 16 && s.n <= 32;
}

/* nginx's $request_id has 32 digits; half of them are enough to find a log line by. */
static struct str id_of(struct arena *a, struct str s)
{
    return is_hex_id(s) ? arena_str(a, str_sub(s, 0, 16)) : random_hex(a, 8);
}

/* Lower case, without port. False for anything but a name, an IPv4 address or [IPv6]. */
static bool host_of(struct arena *a, struct str s, struct str *ret_host)
{
    struct str copy = arena_str(a, s);
    char *p = arena_zalloc(a, s.n + 1, 1);
    size_t end = s.n;

    if (s.n > 253)
        return false;
    for (size_t i = 0; i < s.n; i++)
        p[i] = copy.p[i] >= 'A' && copy.p[i] <= 'Z' ? (char)(copy.p[i] + 32) : copy.p[i];
    if (s.n > 0 && p[0] == '[')
        end = str_index((struct str){p, s.n}, ']') + 1;
    else
        end = str_index((struct str){p, s.n}, ':');
    if (end > s.n)
        return false;
    for (size_t i = end; i < s.n; i++) {
        if (i == end ? p[i] != ':' : (p[i] < '0' || p[i] > '9'))
            return false;
    }
    for (size_t i = 0; i < end; i++) {
        bool plain = (p[i] >= 'a' && p[i] <= 'z') || (p[i] >= '0' && p[i] <= '9') || p[i] == '.' ||
                     p[i] == '-';
        bool six = p[0] == '[' && (p[i] == '[' || p[i] == ']' || p[i] == ':');

        if (!plain && !six)
            return false;
    }
    *ret_host = (struct str){p, end};
    return true;
}

/* No empty, "." or ".." part, no control character, no backslash. One slash behind is left to the
 * routes. */
static bool path_is_clean(struct str path)
{
    struct str rest = path, part;

    if (!str_starts(path, STR("/")))
        return false;
    for (size_t i = 0; i < path.n; i++) {
        if ((unsigned char)path.p[i] < ' ' || path.p[i] == 0x7F || path.p[i] == '\\')
            return false;
    }
    rest = str_sub(path, 1, path.n);
    while (rest.n > 0) {
        str_cut(rest, '/', &part, &rest);
        if (part.n == 0 || str_eq(part, STR(".")) || str_eq(part, STR("..")))
            return false;
    }
    return true;
}

/* The weight of one coding of Accept-Encoding in thousandths; RFC 9110 12.4.2. -1: malformed. */
static int weight_of(struct str params)
{
    struct str name, value, whole, part;
    int64_t w = 0, fraction = 0;

    params = str_trim(params);
    if (params.n == 0)
        return 1000;
    if (!str_cut(params, '=', &name, &value) || !str_eq_nocase(str_trim(name), STR("q")))
        return -1;
    str_cut(str_trim(value), '.', &whole, &part);
    if (str_to_int(whole, 0, 1, &w) != OK || part.n > 3 ||
        (part.n > 0 && str_to_int(part, 0, 999, &fraction) != OK))
        return -1;
    for (size_t i = part.n; i < 3; i++)
        fraction *= 10;
    w = w * 1000 + fraction;
    return w > 1000 ? -1 : (int)w;
}

static enum encoding encoding_of(struct str s)
{
    int gzip = 0, brotli = 0;

    while (s.n > 0) {
        struct str item, name, params;
        int w;

        str_cut(s, ',', &item, &s);
        str_cut(item, ';', &name, &params);
        name = str_trim(name);
        w = weight_of(params);
        if (str_eq_nocase(name, STR("gzip")) || str_eq_nocase(name, STR("x-gzip")))
            gzip = w;
        else if (str_eq_nocase(name, STR("br")))
            brotli = w;
    }
    if (brotli > 0 && brotli >= gzip)
        return ENCODING_BROTLI;
    return gzip > 0 ? ENCODING_GZIP : ENCODING_PLAIN;
}

/* Target: path and query, each within its limit, the path decoded once. */
static int read_target(struct arena *a, const struct raw *raw, const struct request_limits *lim,
                       struct request *req)
{
    struct str path, query;
    enum err e;

    str_cut(raw->uri, '?', &path, &query);
    if (path.n > lim->path_bytes || query.n > lim->query_bytes)
        return 414;
    if (percent_decode(a, path, false, &req->path) != OK || !path_is_clean(req->path)) {
        req->path = STR("/");
        return 400;
    }
    req->raw_query = query;
    e = params_parse(a, query, lim->fields, &req->query);
    return e == OK ? 0 : 400;
}

static int read_body_length(const struct raw *raw, const struct request_limits *lim,
                            struct request *req)
{
    int64_t n = 0;

    if (raw->length_twice || (raw->length.n > 0 && str_to_int(raw->length, 0, INT64_MAX, &n) != OK))
        return 400;
    req->body.length = n;
    return n > lim->body_bytes ? 413 : 0;
}

/* The path of a Referer of ours; anything else is left out. */
static struct str referer_path(const struct raw *raw)
{
    struct str rest = raw->referer, host, path;
    size_t at = str_find(rest, STR("://"));

    if (at == rest.n)
        return (struct str){NULL, 0};
    rest = str_sub(rest, at + 3, rest.n);
    at = str_index(rest, '/');
    host = str_sub(rest, 0, at);
    path = str_sub(rest, at, rest.n);
    str_cut(path, '?', &path, &rest);
    str_cut(path, '#', &path, &rest);
    return str_eq_nocase(host, raw->host) && path_is_clean(path) ? path : (struct str){NULL, 0};
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
    req->method_name = arena_str(a, shown_method(raw.method)); /* the log line outlives the environment */
    req->local = str_eq(raw.local, STR("1"));
    req->tls = str_eq(raw.https, STR("on"));
    if (raw.bytes > lim->params_bytes || raw.cookie.n > lim->header_bytes ||
        raw.accept_encoding.n > lim->header_bytes)
        return 431;
    refused = read_target(a, &raw, lim, req);
    if (refused != 0)
        return refused;
    if (req->method == METHOD_UNKNOWN)
        return 501;
    if (!host_of(a, raw.host, &req->host) ||
        cookies_parse(a, raw.cookie, lim->cookies, &req->cookies) != OK)
        return 400;
    req->content_type = raw.type;
    req->if_none_match = raw.if_none_match;
    req->if_modified_since = raw.if_modified_since;
    req->accept_language = raw.accept_language;
    req->encoding = encoding_of(raw.accept_encoding);
    req->referer_path = referer_path(&raw);
    return read_body_length(&raw, lim, req);
}
