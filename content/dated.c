/*
 * Markup that holds for a time only.
 */
#include "content/dated.h"
#include "fcgi/base/buf.h"

#define BEGIN "\xEE\x80\x82"
#define NEXT  "\xEE\x80\x83"
#define END   "\xEE\x80\x84"

struct str dated_make(struct arena *a, int64_t from, int64_t until, struct str holds,
                      struct str otherwise)
{
    return arena_fmt(a, BEGIN "%lld;%lld" NEXT STR_FMT NEXT STR_FMT END, (long long)from,
                     (long long)until, STR_ARG(holds), STR_ARG(otherwise));
}

/* What stands before `mark`, which *s moves behind; false when there is none. */
static bool take(struct str *s, struct str mark, struct str *ret_part)
{
    size_t at = str_find(*s, mark);

    if (at == s->n)
        return false;
    *ret_part = str_sub(*s, 0, at);
    *s = str_sub(*s, at + mark.n, s->n);
    return true;
}

static bool holds(struct str times, int64_t now)
{
    struct str from, until;
    int64_t a, b;

    return str_cut(times, ';', &from, &until) && str_to_int(from, 0, INT64_MAX, &a) == OK &&
           str_to_int(until, 0, INT64_MAX, &b) == OK && a <= now && now < b;
}

struct html dated_at(struct arena *a, struct html html, int64_t now)
{
    struct str s = html.s, part, times, yes, no;
    struct buf b;

    if (!str_has(s, STR(BEGIN)))
        return html;
    buf_init(&b, s.n + 1);
    while (take(&s, STR(BEGIN), &part)) {
        buf_add(&b, part);
        if (take(&s, STR(NEXT), &times) && take(&s, STR(NEXT), &yes) && take(&s, STR(END), &no))
            buf_add(&b, holds(times, now) ? yes : no);
    }
    buf_add(&b, s);
    html.s = arena_str(a, buf_str(&b));
    buf_release(&b);
    return html;
}
