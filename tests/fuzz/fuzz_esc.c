/*
 * Escaping of any bytes: what must never come out, and what may be a link.
 */
#include "fcgi/base/clock.h"
#include "fcgi/base/esc.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool has_any(struct str s, const char *bytes)
{
    for (const char *c = bytes; *c != '\0'; c++) {
        if (str_index(s, *c) < s.n)
            return true;
    }
    return false;
}

static bool has_control(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7F)
            return true;
    }
    return false;
}

/* Decodes %XX; anything else stands for itself. */
static size_t decode(struct str s, char *out)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        static const char hex[] = "0123456789ABCDEF";

        if (s.p[i] != '%') {
            out[n++] = s.p[i];
            continue;
        }
        assert(i + 2 < s.n);
        out[n++] = (char)((strchr(hex, s.p[i + 1]) - hex) * 16 + (strchr(hex, s.p[i + 2]) - hex));
        i += 2;
    }
    return n;
}

static void check_json(struct str out)
{
    assert(str_is_utf8(out));
    assert(!has_control(out) && !has_any(out, "<"));
    for (size_t i = 0; i < out.n; i++) {
        assert(out.p[i] != '"');
        if (out.p[i] == '\\')
            i++;
        assert(i < out.n);
    }
}

static void check_date(struct str in)
{
    struct arena a;
    int64_t t;

    if (clock_parse_http_date(in, &t) != OK)
        return;
    arena_init(&a, 4096);
    assert(str_eq(clock_http_date(&a, t), in));
    arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = {(const char *)data, size};
    struct buf b;
    char back[4096 * 3];

    if (size > 4096)
        return 0;
    buf_init(&b, (size_t)1 << 20);
    esc_html(&b, in);
    assert(!has_any(buf_str(&b), "<>\"'"));
    buf_clear(&b);
    esc_url(&b, in);
    assert(!has_any(buf_str(&b), "/?#&=+ \"<>"));
    assert(str_eq((struct str){back, decode(buf_str(&b), back)}, in));
    buf_clear(&b);
    esc_json(&b, in);
    check_json(buf_str(&b));
    buf_clear(&b);
    esc_logfmt(&b, in);
    assert(str_is_utf8(buf_str(&b)) && !has_control(buf_str(&b)));
    if (esc_url_is_safe(in))
        assert(!has_control(in) && !has_any(in, " \\") && !str_starts(in, STR("//")));
    check_date(in);
    buf_release(&b);
    return 0;
}
