/*
 * Slices: comparing, searching, splitting, numbers, UTF-8.
 */
#include "fcgi/base/str.h"

#include <string.h>

struct str str_from(const char *c)
{
    return c == NULL ? (struct str){NULL, 0} : (struct str){c, strlen(c)};
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    }
    return true;
}

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n == 0 ? 0 : memcmp(a.p, b.p, n);

    if (c != 0)
        return c;
    return a.n < b.n ? -1 : a.n > b.n;
}

bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq((struct str){s.p, prefix.n}, prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n &&
           (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

size_t str_index(struct str s, char c)
{
    const char *p = s.n == 0 ? NULL : memchr(s.p, c, s.n);

    return p == NULL ? s.n : (size_t)(p - s.p);
}

size_t str_find(struct str s, struct str needle)
{
    const char *p;

    if (needle.n == 0)
        return 0;
    p = s.n < needle.n ? NULL : memmem(s.p, s.n, needle.p, needle.n);
    return p == NULL ? s.n : (size_t)(p - s.p);
}

bool str_has(struct str s, struct str needle)
{
    return needle.n == 0 || str_find(s, needle) < s.n;
}

struct str str_sub(struct str s, size_t from, size_t to)
{
    if (to > s.n)
        to = s.n;
    if (from > to)
        from = to;
    return from == to ? (struct str){s.p, 0} : (struct str){s.p + from, to - from};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
    while (s.n > 0 && is_blank(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n > 0 && is_blank(s.p[s.n - 1]))
        s.n--;
    return s;
}

bool str_cut(struct str s, char sep, struct str *ret_head, struct str *ret_tail)
{
    size_t i = str_index(s, sep);

    if (i == s.n) {
        *ret_head = s;
        *ret_tail = (struct str){NULL, 0};
        return false;
    }
    *ret_head = str_sub(s, 0, i);
    *ret_tail = str_sub(s, i + 1, s.n);
    return true;
}

bool str_line(struct str *rest, struct str *ret_line)
{
    struct str line;

    if (rest->n == 0)
        return false;
    str_cut(*rest, '\n', &line, rest);
    if (line.n > 0 && line.p[line.n - 1] == '\r')
        line.n--;
    *ret_line = line;
    return true;
}

enum err str_to_int(struct str s, int64_t min, int64_t max, int64_t *ret_v)
{
    bool negative = s.n > 0 && s.p[0] == '-';
    int64_t v = 0;

    if (negative)
        s = str_sub(s, 1, s.n);
    if (s.n == 0 || s.n > 19)
        return ERR_INVALID;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return ERR_INVALID;
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, s.p[i] - '0', &v))
            return ERR_INVALID;
    }
    /* Counted downwards, since INT64_MIN has no positive twin. */
    if (!negative && v == INT64_MIN)
        return ERR_INVALID;
    v = negative ? v : -v;
    if (v < min || v > max)
        return ERR_INVALID;
    *ret_v = v;
    return OK;
}

/* Bytes of the sequence that begins with this one, and the least code point that may use it; 0:
 * none. */
static int sequence(unsigned char c, uint32_t *ret_v, uint32_t *ret_least)
{
    if (c < 0x80) {
        *ret_v = c;
        *ret_least = 0;
        return 1;
    }
    if ((c & 0xE0) == 0xC0) {
        *ret_v = c & 0x1F;
        *ret_least = 0x80;
        return 2;
    }
    if ((c & 0xF0) == 0xE0) {
        *ret_v = c & 0x0F;
        *ret_least = 0x800;
        return 3;
    }
    if ((c & 0xF8) == 0xF0) {
        *ret_v = c & 0x07;
        *ret_least = 0x10000;
        return 4;
    }
    return 0;
}

/* The code point at p, of at most n bytes; 0 bytes taken when it is malformed. */
static size_t decode(const char *p, size_t n, uint32_t *ret_v)
{
    uint32_t v = 0, least = 0;
    int len = sequence((unsigned char)p[0], &v, &least);

    if (len == 0 || (size_t)len > n)
        return 0;
    for (int k = 1; k < len; k++) {
        unsigned char c = (unsigned char)p[k];

        if ((c & 0xC0) != 0x80)
            return 0;
        v = (v << 6) | (c & 0x3F);
    }
    if (v < least || v > 0x10FFFF || (v >= 0xD800 && v <= 0xDFFF))
        return 0;
    *ret_v = v;
    return (size_t)len;
}

bool str_is_utf8(struct str s)
{
    uint32_t v;

    for (size_t i = 0; i < s.n;) {
        size_t len = (unsigned char)s.p[i] < 0x80 ? 1 : decode(s.p + i, s.n - i, &v);

        if (len == 0)
            return false;
        i += len;
    }
    return true;
}

uint32_t str_codepoint(struct str s, size_t *i)
{
    uint32_t v = 0xFFFD;
    size_t len = decode(s.p + *i, s.n - *i, &v);

    *i += len == 0 ? 1 : len;
    return len == 0 ? 0xFFFD : v;
}
