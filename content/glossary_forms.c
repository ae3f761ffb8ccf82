/*
 * Finding the glossary's words in running text. A word is folded letter by letter here, and not by
 * ICU: every word of every page comes through, and its place in the text must be known.
 */
#include "content/glossary_state.h"

#include <stdlib.h>

/* ---- letters ---- */

bool glossary_is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return c == 0xAA || c == 0xBA ||
           (c >= 0xC0 && c != 0xD7 && c != 0xF7 && c < 0xE000 && !(c >= 0x2000 && c < 0x2C00) &&
            !(c >= 0x3000 && c < 0x3040));
}

/* What holds a word together when a letter follows: "IEPC-ACG-001/2020", "ine.mx". */
static bool is_joiner(char c)
{
    return c == '-' || c == '/' || c == '_' || c == '@' || c == '.' || c == '\'';
}

static bool is_capital(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
}

/* Small and without its accent; 0 for an accent by itself. */
static uint32_t fold(uint32_t c)
{
    static const char bases[] = "aaaaaa.ceeeeiiii..ooooo..uuuuy"; /* U+00E0 to U+00FD */

    if (is_capital(c))
        c += 32;
    if (c < 0x80)
        return c;
    if (c >= 0x300 && c < 0x370)
        return 0;
    if (c >= 0xE0 && c <= 0xFD && bases[c - 0xE0] != '.')
        return (uint32_t)(unsigned char)bases[c - 0xE0];
    return c;
}

/* ---- words ---- */

/* The letter at s.p[*i], which moves behind it; 0: there is none, and *i stays. Every letter of
 * every page passes here: most are ASCII. */
static uint32_t take_letter(struct str s, size_t *i)
{
    unsigned char first = *i < s.n ? (unsigned char)s.p[*i] : 0;
    size_t at = *i;
    uint32_t c = first;

    if (first < 0x80)
        at++;
    else
        c = str_codepoint(s, &at);
    if (!glossary_is_letter(c))
        return 0;
    *i = at;
    return c;
}

static bool letter_at(struct str s, size_t i)
{
    return take_letter(s, &i) != 0;
}

/* The word at or behind *at, which moves behind it; FNV-1a (32 bits) of its folded letters. */
static bool next_word(struct str s, size_t *at, struct glossary_word *ret_w)
{
    uint32_t hash = 2166136261u, c = 0;
    size_t from = *at, i;
    bool exact = false, first = true;

    while (from < s.n && !letter_at(s, from))
        from++; /* a byte within a sign is no letter either */
    for (i = from; i < s.n; first = false) {
        c = take_letter(s, &i);
        if (c == 0 && is_joiner(s.p[i]) && letter_at(s, i + 1))
            c = (uint32_t)(unsigned char)s.p[i++];
        if (c == 0)
            break;
        exact = exact || (!first && is_capital(c));
        c = fold(c);
        hash = c == 0 ? hash : (hash ^ c) * 16777619u;
    }
    *ret_w = (struct glossary_word){str_sub(s, from, i), hash, exact};
    *at = i;
    return i > from;
}

/* The next folded letter at *i; 0 at the end. */
static uint32_t next_folded(struct str s, size_t *i)
{
    uint32_t c = 0;

    while (*i < s.n && c == 0)
        c = fold(str_codepoint(s, i));
    return c;
}

static bool folds_alike(struct str x, struct str y)
{
    size_t i = 0, k = 0;

    for (;;) {
        uint32_t a = next_folded(x, &i), b = next_folded(y, &k);

        if (a != b)
            return false;
        if (a == 0)
            return true;
    }
}

/* How many bytes of blanks stand at s.p[i], a no-break space among them. */
static size_t blanks_at(struct str s, size_t i)
{
    size_t n = 0;

    while (i + n < s.n) {
        struct str rest = str_sub(s, i + n, s.n);

        if (rest.p[0] == ' ' || rest.p[0] == '\n' || rest.p[0] == '\t')
            n++;
        else if (str_starts(rest, STR("\xC2\xA0")))
            n += 2;
        else
            break;
    }
    return n;
}

/* Words from `from` on as long as only blanks part them; how many. */
static size_t take_words(struct str s, size_t from, struct glossary_word v[GLOSSARY_WORDS_MAX])
{
    size_t at = from, n = 0;

    while (n < GLOSSARY_WORDS_MAX) {
        size_t next = n == 0 ? at : at + blanks_at(s, at);

        if ((n > 0 && next == at) || !letter_at(s, next) || !next_word(s, &next, &v[n]))
            break;
        at = next;
        n++;
    }
    return n;
}

bool glossary_split(struct str text, struct glossary_form *ret_f)
{
    size_t length = 0;

    ret_f->text = text;
    ret_f->n = take_words(text, 0, ret_f->words);
    for (size_t i = 0; i < ret_f->n; i++)
        length += ret_f->words[i].text.n + (i > 0);
    return ret_f->n > 0 && length == text.n;
}

/* ---- the table ---- */

static bool matches(const struct glossary_form *f, const struct glossary_word *v, size_t n)
{
    if (f->n > n)
        return false;
    for (size_t i = 0; i < f->n; i++) {
        if (f->words[i].hash != v[i].hash)
            return false;
    }
    for (size_t i = 0; i < f->n; i++) {
        if (f->words[i].exact ? !str_eq(f->words[i].text, v[i].text)
                              : !folds_alike(f->words[i].text, v[i].text))
            return false;
    }
    return true;
}

/* By first word, the longest first, then as they stand in the file. */
static int by_first_word(const void *x, const void *y)
{
    const struct glossary_form *a = x, *b = y;

    if (a->words[0].hash != b->words[0].hash)
        return a->words[0].hash < b->words[0].hash ? -1 : 1;
    if (a->n != b->n)
        return a->n > b->n ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

static bool same_words(const struct glossary_form *x, const struct glossary_form *y)
{
    if (x->n != y->n)
        return false;
    for (size_t i = 0; i < x->n; i++) {
        if (x->words[i].hash != y->words[i].hash ||
            !folds_alike(x->words[i].text, y->words[i].text))
            return false;
    }
    return true;
}

/* Forms are sorted: the same ones have the same first word. */
static size_t drop_twins(const struct glossary *g, struct glossary_form *v, size_t n,
                         struct diags *d)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        size_t k = kept;

        while (k > 0 && v[k - 1].words[0].hash == v[i].words[0].hash &&
               !same_words(&v[k - 1], &v[i]))
            k--;
        if (k > 0 && same_words(&v[k - 1], &v[i])) {
            struct str line = arena_fmt(d->arena, "%d", v[k - 1].line);

            diag_error(d, g->file, v[i].line, "glossary-twice", v[i].text, line);
            continue;
        }
        v[kept++] = v[i];
    }
    return kept;
}

static void fill_slots(struct arena *a, struct glossary *g)
{
    uint32_t *slots;

    g->nslots = 16;
    while (g->nslots < g->nforms * 2)
        g->nslots *= 2;
    slots = ARENA_ARRAY(a, uint32_t, g->nslots);
    for (size_t i = 0; i < g->nforms; i++) {
        size_t at = g->forms[i].words[0].hash & (g->nslots - 1);

        if (i > 0 && g->forms[i - 1].words[0].hash == g->forms[i].words[0].hash)
            continue;
        while (slots[at] != 0)
            at = (at + 1) & (g->nslots - 1);
        slots[at] = (uint32_t)i + 1;
    }
    g->slots = slots;
}

static void add_form(struct glossary *g, struct glossary_form *v, struct str text, size_t entry,
                     bool never)
{
    v[g->nforms].entry = entry;
    v[g->nforms].line = g->v[entry].line;
    v[g->nforms].never = never;
    g->nforms += glossary_split(text, &v[g->nforms]);
}

void glossary_index(struct arena *a, struct glossary *g, struct diags *d)
{
    struct glossary_form *v;
    size_t n = 0;

    for (size_t i = 0; i < g->n; i++)
        n += 1 + g->v[i].also.n + g->v[i].never.n;
    v = ARENA_ARRAY(a, struct glossary_form, n);
    for (size_t i = 0; i < g->n; i++) {
        const struct glossary_entry *e = &g->v[i];

        add_form(g, v, e->term, i, false);
        for (size_t k = 0; k < e->also.n; k++)
            add_form(g, v, e->also.v[k], i, false);
        for (size_t k = 0; k < e->never.n; k++)
            add_form(g, v, e->never.v[k], i, true);
    }
    if (g->nforms > 0)
        qsort(v, g->nforms, sizeof(*v), by_first_word);
    g->forms = v;
    g->nforms = drop_twins(g, v, g->nforms, d);
    fill_slots(a, g);
}

/* ---- asking ---- */

/* The longest form that begins with this word, which stands at `from`; NULL: none. */
static const struct glossary_form *form_at(const struct glossary *g, struct str s, size_t from,
                                           uint32_t hash)
{
    struct glossary_word words[GLOSSARY_WORDS_MAX];
    size_t at = hash & (g->nslots - 1), n;

    while (g->slots[at] != 0 && g->forms[g->slots[at] - 1].words[0].hash != hash)
        at = (at + 1) & (g->nslots - 1);
    if (g->slots[at] == 0)
        return NULL;
    n = take_words(s, from, words);
    for (size_t i = g->slots[at] - 1; i < g->nforms && g->forms[i].words[0].hash == hash; i++) {
        if (matches(&g->forms[i], words, n))
            return &g->forms[i];
    }
    return NULL;
}

/* Where the n-th word from `from` on ends. */
static size_t end_of(struct str s, size_t from, size_t n)
{
    struct glossary_word w;

    while (n-- > 0)
        (void)next_word(s, &from, &w);
    return from;
}

bool glossary_find(const struct glossary *g, struct str s, size_t from,
                   struct glossary_use *ret_use)
{
    struct glossary_word w;

    while (next_word(s, &from, &w)) {
        size_t at = from - w.text.n;
        const struct glossary_form *f = form_at(g, s, at, w.hash);

        if (f == NULL)
            continue;
        from = end_of(s, at, f->n);
        if (f->never)
            continue;
        *ret_use = (struct glossary_use){
            .at = at, .end = from, .entry = f->entry, .acronym = f->n == 1 && f->words[0].exact};
        return true;
    }
    return false;
}
