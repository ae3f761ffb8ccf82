/*
 * Names and values: query strings, form bodies, cookies. Decoded once, here.
 */
#include "fcgi/http/request.h"

struct str params_get(const struct params *p, struct str name)
{
    for (size_t i = 0; i < p->n; i++) {
        if (str_eq(p->v[i].name, name))
            return p->v[i].value;
    }
    return (struct str){NULL, 0};
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

enum err percent_decode(struct arena *a, struct str s, bool plus_is_blank, struct str *ret_s)
{
    char *p = arena_zalloc(a, s.n + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        int high, low;

        if (s.p[i] != '%') {
            p[n++] = plus_is_blank && s.p[i] == '+' ? ' ' : s.p[i];
            continue;
        }
        high = i + 2 < s.n ? hex(s.p[i + 1]) : -1;
        low = i + 2 < s.n ? hex(s.p[i + 2]) : -1;
        if (high < 0 || low < 0)
            return ERR_INVALID;
        p[n++] = (char)(high * 16 + low);
        i += 2;
    }
    *ret_s = (struct str){p, n};
    return str_index(*ret_s, '\0') < n || !str_is_utf8(*ret_s) ? ERR_INVALID : OK;
}

/* How many pieces a list has: separators and one. */
static size_t pieces(struct str s, char separator)
{
    size_t n = 1;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == separator;
    return n;
}

enum err params_parse(struct arena *a, struct str s, size_t max, struct params *ret_params)
{
    size_t most = s.n == 0 ? 0 : pieces(s, '&'), n = 0;
    struct param *v;

    if (most > max)
        return ERR_TOO_BIG;
    v = ARENA_ARRAY(a, struct param, most);
    while (s.n > 0) {
        struct str piece, name, value;

        str_cut(s, '&', &piece, &s);
        if (piece.n == 0)
            continue;
        str_cut(piece, '=', &name, &value);
        if (percent_decode(a, name, true, &v[n].name) != OK ||
            percent_decode(a, value, true, &v[n].value) != OK)
            return ERR_INVALID;
        n++;
    }
    *ret_params = (struct params){v, n};
    return OK;
}

/* RFC 6265 4.1.1, cookie-octet: visible ASCII without DQUOTE, comma, semicolon and backslash. */
static bool is_cookie_text(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (c <= ' ' || c >= 0x7F || c == '"' || c == ',' || c == ';' || c == '\\')
            return false;
    }
    return true;
}

enum err cookies_parse(struct arena *a, struct str s, size_t max, struct params *ret_cookies)
{
    size_t most = s.n == 0 ? 0 : pieces(s, ';'), n = 0;
    struct param *v;

    if (most > max)
        most =
            max; /* others may have set them for the whole domain: no reason to refuse a reader */
    v = ARENA_ARRAY(a, struct param, most);
    while (s.n > 0 && n < most) {
        struct str piece, name, value;

        str_cut(s, ';', &piece, &s);
        piece = str_trim(piece);
        if (!str_cut(piece, '=', &name, &value) || name.n == 0 || !is_cookie_text(name) ||
            !is_cookie_text(value))
            continue;
        v[n++] = (struct param){name, value};
    }
    *ret_cookies = (struct params){v, n};
    return OK;
}
