/*
 * Accept-Encoding with quality values.
 */
#include "fcgi/http/accept.h"

#define UNNAMED (-1)

/* RFC 9110 12.4.2: "0" or "1" with at most three decimals, in thousandths; 0 when it is malformed.
 */
static int quality_of(struct str params)
{
    struct str name, value, whole, decimals;
    int q, scale = 100;

    params = str_trim(params);
    if (params.n == 0)
        return 1000;
    if (!str_cut(params, '=', &name, &value) || !str_eq_nocase(str_trim(name), STR("q")))
        return 0;
    str_cut(str_trim(value), '.', &whole, &decimals);
    if (whole.n != 1 || (whole.p[0] != '0' && whole.p[0] != '1') || decimals.n > 3)
        return 0;
    q = (whole.p[0] - '0') * 1000;
    for (size_t i = 0; i < decimals.n; i++) {
        if (decimals.p[i] < '0' || decimals.p[i] > '9')
            return 0;
        q += (decimals.p[i] - '0') * scale;
        scale /= 10;
    }
    return q > 1000 ? 0 : q;
}

struct taken {
    int gzip, brotli, identity, others;
};

static void take(struct taken *t, struct str name, int quality)
{
    if (str_eq_nocase(name, STR("br")))
        t->brotli = quality;
    else if (str_eq_nocase(name, STR("gzip")) || str_eq_nocase(name, STR("x-gzip")))
        t->gzip = quality;
    else if (str_eq_nocase(name, STR("identity")))
        t->identity = quality;
    else if (str_eq(name, STR("*")))
        t->others = quality;
}

enum encoding accept_encoding(struct str header)
{
    struct taken t = {UNNAMED, UNNAMED, UNNAMED, 0};
    int best;

    while (header.n > 0) {
        struct str item, name, params;

        str_cut(header, ',', &item, &header);
        str_cut(item, ';', &name, &params);
        take(&t, str_trim(name), quality_of(params));
    }
    t.brotli = t.brotli == UNNAMED ? t.others : t.brotli;
    t.gzip = t.gzip == UNNAMED ? t.others : t.gzip;
    best = t.brotli > t.gzip ? t.brotli : t.gzip;
    if (best == 0 || t.identity > best)
        return ENCODING_PLAIN;
    return t.brotli == best ? ENCODING_BROTLI : ENCODING_GZIP;
}
