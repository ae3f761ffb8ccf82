/*
 * Myers forwards, with each step's frontier kept for the way back.
 */
#include "content/worddiff.h"

#include <string.h>

struct side {
    const struct str *v;
    int n;
};
struct edit {
    enum word_kind kind;
    struct str word;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool split(struct arena *a, struct str s, struct side *ret_side)
{
    struct str *v;
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += !is_blank(s.p[i]) && (i == 0 || is_blank(s.p[i - 1]));
    if (n > WORDDIFF_WORDS_MAX)
        return false;
    v = ARENA_ARRAY(a, struct str, n);
    n = 0;
    for (size_t i = 0, from = 0; i <= s.n; i++) {
        if (i < s.n && !is_blank(s.p[i]))
            continue;
        if (i > from)
            v[n++] = str_sub(s, from, i);
        from = i + 1;
    }
    *ret_side = (struct side){v, (int)n};
    return true;
}

/* ---- the shortest way ---- */

struct search {
    struct side before, after;             /* without what both begin and end with */
    int *frontier[WORDDIFF_EDITS_MAX + 1]; /* of each step: farthest x on diagonals -d..d */
    int edits;
};

/* Whether a step on diagonal k comes from above (a word in) and not from the left (a word out). */
static bool comes_in(const int *last, int d, int k)
{
    return k == -d || (k != d && last[k - 1 + d - 1] < last[k + 1 + d - 1]);
}

static int walk(const struct search *s, int d, int k)
{
    const int *last = d == 0 ? NULL : s->frontier[d - 1];
    int x = d == 0 ? 0 : comes_in(last, d, k) ? last[k + 1 + d - 1] : last[k - 1 + d - 1] + 1;
    int y = x - k;

    while (x < s->before.n && y >= 0 && y < s->after.n && str_eq(s->before.v[x], s->after.v[y])) {
        x++;
        y++;
    }
    return x;
}

static bool find_way(struct arena *a, struct search *s)
{
    for (int d = 0; d <= WORDDIFF_EDITS_MAX; d++) {
        s->frontier[d] = ARENA_ARRAY(a, int, (size_t)(2 * d + 1));
        for (int k = -d; k <= d; k += 2) {
            int x = walk(s, d, k);

            s->frontier[d][k + d] = x;
            if (x >= s->before.n && x - k >= s->after.n) {
                s->edits = d;
                return true;
            }
        }
    }
    return false;
}

/* Back from the end; *at is where the next edit goes, before those that are there. */
static void go_back(const struct search *s, struct edit *v, size_t *at)
{
    int x = s->before.n, y = s->after.n;

    for (int d = s->edits; d >= 0; d--) {
        int k = x - y;
        bool in = d > 0 && comes_in(s->frontier[d - 1], d, k);
        int from_k = in ? k + 1 : k - 1;
        int from_x = d == 0 ? 0 : s->frontier[d - 1][from_k + d - 1];
        int stop = d == 0 ? 0 : in ? from_x : from_x + 1;

        while (x > stop) {
            x--;
            y--;
            v[--*at] = (struct edit){WORDS_SAME, s->before.v[x]};
        }
        if (d == 0)
            break;
        v[--*at] = in ? (struct edit){WORDS_IN, s->after.v[y - 1]}
                      : (struct edit){WORDS_OUT, s->before.v[from_x]};
        x = from_x;
        y = from_x - from_k;
    }
}

/* ---- pieces ---- */

static struct str joined(struct arena *a, const struct edit *v, size_t from, size_t to)
{
    size_t n = 0;
    char *p;

    for (size_t i = from; i < to; i++)
        n += v[i].word.n + 1;
    p = arena_zalloc(a, n + 1, 1);
    n = 0;
    for (size_t i = from; i < to; i++) {
        if (i > from)
            p[n++] = ' ';
        memcpy(p + n, v[i].word.p, v[i].word.n);
        n += v[i].word.n;
    }
    return (struct str){p, n};
}

struct pieces {
    struct arena *a;
    const struct edit *v;
    size_t nv;
    struct words *out;
    size_t n;
};

static void add(struct pieces *p, enum word_kind kind, size_t from, size_t to)
{
    if (kind == WORDS_GAP || from < to)
        p->out[p->n++] = (struct words){kind, kind == WORDS_GAP ? (struct str){NULL, 0}
                                                                : joined(p->a, p->v, from, to)};
}

/* A run of words that stayed: all of it, or what lies near a difference. */
static void add_same(struct pieces *p, size_t from, size_t to, size_t context)
{
    size_t head = from == 0 ? 0 : context, tail = to == p->nv ? 0 : context;

    if (context == WORDDIFF_WHOLE || to - from <= head + tail + 1) {
        add(p, WORDS_SAME, from, to);
        return;
    }
    add(p, WORDS_SAME, from, from + head);
    add(p, WORDS_GAP, 0, 0);
    add(p, WORDS_SAME, to - tail, to);
}

static struct worddiff collect(struct arena *a, const struct edit *v, size_t n, size_t context)
{
    struct pieces p = {a, v, n, ARENA_ARRAY(a, struct words, 3 * n + 3), 0};

    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && v[to].kind == v[from].kind;)
            to++;
        if (v[from].kind == WORDS_SAME)
            add_same(&p, from, to, context);
        else
            add(&p, v[from].kind, from, to);
    }
    return (struct worddiff){p.out, p.n};
}

bool words_diff(struct arena *a, struct str before, struct str after, size_t context,
                struct worddiff *ret_d)
{
    struct search *s = ARENA_NEW(a, struct search);
    struct side x, y;
    struct edit *v;
    int head = 0, tail = 0;
    size_t at, all;

    if (!split(a, before, &x) || !split(a, after, &y))
        return false;
    while (head < x.n && head < y.n && str_eq(x.v[head], y.v[head]))
        head++;
    while (tail < x.n - head && tail < y.n - head &&
           str_eq(x.v[x.n - 1 - tail], y.v[y.n - 1 - tail]))
        tail++;
    s->before = (struct side){x.v + head, x.n - head - tail};
    s->after = (struct side){y.v + head, y.n - head - tail};
    if (!find_way(a, s))
        return false;
    all = (size_t)x.n + (size_t)y.n; /* more than there are */
    v = ARENA_ARRAY(a, struct edit, all + 1);
    at = all;
    for (int i = 0; i < tail; i++)
        v[--at] = (struct edit){WORDS_SAME, x.v[x.n - 1 - i]};
    go_back(s, v, &at);
    for (int i = head; i > 0; i--)
        v[--at] = (struct edit){WORDS_SAME, x.v[i - 1]};
    *ret_d = collect(a, v + at, all - at, context);
    return true;
}

/* ---- stored ---- */

static const char marks[] = {
    [WORDS_SAME] = '=', [WORDS_OUT] = '-', [WORDS_IN] = '+', [WORDS_GAP] = '~'};

void words_write(const struct worddiff *d, struct buf *b)
{
    for (size_t i = 0; i < d->n; i++) {
        if (b->n + d->v[i].text.n + 4 > WORDDIFF_BYTES_MAX) {
            buf_add(b, STR("~\n"));
            return;
        }
        buf_addc(b, marks[d->v[i].kind]);
        buf_add(b, d->v[i].text);
        buf_addc(b, '\n');
    }
}

struct worddiff words_read(struct arena *a, struct str written)
{
    struct str rest = written, line;
    struct words *v;
    size_t n = 0;

    while (str_line(&rest, &line))
        n++;
    v = ARENA_ARRAY(a, struct words, n);
    n = 0;
    for (rest = written; str_line(&rest, &line);) {
        const char *mark = line.n == 0 ? NULL : memchr(marks, line.p[0], sizeof(marks));

        if (mark != NULL)
            v[n++] = (struct words){(enum word_kind)(mark - marks), str_sub(line, 1, line.n)};
    }
    return (struct worddiff){v, n};
}
