/*
 * Numbers, and those names that a Spanish text may hold.
 */
#include "content/entity.h"

#define REFERENCE_MAX 12 /* bytes between '&' and ';' */

/* HTML Living Standard 13.5, by name. */
static const struct {
    struct str name;
    uint32_t c;
} known[] = {{STR_INIT("amp"), '&'},      {STR_INIT("lt"), '<'},        {STR_INIT("gt"), '>'},
             {STR_INIT("quot"), '"'},     {STR_INIT("apos"), '\''},     {STR_INIT("nbsp"), 0xA0},
             {STR_INIT("iexcl"), 0xA1},   {STR_INIT("sect"), 0xA7},     {STR_INIT("copy"), 0xA9},
             {STR_INIT("ordf"), 0xAA},    {STR_INIT("laquo"), 0xAB},    {STR_INIT("shy"), 0xAD},
             {STR_INIT("reg"), 0xAE},     {STR_INIT("deg"), 0xB0},      {STR_INIT("middot"), 0xB7},
             {STR_INIT("ordm"), 0xBA},    {STR_INIT("raquo"), 0xBB},    {STR_INIT("frac14"), 0xBC},
             {STR_INIT("frac12"), 0xBD},  {STR_INIT("frac34"), 0xBE},   {STR_INIT("iquest"), 0xBF},
             {STR_INIT("Aacute"), 0xC1},  {STR_INIT("Eacute"), 0xC9},   {STR_INIT("Iacute"), 0xCD},
             {STR_INIT("Ntilde"), 0xD1},  {STR_INIT("Oacute"), 0xD3},   {STR_INIT("times"), 0xD7},
             {STR_INIT("Uacute"), 0xDA},  {STR_INIT("Uuml"), 0xDC},     {STR_INIT("aacute"), 0xE1},
             {STR_INIT("eacute"), 0xE9},  {STR_INIT("iacute"), 0xED},   {STR_INIT("ntilde"), 0xF1},
             {STR_INIT("oacute"), 0xF3},  {STR_INIT("uacute"), 0xFA},   {STR_INIT("uuml"), 0xFC},
             {STR_INIT("ndash"), 0x2013}, {STR_INIT("mdash"), 0x2014},  {STR_INIT("lsquo"), 0x2018},
             {STR_INIT("rsquo"), 0x2019}, {STR_INIT("ldquo"), 0x201C},  {STR_INIT("rdquo"), 0x201D},
             {STR_INIT("bull"), 0x2022},  {STR_INIT("hellip"), 0x2026}, {STR_INIT("euro"), 0x20AC},
             {STR_INIT("trade"), 0x2122}, {STR_INIT("larr"), 0x2190},   {STR_INIT("rarr"), 0x2192}};

/* RFC 3629. At most four bytes: never longer than the reference that it replaces. */
static size_t utf8(char *p, uint32_t c)
{
    if (c < 0x80) {
        p[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        p[0] = (char)(0xC0 | c >> 6);
        p[1] = (char)(0x80 | (c & 63));
        return 2;
    }
    if (c < 0x10000) {
        p[0] = (char)(0xE0 | c >> 12);
        p[1] = (char)(0x80 | (c >> 6 & 63));
        p[2] = (char)(0x80 | (c & 63));
        return 3;
    }
    p[0] = (char)(0xF0 | c >> 18);
    p[1] = (char)(0x80 | (c >> 12 & 63));
    p[2] = (char)(0x80 | (c >> 6 & 63));
    p[3] = (char)(0x80 | (c & 63));
    return 4;
}

static uint32_t digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return (uint32_t)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (uint32_t)(c - 'a' + 10);
    return c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10) : 99;
}

/* Neither controls, surrogates nor noncharacters; nor what the marks of prepare.h are made of. */
static bool is_allowed(uint32_t c)
{
    return c >= ' ' && !(c >= 0x7F && c < 0xA0) && !(c >= 0xD800 && c <= 0xDFFF) &&
           !(c >= 0xFDD0 && c <= 0xFDEF) && (c & 0xFFFE) != 0xFFFE && c <= 0x10FFFF &&
           !(c >= 0xE000 && c <= 0xE004);
}

/* "#109" or "#x6d". 0: no character that text may hold. */
static uint32_t numeric(struct str s)
{
    uint32_t v = 0, base = s.n > 1 && (s.p[1] == 'x' || s.p[1] == 'X') ? 16 : 10;

    for (size_t i = base == 16 ? 2 : 1; i < s.n; i++) {
        uint32_t digit = digit_value(s.p[i]);

        if (digit >= base || v > 0x10FFFF)
            return 0;
        v = v * base + digit;
    }
    return is_allowed(v) ? v : 0;
}

static uint32_t reference(struct str name)
{
    if (name.n > 1 && name.p[0] == '#')
        return numeric(name);
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        if (str_eq(known[i].name, name))
            return known[i].c;
    }
    return 0;
}

struct str entity_decode(struct arena *a, struct str s)
{
    char *out;
    size_t n = 0;

    if (str_index(s, '&') == s.n)
        return s;
    out = arena_zalloc(a, s.n + 1, 1);
    for (size_t i = 0; i < s.n; i++) {
        struct str rest = str_sub(s, i + 1, i + 2 + REFERENCE_MAX);
        size_t end = str_index(rest, ';');
        uint32_t c = s.p[i] == '&' && end < rest.n ? reference(str_sub(rest, 0, end)) : 0;

        if (c == 0) {
            out[n++] = s.p[i];
            continue;
        }
        n += utf8(out + n, c);
        i += end + 1;
    }
    return (struct str){out, n};
}
