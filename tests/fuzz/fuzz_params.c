/*
 * Any bytes as a query, as cookies and as an Accept-Encoding: lists within their limits,
 * valid UTF-8, never decoded twice.
 */
#include "fcgi/base/buf.h"
#include "fcgi/base/esc.h"
#include "fcgi/http/accept.h"

#include <stdlib.h>

#define FIELDS_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* What was read, written as a query again, reads the same. */
static void check_round(struct arena *a, const struct params *p)
{
    struct params again;
    struct buf b;

    buf_init(&b, 1u << 20);
    for (size_t i = 0; i < p->n; i++) {
        buf_add(&b, i > 0 ? STR("&") : STR(""));
        esc_url(&b, p->v[i].name);
        buf_addc(&b, '=');
        esc_url(&b, p->v[i].value);
    }
    must(!b.failed && params_parse(a, buf_str(&b), FIELDS_MAX, &again) == OK);
    must(again.n == p->n);
    for (size_t i = 0; i < p->n; i++)
        must(str_eq(again.v[i].name, p->v[i].name) && str_eq(again.v[i].value, p->v[i].value));
    buf_release(&b);
}

static void check_cookies(struct arena *a, struct str s)
{
    struct params cookies;

    if (cookies_parse(a, s, 16, &cookies) != OK)
        return;
    must(cookies.n <= 16);
    for (size_t i = 0; i < cookies.n; i++) {
        must(cookies.v[i].name.n > 0);
        must(str_index(cookies.v[i].value, ';') == cookies.v[i].value.n);
        must(str_index(cookies.v[i].value, '\n') == cookies.v[i].value.n);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str s = {(const char *)data, size}, decoded;
    struct params params;
    struct arena a;

    arena_init(&a, 64u << 20);
    if (params_parse(&a, s, FIELDS_MAX, &params) == OK) {
        must(params.n <= FIELDS_MAX);
        check_round(&a, &params);
    }
    if (percent_decode(&a, s, false, &decoded) == OK)
        must(decoded.n <= s.n && str_is_utf8(decoded));
    check_cookies(&a, s);
    must(accept_encoding(s) <= ENCODING_BROTLI);
    arena_release(&a);
    return 0;
}
