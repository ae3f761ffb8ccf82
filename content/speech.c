/*
 * One block after the other, from left to right.
 */
#include "content/speech.h"
#include "fcgi/base/buf.h"

#define WORDS_MAX 128

struct word {
    struct str is, says;
};

struct speaker {
    struct arena *a;
    struct word words[WORDS_MAX];
    size_t nwords;
    struct str money; /* "pesos" */
    struct buf out;
};

/* "art.=artículo|IEPC=i e pe ce". */
static void read_words(struct speaker *s, struct str table)
{
    struct str one;

    while (table.n > 0 && s->nwords < WORDS_MAX) {
        struct word *w = &s->words[s->nwords];

        (void)str_cut(table, '|', &one, &table);
        if (str_cut(one, '=', &w->is, &w->says) && w->is.n > 0)
            s->nwords++;
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes above ASCII are of letters here: what else they may be is no end of a word either. */
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) ||
           (unsigned char)c >= 0x80;
}

static bool is_edge(struct str s, size_t i)
{
    return i == 0 || i >= s.n || !is_letter(s.p[i - 1]) || !is_letter(s.p[i]);
}

/* The word of the table that stands at i, the longest; NULL: none. */
static const struct word *word_at(const struct speaker *s, struct str text, size_t i)
{
    struct str rest = str_sub(text, i, text.n);
    const struct word *best = NULL;

    if (!is_edge(text, i))
        return NULL;
    for (size_t k = 0; k < s->nwords; k++) {
        const struct word *w = &s->words[k];

        if (str_starts(rest, w->is) && is_edge(text, i + w->is.n) &&
            (best == NULL || w->is.n > best->is.n))
            best = w;
    }
    return best;
}

/* A comma between digits with exactly three digits behind it. */
static bool is_thousands(struct str s, size_t i)
{
    if (s.p[i] != ',' || i == 0 || !is_digit(s.p[i - 1]) || s.n - i < 4)
        return false;
    for (size_t k = 1; k <= 3; k++) {
        if (!is_digit(s.p[i + k]))
            return false;
    }
    return i + 4 == s.n || !is_digit(s.p[i + 4]);
}

/* Writes the number at i; where it ends. */
static size_t number(struct speaker *s, struct str text, size_t i)
{
    while (i < text.n) {
        bool decimal = text.p[i] == '.' && i + 1 < text.n && is_digit(text.p[i + 1]);

        if (is_digit(text.p[i]) || decimal)
            buf_addc(&s->out, text.p[i]);
        else if (!is_thousands(text, i))
            break;
        i++;
    }
    return i;
}

/* "$1,500" as "1500 pesos"; where it ends. */
static size_t money(struct speaker *s, struct str text, size_t i)
{
    i = number(s, text, i + 1);
    buf_addc(&s->out, ' ');
    buf_add(&s->out, s->money);
    return i;
}

/* Brackets would tell espeak-ng that phonemes follow. */
static void letter(struct speaker *s, char c)
{
    bool odd = (unsigned char)c < ' ' || c == 0x7F || c == '[' || c == ']' || c == '|';

    buf_addc(&s->out, odd ? ' ' : c);
}

static bool has_end(struct str block)
{
    /* The last is an ellipsis. */
    static const struct str ends[] = {STR_INIT("."), STR_INIT("!"), STR_INIT("?"),
                                      STR_INIT(":"), STR_INIT(";"), STR_INIT("\xE2\x80\xA6")};

    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        if (str_ends(block, ends[i]))
            return true;
    }
    return false;
}

/* With a blank line behind it: there the voice rests. */
static void block(struct speaker *s, struct str text)
{
    size_t i = 0;

    text = str_trim(text);
    if (text.n == 0)
        return;
    while (i < text.n) {
        const struct word *w = word_at(s, text, i);

        if (w != NULL) {
            buf_add(&s->out, w->says);
            i += w->is.n;
        } else if (text.p[i] == '$' && i + 1 < text.n && is_digit(text.p[i + 1])) {
            i = money(s, text, i);
        } else if (is_digit(text.p[i])) {
            i = number(s, text, i);
        } else {
            letter(s, text.p[i++]);
        }
    }
    if (!has_end(buf_str(&s->out)))
        buf_addc(&s->out, '.');
    buf_add(&s->out, STR("\n\n"));
}

struct str speech_of(struct arena *a, const struct messages *texts, struct str title,
                     struct str summary, struct str body)
{
    struct speaker *s = ARENA_NEW(a, struct speaker);
    struct str line, all;

    s->a = a;
    s->money = messages_format(texts, a, STR("speech.money"), NULL, 0);
    read_words(s, messages_format(texts, a, STR("speech.words"), NULL, 0));
    buf_init(&s->out, (title.n + summary.n + body.n) * 8 + 1024);
    block(s, title);
    block(s, summary);
    while (str_line(&body, &line))
        block(s, line);
    all = arena_str(a, buf_str(&s->out));
    buf_release(&s->out);
    return all;
}
