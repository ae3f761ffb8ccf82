/*
 * Counting syllables, words and sentences of Spanish.
 */
#include "content/readability.h"
#include "fcgi/base/ucs.h"

#define WORDS_LEAST 30

enum vowel { NONE, WEAK, STRONG, STRESSED_WEAK };

/* i u ü: weak; a e o and their accents: strong; í ú: weak that stands alone. */
static enum vowel vowel_of(uint32_t c)
{
    switch (c) {
    case 'a':
    case 'e':
    case 'o':
    case 0xE1: /* á */
    case 0xE9: /* é */
    case 0xF3: /* ó */
        return STRONG;
    case 'i':
    case 'u':
    case 0xFC: /* ü */
        return WEAK;
    case 0xED: /* í */
    case 0xFA: /* ú */
        return STRESSED_WEAK;
    default:
        return NONE;
    }
}

static uint32_t lower(uint32_t c)
{
    if (c >= 'A' && c <= 'Z')
        return c + 32;
    return c >= 0xC0 && c <= 0xDE ? c + 32 : c;
}

/* Two vowels are one syllable when one of them is weak and has no accent (diphthong). */
static bool joins(enum vowel before, enum vowel now)
{
    return before != NONE && now != NONE && (before == WEAK || now == WEAK) &&
           before != STRESSED_WEAK && now != STRESSED_WEAK;
}

int syllables_es(struct str word)
{
    enum vowel before = NONE;
    uint32_t last = 0;
    int n = 0;

    for (size_t i = 0; i < word.n;) {
        uint32_t c = lower(str_codepoint(word, &i));
        enum vowel v = vowel_of(c);
        bool silent = c == 'u' && (last == 'q' || last == 'g') && i < word.n &&
                      (word.p[i] == 'e' || word.p[i] == 'i');

        /* "y" at the end of a word sounds as a vowel: ley, muy. */
        if (c == 'y' && i == word.n)
            v = WEAK;
        last = c;
        if (silent)
            continue;
        n += v != NONE && !joins(before, v);
        before = v;
    }
    return n > 0 ? n : 1;
}

struct tally {
    struct str locale;
    int words, sentences, syllables, longest, in_sentence;
};

static bool add_word(void *arg, struct str word)
{
    struct tally *t = arg;

    t->words++;
    t->in_sentence++;
    t->syllables += syllables_es(word);
    return true;
}

static bool add_sentence(void *arg, struct str sentence)
{
    struct tally *t = arg;

    t->in_sentence = 0;
    ucs_words(t->locale, sentence, add_word, t);
    t->sentences += t->in_sentence > 0;
    if (t->in_sentence > t->longest)
        t->longest = t->in_sentence;
    return true;
}

static enum inflesz grade_of(double score)
{
    if (score < 40)
        return INFLESZ_VERY_HARD;
    if (score < 55)
        return INFLESZ_HARD;
    if (score < 65)
        return INFLESZ_NORMAL;
    return score < 80 ? INFLESZ_EASY : INFLESZ_VERY_EASY;
}

void readability_measure(struct str locale, struct str text, struct readability *ret_r)
{
    struct tally t = {.locale = locale};
    struct str line;
    double per_word, per_sentence;

    /* Blocks end with a line feed: a heading or a list item is a sentence though no point ends it.
     */
    while (str_line(&text, &line))
        ucs_sentences(locale, line, add_sentence, &t);
    *ret_r = (struct readability){.words = t.words};
    if (t.words < WORDS_LEAST || t.sentences == 0)
        return;
    per_word = (double)t.syllables / t.words;
    per_sentence = (double)t.words / t.sentences;
    ret_r->sentences = t.sentences;
    ret_r->syllables = t.syllables;
    ret_r->longest_sentence = t.longest;
    ret_r->fernandez_huerta = 206.84 - 60 * per_word - 1.02 * per_sentence;
    ret_r->szigriszt = 206.835 - 62.3 * per_word - per_sentence;
    ret_r->grade = grade_of(ret_r->szigriszt);
}
