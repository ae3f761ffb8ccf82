/*
 * Words of a question, and the tsquery made of them.
 */
#include "fcgi/search/query.h"
#include "content/acts.h"
#include "content/glossary.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/ucs.h"

#define TSQUERY_MAX  (16 * 1024)
#define WORD_CHARS   64 /* of one word; no word of a language is longer */
#define PHRASE_WORDS 5  /* the longest synonym that is looked for */

struct word {
    struct str s; /* as it was typed, small letters */
    int phrase;   /* number of the quotes around it; 0: none */
    bool unwanted;
};

/* ---- words ---- */

static struct str first_chars(struct str s, size_t max)
{
    size_t at = 0;

    for (size_t n = 0; n < max && at < s.n; n++)
        (void)str_codepoint(s, &at);
    return str_sub(s, 0, at);
}

/* Latin capitals of Spanish and its neighbours; PostgreSQL folds the rest itself. */
static struct str small(struct arena *a, struct str s)
{
    char *p = arena_zalloc(a, s.n + 1, 1);

    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c >= 'A' && c <= 'Z')
            c = (unsigned char)(c - 'A' + 'a');
        else if (i > 0 && (unsigned char)s.p[i - 1] == 0xC3 && c >= 0x80 && c <= 0x9E && c != 0x97)
            c = (unsigned char)(c + 0x20);
        p[i] = (char)c;
    }
    return (struct str){p, s.n};
}

static bool is_quote(uint32_t c)
{
    return c == '"' || c == 0x201C || c == 0x201D || c == 0xAB || c == 0xBB;
}

struct split {
    struct arena *a;
    struct word *v;
    size_t n;
    bool cut;
    int phrase, phrases;
};

static void add_word(struct split *s, struct str word, bool unwanted)
{
    if (s->n == SEARCH_WORDS) {
        s->cut = true;
        return;
    }
    s->v[s->n++] = (struct word){small(s->a, first_chars(word, WORD_CHARS)), s->phrase, unwanted};
}

static void split_words(struct split *s, struct str text)
{
    size_t at = 0, from = 0, before;
    bool inside = false, minus = false, unwanted = false;

    while (at <= text.n) {
        uint32_t c = ' ';

        before = at;
        if (at < text.n)
            c = str_codepoint(text, &at);
        else
            at++;
        if (glossary_is_letter(c)) {
            if (!inside) {
                from = before;
                unwanted = minus && s->phrase == 0;
            }
            inside = true;
            minus = false;
            continue;
        }
        if (inside)
            add_word(s, str_sub(text, from, before), unwanted);
        /* A hyphen within a word ("acta-prep") is a blank; in front of one it refuses it. */
        minus = c == '-' && !inside && (before == 0 || text.p[before - 1] == ' ');
        inside = false;
        if (is_quote(c))
            s->phrase = s->phrase != 0 ? 0 : ++s->phrases;
    }
}

struct str search_plain(struct arena *a, struct str text)
{
    char *p = arena_zalloc(a, text.n + 1, 1);
    size_t at = 0, n = 0;

    while (at < text.n) {
        size_t from = at;

        if (glossary_is_letter(str_codepoint(text, &at))) {
            while (from < at)
                p[n++] = text.p[from++];
        } else if (n > 0 && p[n - 1] != ' ') {
            p[n++] = ' ';
        }
    }
    return (struct str){p, n};
}

/* ---- the tsquery ---- */

static void add_lexeme(struct buf *b, struct str word)
{
    buf_addc(b, '\'');
    buf_add(b, word);
    buf_addc(b, '\'');
}

/* Words side by side; those of a phrase are compared without marks, and again with the marks that
 * were typed, each for itself: the two forms of a text do not lie side by side. */
static void add_phrase(struct arena *a, struct buf *b, const struct word *v, size_t n)
{
    buf_addc(b, '(');
    for (size_t i = 0; i < n; i++) {
        buf_add(b, i > 0 ? STR(" <-> ") : STR(""));
        add_lexeme(b, ucs_fold(a, v[i].s));
    }
    for (size_t i = 0; i < n; i++) {
        if (str_eq(ucs_fold(a, v[i].s), v[i].s))
            continue;
        buf_add(b, STR(" & "));
        add_lexeme(b, v[i].s);
    }
    buf_addc(b, ')');
}

/* A synonym as an editor wrote it: its words side by side, in the form without marks. */
static void add_synonym(struct arena *a, struct buf *b, struct str folded)
{
    bool first = true;
    struct str word;

    (void)a;
    buf_addc(b, '(');
    while (folded.n > 0) {
        str_cut(folded, ' ', &word, &folded);
        buf_add(b, first ? STR("") : STR(" <-> "));
        add_lexeme(b, word);
        first = false;
    }
    buf_addc(b, ')');
}

static struct str folded_words(struct arena *a, const struct word *v, size_t n)
{
    struct str s = ucs_fold(a, v[0].s);

    for (size_t i = 1; i < n; i++)
        s = arena_join(a, s, STR(" "), ucs_fold(a, v[i].s));
    return s;
}

/* How many of the words from v on name a group of synonyms, the longest first. */
static size_t find_synonyms(struct arena *a, const struct search_table *t, const struct word *v,
                            size_t n, const struct search_group **ret_group)
{
    for (size_t k = n < PHRASE_WORDS ? n : PHRASE_WORDS; k > 0; k--) {
        *ret_group = search_synonyms(t, folded_words(a, v, k));
        if (*ret_group != NULL)
            return k;
    }
    return 0;
}

static void add_group(struct arena *a, struct buf *b, const struct word *v, size_t n,
                      const struct search_group *g)
{
    buf_addc(b, '(');
    add_phrase(a, b, v, n);
    for (size_t i = 0; i < g->folded.n; i++) {
        buf_add(b, STR(" | "));
        add_synonym(a, b, g->folded.v[i]);
    }
    buf_addc(b, ')');
}

/* How many words from i on belong together: those of one pair of quotes. */
static size_t run_length(const struct split *s, size_t i)
{
    size_t n = 1;

    while (s->v[i].phrase != 0 && i + n < s->n && s->v[i + n].phrase == s->v[i].phrase)
        n++;
    return n;
}

/* Plain words from i on, up to the next quotes or unwanted word. */
static size_t plain_length(const struct split *s, size_t i)
{
    size_t n = 0;

    while (i + n < s->n && s->v[i + n].phrase == 0 && !s->v[i + n].unwanted)
        n++;
    return n;
}

static size_t add_part(struct arena *a, struct buf *b, const struct search_table *t,
                       const struct split *s, size_t i)
{
    const struct search_group *g;
    size_t n;

    if (s->v[i].phrase != 0) {
        n = run_length(s, i);
        add_phrase(a, b, &s->v[i], n);
        return n;
    }
    if (s->v[i].unwanted) {
        buf_addc(b, '!');
        add_lexeme(b, s->v[i].s);
        return 1;
    }
    n = find_synonyms(a, t, &s->v[i], plain_length(s, i), &g);
    if (n > 0)
        add_group(a, b, &s->v[i], n, g);
    else
        add_lexeme(b, s->v[i].s);
    return n > 0 ? n : 1;
}

static struct str tsquery_of(struct arena *a, const struct search_table *t, const struct split *s)
{
    struct buf b;
    struct str text;

    buf_init(&b, TSQUERY_MAX);
    for (size_t i = 0; i < s->n;) {
        if (i > 0)
            buf_add(&b, STR(" & "));
        i += add_part(a, &b, t, s, i);
    }
    text = b.failed ? STR("") : arena_str(a, buf_str(&b));
    buf_release(&b);
    return text;
}

struct search_query search_query_of(struct arena *a, const struct search_table *table,
                                    struct str typed)
{
    struct search_query q = {.typed = first_chars(str_trim(typed), SEARCH_CHARS)};
    struct word words[SEARCH_WORDS] = {{.s = {NULL, 0}}};
    struct split s = {.a = a, .v = words};
    size_t bytes = 0;

    split_words(&s, q.typed);
    for (size_t i = 0; i < s.n; i++) {
        if (words[i].unwanted)
            continue;
        q.words[q.nwords++] = words[i].s;
        bytes += words[i].s.n;
    }
    q.cut = s.cut || q.typed.n < str_trim(typed).n;
    q.too_short = q.typed.n > 0 && bytes < 2;
    if (q.nwords > 0 && !q.too_short) {
        q.tsquery = tsquery_of(a, table, &s);
        if (!act_find(a, q.typed, &q.act))
            q.act = STR("");
    }
    return q;
}
