/*
 * ICU's library of languages (libicui18n, only here): order, dates, numbers and
 * messages. All that it opens is dear, so each is kept per process once opened.
 */
#include "fcgi/base/msgpattern.h"
#include "fcgi/base/ucs.h"
#include "fcgi/base/ucs_name.h"
#include "fcgi/base/zone.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/umsg.h>
#include <unicode/unum.h>

#define DATES_KEPT    16
#define STYLES_KEPT   16
#define TEXTS_KEPT    512 /* formatted dates; a list of pages shows the same ones again and again */
#define TEXT_BYTES    48
#define MESSAGES_KEPT 64
#define DATE_UNITS    256  /* UTF-16 units of a formatted date or number */
#define MESSAGE_UNITS 8192 /* of a formatted message */

/* ICU's data is a part of its library: what cannot be opened there is a broken installation. */
static void must(UErrorCode status)
{
    if (U_FAILURE(status))
        abort();
}

/* --- order --------------------------------------------------------------------- */

/* The collator of the locale asked for last. An impossible name is the root locale. */
static UCollator *collator_open(struct str locale)
{
    static UCollator *kept;
    static char kept_locale[NAME_MAX_BYTES];
    UErrorCode status = U_ZERO_ERROR;
    char name[NAME_MAX_BYTES];

    if (!ucs_copy_name(locale, name))
        name[0] = '\0';
    if (kept != NULL && strcmp(name, kept_locale) == 0)
        return kept;
    if (kept != NULL)
        ucol_close(kept);
    kept = ucol_open(name, &status);
    must(status);
    memcpy(kept_locale, name, sizeof(name));
    return kept;
}

int ucs_compare(struct str locale, struct str a, struct str b)
{
    UErrorCode status = U_ZERO_ERROR;
    UCollationResult order;

    assert(a.n < INT32_MAX && b.n < INT32_MAX);
    order = ucol_strcollUTF8(collator_open(locale), a.n == 0 ? "" : a.p, (int32_t)a.n,
                             b.n == 0 ? "" : b.p, (int32_t)b.n, &status);
    must(status);
    return (int)order; /* UCOL_LESS is -1, UCOL_GREATER 1 */
}

/* --- numbers --------------------------------------------------------------- */

/* The number format of the locale asked for last; NULL when it has none. */
static UNumberFormat *number_open(struct str locale)
{
    static UNumberFormat *kept;
    static char kept_locale[NAME_MAX_BYTES];
    UErrorCode status = U_ZERO_ERROR;
    char name[NAME_MAX_BYTES];

    if (!ucs_copy_name(locale, name))
        return NULL;
    if (kept != NULL && strcmp(name, kept_locale) == 0)
        return kept;
    if (kept != NULL)
        unum_close(kept);
    kept = unum_open(UNUM_DECIMAL, NULL, 0, name, NULL, &status);
    must(status);
    memcpy(kept_locale, name, sizeof(name));
    return kept;
}

/* --- dates -------------------------------------------------------------------------- */

struct kept_date {
    char locale[NAME_MAX_BYTES], zone[NAME_MAX_BYTES], pattern[NAME_MAX_BYTES];
    UDateFormat *format; /* NULL: a free slot */
};

static UDateFormat *date_new(struct arena *a, const struct kept_date *k)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t nzone = 0, npattern = 0;
    const UChar *zone = ucs_to_utf16(a, str_from(k->zone), &nzone);
    const UChar *pattern = ucs_to_utf16(a, str_from(k->pattern), &npattern);
    UDateFormat *format =
        udat_open(UDAT_PATTERN, UDAT_PATTERN, k->locale, zone, nzone, pattern, npattern, &status);

    return U_SUCCESS(status) ? format : NULL;
}

/* NULL for names or patterns that are too long, and for what ICU refuses. */
static UDateFormat *date_open(struct arena *a, struct str locale, struct str zone,
                              struct str pattern)
{
    static struct kept_date kept[DATES_KEPT];
    static size_t eldest;
    struct kept_date wanted = {.format = NULL}, *k;

    if (!ucs_copy_name(locale, wanted.locale) || !ucs_copy_name(zone, wanted.zone) ||
        !ucs_copy_name(pattern, wanted.pattern))
        return NULL;
    for (size_t i = 0; i < DATES_KEPT; i++) {
        k = &kept[i];
        if (k->format != NULL && strcmp(k->pattern, wanted.pattern) == 0 &&
            strcmp(k->zone, wanted.zone) == 0 && strcmp(k->locale, wanted.locale) == 0)
            return k->format;
    }
    wanted.format = date_new(a, &wanted);
    if (wanted.format == NULL)
        return NULL;
    k = &kept[eldest++ % DATES_KEPT];
    if (k->format != NULL)
        udat_close(k->format);
    *k = wanted;
    return k->format;
}

/* ICU's own rules of zones are out of date (zone.h), but it takes an offset as a zone: "GMT-06:00".
 */
static struct str offset_zone(struct arena *a, struct str zone, int64_t t)
{
    int offset, size;

    if (!zone_offset(zone, t, &offset))
        return STR("UTC");
    size = abs(offset);
    return arena_fmt(a, "GMT%c%02d:%02d:%02d", offset < 0 ? '-' : '+', size / 3600, size / 60 % 60,
                     size % 60);
}

struct style {
    char locale[NAME_MAX_BYTES], zone[NAME_MAX_BYTES], pattern[NAME_MAX_BYTES];
};

/* A number for this way of writing dates; STYLES_KEPT when there are too many, or names too long.
 */
static size_t style_of(struct str locale, struct str zone, struct str pattern)
{
    static struct style styles[STYLES_KEPT];
    static size_t n;
    struct style *s;

    for (size_t i = 0; i < n; i++) {
        s = &styles[i];
        if (str_eq(pattern, str_from(s->pattern)) && str_eq(zone, str_from(s->zone)) &&
            str_eq(locale, str_from(s->locale)))
            return i;
    }
    if (n == STYLES_KEPT)
        return n;
    s = &styles[n];
    if (!ucs_copy_name(locale, s->locale) || !ucs_copy_name(zone, s->zone) ||
        !ucs_copy_name(pattern, s->pattern))
        return STYLES_KEPT;
    return n++;
}

/* One formatted date; n 0: none. */
struct kept_text {
    int64_t t;
    size_t style, n;
    char p[TEXT_BYTES];
};

static struct kept_text *text_place(int64_t t, size_t style)
{
    static struct kept_text texts[TEXTS_KEPT];

    /* Fibonacci hashing (Knuth, TAOCP 3, 6.4): dates are mostly whole days apart. */
    return &texts[(((uint64_t)t + style) * 0x9E3779B97F4A7C15u >> 32) % TEXTS_KEPT];
}

static struct str date_format(struct arena *a, struct str locale, struct str zone,
                              struct str pattern, int64_t t)
{
    UDateFormat *format = date_open(a, locale, offset_zone(a, zone, t), pattern);
    UErrorCode status = U_ZERO_ERROR;
    UChar text[DATE_UNITS];
    int32_t n;

    if (format == NULL)
        return (struct str){NULL, 0};
    n = udat_format(format, (UDate)t * 1000, text, DATE_UNITS, NULL, &status);
    return U_SUCCESS(status) && n <= DATE_UNITS ? ucs_to_utf8(a, text, n) : (struct str){NULL, 0};
}

struct str ucs_date(struct arena *a, struct str locale, struct str zone, struct str pattern,
                    int64_t t)
{
    size_t style = style_of(locale, zone, pattern);
    struct kept_text *kept = text_place(t, style);
    struct str text;

    if (style < STYLES_KEPT && kept->n > 0 && kept->t == t && kept->style == style)
        return arena_str(a, (struct str){kept->p, kept->n});
    text = date_format(a, locale, zone, pattern, t);
    if (style < STYLES_KEPT && text.n > 0 && text.n <= TEXT_BYTES) {
        *kept = (struct kept_text){.t = t, .style = style, .n = text.n};
        memcpy(kept->p, text.p, text.n);
    }
    return text;
}

/* --- messages ------------------------------------------------------------------------- */

struct kept_message {
    char locale[NAME_MAX_BYTES];
    struct str pattern; /* our own copy */
    struct msgpattern uses;
    UMessageFormat *format; /* NULL: a free slot */
};

static UMessageFormat *message_new(struct arena *a, const char *locale,
                                   const struct msgpattern *uses)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = 0;
    const UChar *pattern = ucs_to_utf16(a, uses->text, &n);
    UMessageFormat *format = umsg_open(pattern, n, locale, NULL, &status);

    if (U_SUCCESS(status))
        return format;
    umsg_close(format);
    return NULL;
}

static void message_close(struct kept_message *k)
{
    if (k->format == NULL)
        return;
    umsg_close(k->format);
    free((void *)(uintptr_t)k->pattern.p);
    k->format = NULL;
}

/* FNV-1a (RFC 9923), for choosing a slot. */
static uint32_t hash_of(struct str s)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    return h;
}

static struct str own_copy(struct str s)
{
    char *p = malloc(s.n + 1);

    if (p == NULL)
        abort();
    if (s.n > 0)
        memcpy(p, s.p, s.n);
    return (struct str){p, s.n};
}

/* Each pattern has one slot that it may stand in; NULL when it is not a good pattern. */
static const struct kept_message *message_open(struct arena *a, struct str locale,
                                               struct str pattern)
{
    static struct kept_message kept[MESSAGES_KEPT];
    struct kept_message *k = &kept[hash_of(pattern) % MESSAGES_KEPT], fresh = {.format = NULL};

    if (!ucs_copy_name(locale, fresh.locale))
        return NULL;
    if (k->format != NULL && str_eq(k->pattern, pattern) && strcmp(k->locale, fresh.locale) == 0)
        return k;
    if (msgpattern_parse(a, pattern, &fresh.uses) != OK)
        return NULL;
    fresh.format = message_new(a, fresh.locale, &fresh.uses);
    if (fresh.format == NULL)
        return NULL;
    fresh.uses.text = (struct str){NULL, 0}; /* in the caller's arena, and not needed again */
    fresh.pattern = own_copy(pattern);
    message_close(k);
    *k = fresh;
    return k;
}

/* An argument where a text stands; a number is grouped as the locale does. */
static const UChar *text_argument(struct arena *a, struct str locale, const struct message_arg *arg)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = 0;
    UChar *p;

    if (!arg->is_int)
        return ucs_to_utf16(a, arg->text, &n);
    p = ARENA_ARRAY(a, UChar, DATE_UNITS); /* zeroed: ends in 0 */
    (void)unum_formatInt64(number_open(locale), arg->number, p, DATE_UNITS - 1, NULL, &status);
    must(status);
    return p;
}

/* An argument where a number stands; a text must be one. */
static bool number_argument(const struct message_arg *arg, double *ret_v)
{
    int64_t v = arg->number;

    if (!arg->is_int && str_to_int(arg->text, INT64_MIN, INT64_MAX, &v) != OK)
        return false;
    *ret_v = (double)v;
    return true;
}

struct prepared {
    const UChar *text[MESSAGE_ARGS_MAX];
    double number[MESSAGE_ARGS_MAX];
};

/* Texts come first in a rewritten pattern; numbers that it does not use may follow. */
static int32_t message_write(const struct kept_message *k, const struct prepared *v, UChar *out,
                             UErrorCode *status)
{
    const double *d = v->number;

    switch (k->uses.ntexts) {
    case 0:
        return umsg_format(k->format, out, MESSAGE_UNITS, status, d[0], d[1], d[2]);
    case 1:
        return umsg_format(k->format, out, MESSAGE_UNITS, status, v->text[0], d[0], d[1], d[2]);
    case 2:
        return umsg_format(k->format, out, MESSAGE_UNITS, status, v->text[0], v->text[1], d[0],
                           d[1], d[2]);
    default:
        return umsg_format(k->format, out, MESSAGE_UNITS, status, v->text[0], v->text[1],
                           v->text[2], d[0], d[1], d[2]);
    }
}

/* False when an argument is missing or no number where one is needed. */
static bool prepare(struct arena *a, struct str locale, const struct msgpattern *uses,
                    const struct message_arg *args, int nargs, struct prepared *ret_v)
{
    for (int i = 0; i < uses->ntexts; i++) {
        if (uses->texts[i] >= nargs)
            return false;
        ret_v->text[i] = text_argument(a, locale, &args[uses->texts[i]]);
    }
    for (int i = 0; i < uses->nnumbers; i++) {
        if (uses->numbers[i] >= nargs ||
            !number_argument(&args[uses->numbers[i]], &ret_v->number[i]))
            return false;
    }
    return true;
}

enum err ucs_message(struct arena *a, struct str locale, struct str pattern,
                     const struct message_arg *args, int nargs, struct str *ret_text)
{
    const struct kept_message *k = message_open(a, locale, pattern);
    struct prepared v = {.number = {0}};
    UErrorCode status = U_ZERO_ERROR;
    UChar out[MESSAGE_UNITS];
    int32_t n;

    if (k == NULL || !prepare(a, locale, &k->uses, args, nargs, &v))
        return ERR_INVALID;
    n = message_write(k, &v, out, &status);
    if (U_FAILURE(status))
        return status == U_BUFFER_OVERFLOW_ERROR ? ERR_TOO_BIG : ERR_INVALID;
    *ret_text = ucs_to_utf8(a, out, n);
    return OK;
}
