/*
 * Luminance and contrast by WCAG 2.2; OKLCH by Björn Ottosson's definition of Oklab (2020).
 */
#include "accessibility/contrast.h"

#include <math.h>

#define LIGHTNESS_STEPS 1000 /* a thousandth is below what 8 bits can tell apart */
#define CHROMA_HALVINGS 12

struct oklch {
    double l, a, b; /* a, b: the direction of the hue, as long as the colour is colourful */
};
struct linear {
    double r, g, b;
};

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool rgb_parse(struct str s, struct rgb *ret_c)
{
    unsigned char v[3];
    size_t width = s.n == 4 ? 1 : 2;

    if ((s.n != 4 && s.n != 7) || s.p[0] != '#')
        return false;
    for (size_t i = 0; i < 3; i++) {
        int high = digit_of(s.p[1 + i * width]), low = digit_of(s.p[i * width + width]);

        if (high < 0 || low < 0)
            return false;
        v[i] = (unsigned char)(high * 16 + low);
    }
    *ret_c = (struct rgb){v[0], v[1], v[2]};
    return true;
}

struct str rgb_hex(struct arena *a, struct rgb c)
{
    return arena_fmt(a, "#%02x%02x%02x", c.r, c.g, c.b);
}

bool rgb_eq(struct rgb x, struct rgb y)
{
    return x.r == y.r && x.g == y.g && x.b == y.b;
}

bool rgb_is_grey(struct rgb c)
{
    return c.r == c.g && c.g == c.b;
}

/* ---- WCAG ---- */

static double linear_of(unsigned char v)
{
    double c = v / 255.0;

    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static struct linear linear_rgb(struct rgb c)
{
    return (struct linear){linear_of(c.r), linear_of(c.g), linear_of(c.b)};
}

double rgb_luminance(struct rgb c)
{
    struct linear v = linear_rgb(c);

    return 0.2126 * v.r + 0.7152 * v.g + 0.0722 * v.b;
}

double contrast_ratio(struct rgb x, struct rgb y)
{
    double p = rgb_luminance(x), q = rgb_luminance(y);

    return p > q ? (p + 0.05) / (q + 0.05) : (q + 0.05) / (p + 0.05);
}

struct str contrast_shown(struct arena *a, double ratio)
{
    /* 21 and 7 must not become 20.99 and 6.99 by the last bit of a double. */
    return arena_fmt(a, "%.2f", floor(ratio * 100 + 1e-7) / 100);
}

/* ---- Oklab ---- */

static struct oklch oklch_of(struct rgb c)
{
    struct linear v = linear_rgb(c);
    double l = cbrt(0.4122214708 * v.r + 0.5363325363 * v.g + 0.0514459929 * v.b);
    double m = cbrt(0.2119034982 * v.r + 0.6806995451 * v.g + 0.1073969566 * v.b);
    double s = cbrt(0.0883024619 * v.r + 0.2817188376 * v.g + 0.6299787005 * v.b);

    return (struct oklch){0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
                          1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
                          0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

static struct linear linear_oklch(struct oklch c)
{
    double l = c.l + 0.3963377774 * c.a + 0.2158037573 * c.b;
    double m = c.l - 0.1055613458 * c.a - 0.0638541728 * c.b;
    double s = c.l - 0.0894841775 * c.a - 1.2914855480 * c.b;

    l = l * l * l;
    m = m * m * m;
    s = s * s * s;
    return (struct linear){4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
                           -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
                           -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
}

static bool is_shown(struct linear v)
{
    const double slack = 1e-4;

    return v.r >= -slack && v.g >= -slack && v.b >= -slack && v.r <= 1 + slack &&
           v.g <= 1 + slack && v.b <= 1 + slack;
}

static unsigned char eight_bits(double v)
{
    double c = v <= 0.0031308 ? v * 12.92 : 1.055 * pow(v, 1 / 2.4) - 0.055;

    return (unsigned char)lround(fmin(fmax(c, 0), 1) * 255);
}

/* As colourful as sRGB can show it. */
static struct rgb rgb_of(struct oklch c)
{
    double from = 0, to = 1;
    struct oklch best = {c.l, 0, 0};
    struct linear v;

    if (is_shown(linear_oklch(c)))
        best = c;
    for (int i = 0; i < CHROMA_HALVINGS && !is_shown(linear_oklch(c)); i++) {
        double middle = (from + to) / 2;
        struct oklch less = {c.l, c.a * middle, c.b * middle};

        if (is_shown(linear_oklch(less))) {
            from = middle;
            best = less;
        } else {
            to = middle;
        }
    }
    v = linear_oklch(best);
    return (struct rgb){eight_bits(v.r), eight_bits(v.g), eight_bits(v.b)};
}

static struct rgb at_lightness(struct rgb fg, struct oklch c, double lightness)
{
    struct rgb moved;

    if (lightness <= 0 || lightness >= 1)
        return lightness <= 0 ? (struct rgb){0, 0, 0} : (struct rgb){255, 255, 255};
    c.l = lightness;
    moved = rgb_of(c);
    /* Rounding of the matrices must give no grey a tint. */
    return rgb_is_grey(fg) ? (struct rgb){moved.g, moved.g, moved.g} : moved;
}

bool contrast_nearest(struct rgb fg, struct rgb bg, double needed, struct rgb *ret_c)
{
    struct oklch from = oklch_of(fg);

    if (contrast_ratio(fg, bg) >= needed) {
        *ret_c = fg;
        return true;
    }
    for (int i = 1; i <= LIGHTNESS_STEPS; i++) {
        double step = (double)i / LIGHTNESS_STEPS;
        struct rgb darker = at_lightness(fg, from, from.l - step);
        struct rgb lighter = at_lightness(fg, from, from.l + step);
        double dark = contrast_ratio(darker, bg), light = contrast_ratio(lighter, bg);

        if (dark < needed && light < needed)
            continue;
        *ret_c = dark >= light ? darker : lighter;
        return true;
    }
    return false;
}
