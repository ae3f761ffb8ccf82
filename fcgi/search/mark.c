/*
 * Finding the densest piece of a text: one walk over its words, then one over those that are
 * marked.
 */
#include "fcgi/search/mark.h"
#include "content/glossary.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/esc.h"
#include "fcgi/base/ucs.h"

#define STEMS_MAX   32
#define FOUND_MAX   200
#define ENDING_MAX  8 /* letters of a word behind its stem: "diput-aciones" */
#define WORD_BYTES  100
#define BEFORE_PART 4 /* of a piece stands in front of the first marked word at most */

struct found {
    size_t at, end;
};
struct marking {
    struct str stems[STEMS_MAX];
    size_t nstems;
    struct found v[FOUND_MAX];
    size_t n;
};

static void read_stems(struct arena *a, struct str text, struct marking *m)
{
    struct str one;

    while (text.n > 0 && m->nstems < STEMS_MAX) {
        str_cut(text, ' ', &one, &text);
        one = ucs_fold(a, one);
        if (one.n > 0)
            m->stems[m->nstems++] = one;
    }
}

/* Letters without their marks, for ASCII and the letters of Spanish; others stay. Cheap: it runs
 * over every word of a text. */
static size_t fold_word(struct str s, char *out)
{
    static const char latin[] =
        "aaaaaaaceeeeiiiidnooooo*ouuuuy**"; /* U+00C0 to U+00DF, and + 0x20 */
    size_t at = 0, n = 0;

    while (at < s.n && n + 4 < WORD_BYTES) {
        size_t from = at;
        uint32_t c = str_codepoint(s, &at);

        if (c >= 'A' && c <= 'Z')
            out[n++] = (char)(c - 'A' + 'a');
        else if (c >= 0xC0 && c <= 0xFF && latin[(c - 0xC0) % 32] != '*')
            out[n++] = latin[(c - 0xC0) % 32];
        else if (c < 0x300 || c > 0x36F)
            while (from < at)
                out[n++] = s.p[from++];
    }
    return n;
}

static bool is_found(const struct marking *m, struct str word)
{
    char text[WORD_BYTES];
    struct str folded = {text, fold_word(word, text)};

    for (size_t i = 0; i < m->nstems; i++) {
        if (str_starts(folded, m->stems[i]) && folded.n <= m->stems[i].n + ENDING_MAX)
            return true;
    }
    return false;
}

static void find(struct str text, struct marking *m)
{
    size_t at = 0, from = 0;
    bool inside = false;

    while (at <= text.n && m->n < FOUND_MAX) {
        size_t before = at;
        bool letter = at < text.n && glossary_is_letter(str_codepoint(text, &at));

        if (before == text.n)
            at++;
        if (letter && !inside)
            from = before;
        if (!letter && inside && is_found(m, str_sub(text, from, before)))
            m->v[m->n++] = (struct found){from, before};
        inside = letter;
    }
}

/* Where most marks lie within `width` bytes. */
static size_t densest(const struct marking *m, size_t width)
{
    size_t best = 0, most = 0;

    for (size_t i = 0, k = 0; i < m->n; i++) {
        if (k < i)
            k = i;
        while (k < m->n && m->v[k].end <= m->v[i].at + width)
            k++;
        if (k - i > most) {
            most = k - i;
            best = i;
        }
    }
    return m->n == 0 ? 0 : m->v[best].at;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* The beginning of a word at or behind `at`, or of a sentence in front of it, if that is near. */
static size_t begin_at(struct str text, size_t first, size_t before)
{
    size_t at = first > before ? first - before : 0;

    if (at == 0)
        return 0;
    while (at < first && !is_blank(text.p[at]))
        at++;
    while (at < first && is_blank(text.p[at]))
        at++;
    return at;
}

static size_t end_at(struct str text, size_t from, size_t chars)
{
    size_t at = from, blank = 0;

    for (size_t n = 0; n < chars && at < text.n; n++) {
        if (is_blank(text.p[at]))
            blank = at;
        (void)str_codepoint(text, &at);
    }
    return at == text.n || blank <= from ? at : blank;
}

/* Blanks as one. */
static void add_text(struct buf *b, struct str s)
{
    while (s.n > 0) {
        size_t n = 0;

        while (n < s.n && !is_blank(s.p[n]))
            n++;
        esc_html(b, str_sub(s, 0, n));
        if (n < s.n)
            buf_addc(b, ' ');
        while (n < s.n && is_blank(s.p[n]))
            n++;
        s = str_sub(s, n, s.n);
    }
}

static void add_marked(struct buf *b, struct str text, size_t from, size_t end,
                       const struct marking *m)
{
    for (size_t i = 0; i < m->n; i++) {
        if (m->v[i].at < from || m->v[i].end > end)
            continue;
        add_text(b, str_sub(text, from, m->v[i].at));
        buf_add(b, STR("<mark>"));
        esc_html(b, str_sub(text, m->v[i].at, m->v[i].end));
        buf_add(b, STR("</mark>"));
        from = m->v[i].end;
    }
    add_text(b, str_sub(text, from, end));
}

struct html mark_fragment(struct arena *a, struct str text, struct str stems, size_t chars)
{
    struct marking m = {.nstems = 0};
    size_t from, end;
    struct str s;
    struct buf b;

    text = str_trim(text);
    read_stems(a, stems, &m);
    find(text, &m);
    from = begin_at(text, densest(&m, chars), chars / BEFORE_PART);
    end = end_at(text, from, chars);
    buf_init(&b, chars * 32 + (FOUND_MAX + 1) * 16);
    buf_add(&b, from > 0 ? STR("\xE2\x80\xA6 ") : STR(""));
    add_marked(&b, text, from, end, &m);
    buf_add(&b, end < text.n ? STR(" \xE2\x80\xA6") : STR(""));
    s = b.failed ? STR("") : arena_str(a, buf_str(&b));
    buf_release(&b);
    return (struct html){s};
}
