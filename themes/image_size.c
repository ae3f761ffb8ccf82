/*
 * Headers of PNG, GIF, JPEG and WebP; the root element of SVG. Every offset is
 * compared with the length before it is read.
 */
#include "themes/image_size.h"

static unsigned byte_at(struct str s, size_t i)
{
    return (unsigned char)s.p[i];
}

static unsigned big16(struct str s, size_t i)
{
    return byte_at(s, i) << 8 | byte_at(s, i + 1);
}

static unsigned little16(struct str s, size_t i)
{
    return byte_at(s, i) | byte_at(s, i + 1) << 8;
}

static unsigned little24(struct str s, size_t i)
{
    return little16(s, i) | byte_at(s, i + 2) << 16;
}

static bool is_at(struct str s, size_t i, struct str what)
{
    return s.n >= i + what.n && str_eq(str_sub(s, i, i + what.n), what);
}

/* Nothing larger is an image for a page. */
static bool sized(unsigned width, unsigned height, struct image_size *ret_size)
{
    if (width == 0 || height == 0 || width > 65535 || height > 65535)
        return false;
    *ret_size = (struct image_size){(int)width, (int)height};
    return true;
}

/* PNG specification, 5.2 and 11.2.2: the signature, then IHDR. */
static bool size_png(struct str s, struct image_size *ret_size)
{
    if (s.n < 24 || !is_at(s, 0, STR("\x89PNG\r\n\x1A\n")) || !is_at(s, 12, STR("IHDR")))
        return false;
    if (big16(s, 16) != 0 || big16(s, 20) != 0)
        return false;
    return sized(big16(s, 18), big16(s, 22), ret_size);
}

/* GIF89a specification, 18: logical screen descriptor. */
static bool size_gif(struct str s, struct image_size *ret_size)
{
    if (s.n < 10 || (!is_at(s, 0, STR("GIF87a")) && !is_at(s, 0, STR("GIF89a"))))
        return false;
    return sized(little16(s, 6), little16(s, 8), ret_size);
}

/* ITU-T T.81, table B.1: frame headers are C0-CF but for C4, C8 and CC. */
static bool is_frame(unsigned marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* Markers without a segment behind them. */
static bool is_alone(unsigned marker)
{
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

/* ITU-T T.81, B.1.1: from marker to marker up to the frame header. */
static bool size_jpeg(struct str s, struct image_size *ret_size)
{
    size_t i = 2;

    if (!is_at(s, 0, STR("\xFF\xD8\xFF")))
        return false;
    while (i + 9 <= s.n) {
        unsigned marker = byte_at(s, i + 1);

        if (byte_at(s, i) != 0xFF)
            return false;
        if (marker == 0xFF || is_alone(marker)) {
            i += marker == 0xFF ? 1 : 2;
            continue;
        }
        if (is_frame(marker))
            return sized(big16(s, i + 7), big16(s, i + 5), ret_size);
        if (marker == 0xD9 || marker == 0xDA || big16(s, i + 2) < 2)
            return false;
        i += 2 + big16(s, i + 2);
    }
    return false;
}

/* WebP container specification; VP8: RFC 6386, 9.1; VP8L: its bitstream specification, 3. */
static bool size_webp(struct str s, struct image_size *ret_size)
{
    if (s.n < 30 || !is_at(s, 0, STR("RIFF")) || !is_at(s, 8, STR("WEBP")))
        return false;
    if (is_at(s, 12, STR("VP8X")))
        return sized(little24(s, 24) + 1, little24(s, 27) + 1, ret_size);
    if (is_at(s, 12, STR("VP8 ")) && is_at(s, 23, STR("\x9D\x01\x2A")))
        return sized(little16(s, 26) & 0x3FFF, little16(s, 28) & 0x3FFF, ret_size);
    if (is_at(s, 12, STR("VP8L")) && byte_at(s, 20) == 0x2F)
        return sized((little16(s, 21) & 0x3FFF) + 1, (little24(s, 22) >> 6 & 0x3FFF) + 1, ret_size);
    return false;
}

/* --- SVG ------------------------------------------------------------------------- */

/* The value of an attribute of the tag, or the empty str. */
static struct str attribute(struct str tag, struct str name)
{
    struct str rest = tag;

    while (rest.n > 0) {
        size_t at = str_find(rest, name);
        bool begins = at > 0 && at < rest.n &&
                      (rest.p[at - 1] == ' ' || rest.p[at - 1] == '\n' || rest.p[at - 1] == '\t');

        rest = str_sub(rest, at + name.n, rest.n);
        if (begins && rest.n > 2 && rest.p[0] == '=' && (rest.p[1] == '"' || rest.p[1] == '\'')) {
            struct str value = str_sub(rest, 2, rest.n);

            return str_trim(str_sub(value, 0, str_index(value, rest.p[1])));
        }
    }
    return (struct str){NULL, 0};
}

/* A decimal number at the front of *s, rounded up; moves behind it. 0 when there is none that is
 * above 0. */
static unsigned number(struct str *s)
{
    unsigned v = 0;
    size_t i = 0;

    for (; i < s->n && s->p[i] >= '0' && s->p[i] <= '9' && v <= 65535; i++)
        v = v * 10 + (unsigned)(s->p[i] - '0');
    if (i < s->n && s->p[i] == '.') {
        bool fraction = false;

        for (i++; i < s->n && s->p[i] >= '0' && s->p[i] <= '9'; i++)
            fraction = fraction || s->p[i] != '0';
        v += fraction;
    }
    *s = str_sub(*s, i, s->n);
    return v;
}

/* "24" or "24px"; other units need a font or a window. */
static unsigned length_of(struct str value)
{
    unsigned v = number(&value);

    return value.n == 0 || str_eq(value, STR("px")) ? v : 0;
}

/* The third and fourth number of "0 0 24 24"; the first two may be negative. */
static bool box_of(struct str value, unsigned ret_v[2])
{
    for (int i = 0; i < 4; i++) {
        unsigned v;

        while (value.n > 0 && (value.p[0] == ' ' || value.p[0] == ',' || value.p[0] == '\n' ||
                               (i < 2 && value.p[0] == '-')))
            value = str_sub(value, 1, value.n);
        v = number(&value);
        if (i >= 2)
            ret_v[i - 2] = v;
    }
    return value.n == 0 && ret_v[0] > 0 && ret_v[1] > 0;
}

static bool size_svg(struct str s, struct image_size *ret_size)
{
    size_t at = str_find(s, STR("<svg"));
    struct str tag = str_sub(s, at, s.n);
    unsigned box[2] = {0, 0}, width, height;

    if (at == s.n)
        return false;
    tag = str_sub(tag, 0, str_index(tag, '>'));
    width = length_of(attribute(tag, STR("width")));
    height = length_of(attribute(tag, STR("height")));
    *ret_size = (struct image_size){0, 0};
    if (!sized(width, height, ret_size) && box_of(attribute(tag, STR("viewBox")), box))
        (void)sized(box[0], box[1], ret_size);
    return true;
}

bool image_size(struct str extension, struct str content, struct image_size *ret_size)
{
    if (str_eq(extension, STR("png")))
        return size_png(content, ret_size);
    if (str_eq(extension, STR("gif")))
        return size_gif(content, ret_size);
    if (str_eq(extension, STR("jpg")) || str_eq(extension, STR("jpeg")))
        return size_jpeg(content, ret_size);
    if (str_eq(extension, STR("webp")))
        return size_webp(content, ret_size);
    return str_eq(extension, STR("svg")) && size_svg(content, ret_size);
}
