/*
 * Finding pages by what somebody typed: near misses of an address, words of a question.
 */
#include "content/site.h"
#include "fcgi/base/ucs.h"

#include <string.h>

#define QUERY_CHARS 100
#define WORDS_MAX   8
#define EDITS_MAX   5
#define CONTAINED   5 /* what was asked for is part of a title: between two edits and three */
#define FAR         1000

struct hit {
    const struct page *page;
    int score; /* less is better */
};

/* Keeps the best `max` hits, best first; equal ones in the order in which they came. */
static size_t keep(struct hit *best, size_t n, size_t max, struct hit h)
{
    size_t i = n;

    while (i > 0 && best[i - 1].score > h.score)
        i--;
    if (i == max)
        return n;
    if (n == max)
        n--;
    memmove(&best[i + 1], &best[i], (n - i) * sizeof(*best));
    best[i] = h;
    return n + 1;
}

static size_t pages_of(const struct hit *best, size_t n, const struct page **ret_v)
{
    for (size_t i = 0; i < n; i++)
        ret_v[i] = best[i].page;
    return n;
}

static bool is_shown(const struct page *p, int64_t now)
{
    return page_is_visible(p, now) && !p->front.withdrawn.is;
}

/* The last part of a path, without an ending such as ".html". */
static struct str last_part(struct str path)
{
    size_t at = path.n;
    struct str part;

    while (at > 0 && path.p[at - 1] != '/')
        at--;
    part = str_sub(path, at, path.n);
    return str_sub(part, 0, str_index(part, '.'));
}

/* A word counts where it begins a word: "elec" finds "elecciones", not "selección". */
static bool has_word(struct str text, struct str word)
{
    while (text.n >= word.n) {
        size_t at = str_find(text, word);

        if (at == text.n)
            return false;
        if (at == 0 || text.p[at - 1] == ' ')
            return true;
        text = str_sub(text, at + 1, text.n);
    }
    return false;
}

/* Twice the edits between what was asked for and the page. */
static int nearness(const struct folded *f, struct str wanted, int allowed)
{
    int by_url = ucs_distance(wanted, f->part, allowed),
        by_title = ucs_distance(wanted, f->title, allowed);
    int edits = by_url < by_title ? by_url : by_title;
    int best = edits > allowed ? FAR : edits * 2;

    if (best > CONTAINED && wanted.n > 3 &&
        (has_word(f->title, wanted) || has_word(f->part, wanted)))
        return CONTAINED;
    return best;
}

size_t site_nearest(const struct site *s, struct arena *a, struct str path, int64_t now,
                    const struct page **ret_v, size_t max)
{
    struct str wanted = ucs_fold(a, last_part(path));
    int allowed = wanted.n / 3 > EDITS_MAX ? EDITS_MAX : (int)(wanted.n / 3);
    struct hit *best = ARENA_ARRAY(a, struct hit, max + 1);
    size_t n = 0;

    if (wanted.n < 2)
        return 0;
    for (size_t i = 0; i < s->by_url.n; i++) {
        struct hit h = {s->by_url.v[i], FAR};

        if (is_shown(h.page, now))
            h.score = nearness(&s->folded[i], wanted, allowed);
        if (h.score < FAR)
            n = keep(best, n, max, h);
    }
    return pages_of(best, n, ret_v);
}

/* For each word: 0 in the title, 2 in the head, 3 in the text; FAR when one is nowhere. */
static int score(const struct site *s, size_t i, const struct str *words, size_t nwords)
{
    const struct folded *f = &s->folded[i];
    int total = 0;

    for (size_t w = 0; w < nwords; w++) {
        if (has_word(f->title, words[w]))
            continue;
        if (has_word(f->head, words[w]))
            total += 2;
        else if (has_word(s->by_url.v[i]->folded, words[w]))
            total += 3;
        else
            return FAR;
    }
    return total;
}

static struct str first_chars(struct str s, size_t max)
{
    size_t at = 0;

    for (size_t n = 0; n < max && at < s.n; n++)
        (void)str_codepoint(s, &at);
    return str_sub(s, 0, at);
}

size_t site_search(const struct site *s, struct arena *a, struct str query, int64_t now,
                   const struct page **ret_v, size_t max)
{
    struct str rest = ucs_fold(a, first_chars(query, QUERY_CHARS)), words[WORDS_MAX];
    struct hit *best = ARENA_ARRAY(a, struct hit, max + 1);
    size_t nwords = 0, n = 0;

    while (rest.n > 0 && nwords < WORDS_MAX)
        str_cut(rest, ' ', &words[nwords++], &rest);
    for (size_t i = 0; i < s->by_url.n && nwords > 0; i++) {
        struct hit h = {s->by_url.v[i], FAR};

        if (is_shown(h.page, now))
            h.score = score(s, i, words, nwords);
        if (h.score < FAR)
            n = keep(best, n, max, h);
    }
    return pages_of(best, n, ret_v);
}
