/*
 * Escaping, one function a context, and the rule of what may be a link.
 */
#include "fcgi/base/esc.h"

#include <string.h>

/* Copies runs of plain bytes at once; `entity` gives the replacement of one byte, or NULL. */
static void escape(struct buf *b, struct str s, const char *(*entity)(unsigned char c))
{
    size_t from = 0;

    for (size_t i = 0; i < s.n; i++) {
        const char *e = entity((unsigned char)s.p[i]);

        if (e == NULL)
            continue;
        buf_add(b, str_sub(s, from, i));
        buf_add(b, str_from(e));
        from = i + 1;
    }
    buf_add(b, str_sub(s, from, s.n));
}

static const char *html_entity(unsigned char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void esc_html(struct buf *b, struct str s)
{
    escape(b, s, html_entity);
}

/* RFC 3986 2.3. */
static bool is_unreserved(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

static void percent(struct buf *b, struct str s, char also)
{
    static const char hex[] = "0123456789ABCDEF";

    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (is_unreserved(s.p[i]) || s.p[i] == also) {
            buf_addc(b, s.p[i]);
            continue;
        }
        buf_addc(b, '%');
        buf_addc(b, hex[c >> 4]);
        buf_addc(b, hex[c & 15]);
    }
}

void esc_url(struct buf *b, struct str s)
{
    percent(b, s, '-');
}

void esc_path(struct buf *b, struct str s)
{
    percent(b, s, '/');
}

/*
 * What must not stand in a JSON string as it is: quotes and controls (RFC 8259 7), '<' for script
 * elements, C1 controls, which steer terminals, and a malformed byte, which comes as U+FFFD of one
 * byte.
 */
static bool needs_escape(uint32_t v, size_t bytes)
{
    return v < 0x20 || v == '"' || v == '\\' || v == '<' || (v >= 0x7F && v < 0xA0) ||
           (v == 0xFFFD && bytes == 1);
}

static void add_json_escape(struct buf *b, uint32_t v)
{
    switch (v) {
    case '"':
    case '\\':
        buf_addf(b, "\\%c", (char)v);
        return;
    case '\n':
        buf_add(b, STR("\\n"));
        return;
    case '\r':
        buf_add(b, STR("\\r"));
        return;
    case '\t':
        buf_add(b, STR("\\t"));
        return;
    default:
        buf_addf(b, "\\u%04x", v);
    }
}

void esc_json(struct buf *b, struct str s)
{
    size_t from = 0;

    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        uint32_t v = str_codepoint(s, &i);

        if (!needs_escape(v, i - at))
            continue;
        buf_add(b, str_sub(s, from, at));
        add_json_escape(b, v);
        from = i;
    }
    buf_add(b, str_sub(s, from, s.n));
}

void esc_logfmt(struct buf *b, struct str s)
{
    bool plain = s.n > 0;

    for (size_t i = 0; i < s.n && plain;) {
        size_t at = i;
        uint32_t v = str_codepoint(s, &i);

        plain = v != ' ' && v != '=' && !needs_escape(v, i - at);
    }
    if (plain) {
        buf_add(b, s);
        return;
    }
    buf_addc(b, '"');
    esc_json(b, s);
    buf_addc(b, '"');
}

/* The scheme in front of ':', or the empty str when the URL has none. */
static struct str scheme_of(struct str url)
{
    for (size_t i = 0; i < url.n; i++) {
        if (url.p[i] == ':')
            return str_sub(url, 0, i);
        if (url.p[i] == '/' || url.p[i] == '?' || url.p[i] == '#')
            break;
    }
    return (struct str){NULL, 0};
}

bool esc_url_is_safe(struct str url)
{
    static const struct str allowed[] = {STR_INIT("http"), STR_INIT("https"), STR_INIT("mailto"),
                                         STR_INIT("tel")};
    struct str scheme;

    for (size_t i = 0; i < url.n; i++) {
        if ((unsigned char)url.p[i] <= ' ' || url.p[i] == '\\' || url.p[i] == 0x7F)
            return false;
    }
    if (str_starts(url, STR("//")))
        return false;
    scheme = scheme_of(url);
    if (scheme.n == 0)
        return !str_starts(url, STR(":"));
    for (size_t i = 0; i < ARRAY_LEN(allowed); i++) {
        if (str_eq_nocase(scheme, allowed[i]))
            return true;
    }
    return false;
}
