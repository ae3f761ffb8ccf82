/*
 * Counting syllables, words and sentences of Spanish.
 */
#include "content/readability.h"
#include "fcgi/base/ucs.h"

#define WORDS_LEAST 30
#define LETTERS_MAX 64 /* of a word that is looked at; the longest of Spanish has 23 */

enum sound { CONSONANT, WEAK, STRONG, STRESSED_WEAK };

/* ---- letters to sounds ---- */

/* i u ü: weak; a e o and their accents: strong; í ú: weak that stands alone. */
static enum sound sound_of(uint32_t c)
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
        return CONSONANT;
    }
}

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xE0 && c <= 0x24F && c != 0xF7);
}

static uint32_t lower(uint32_t c)
{
    if (c >= 'A' && c <= 'Z')
        return c + 32;
    return c >= 0xC0 && c <= 0xDE ? c + 32 : c;
}

/* Lower-case letters of a word; their number. */
static size_t letters_of(struct str word, uint32_t v[LETTERS_MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < word.n && n < LETTERS_MAX;) {
        uint32_t c = lower(str_codepoint(word, &i));

        if (is_letter(c))
            v[n++] = c;
    }
    return n;
}

/* que, qui, gue, gui: the u is not heard, nor any u behind q. */
static bool is_silent_u(const uint32_t *v, size_t n, size_t i)
{
    if (v[i] != 'u' || i == 0 || i + 1 >= n)
        return false;
    if (v[i - 1] == 'q')
        return sound_of(v[i + 1]) != CONSONANT;
    return v[i - 1] == 'g' &&
           (v[i + 1] == 'e' || v[i + 1] == 'i' || v[i + 1] == 0xE9 || v[i + 1] == 0xED);
}

/* y sounds as i where no vowel follows: y, ley, muy. */
static enum sound sound_at(const uint32_t *v, size_t n, size_t i)
{
    if (v[i] == 'y')
        return i + 1 < n && sound_of(v[i + 1]) != CONSONANT ? CONSONANT : WEAK;
    return is_silent_u(v, n, i) ? CONSONANT : sound_of(v[i]);
}

/* h between vowels separates nothing (prohi-bir), but for hu and hi that begin a syllable: ahue-car
 * is a-hue-car. */
static bool is_mute_h(const uint32_t *v, size_t n, size_t i)
{
    if (v[i] != 'h' || i == 0 || i + 1 >= n || sound_at(v, n, i - 1) == CONSONANT)
        return false;
    return !(i + 2 < n && sound_at(v, n, i + 1) == WEAK && sound_at(v, n, i + 2) != CONSONANT);
}

/* Two vowels are one syllable when one of them is weak and no weak one is stressed beside a strong
 * one. */
static bool is_diphthong(enum sound before, enum sound now)
{
    if (before == CONSONANT || now == CONSONANT || (before == STRONG && now == STRONG))
        return false;
    return !((before == STRESSED_WEAK && now == STRONG) ||
             (before == STRONG && now == STRESSED_WEAK));
}

int syllables_es(struct str word)
{
    uint32_t v[LETTERS_MAX];
    size_t n = letters_of(word, v);
    enum sound before = CONSONANT;
    uint32_t last = 0;
    int count = 0;

    for (size_t i = 0; i < n; i++) {
        enum sound now = sound_at(v, n, i);

        if (is_mute_h(v, n, i) || is_silent_u(v, n, i))
            continue;
        /* ii, uu: chiita, duunviro. */
        if (now != CONSONANT && (!is_diphthong(before, now) || v[i] == last))
            count++;
        before = now;
        last = v[i];
    }
    return count > 0 ? count : 1;
}

/* ---- words and sentences ---- */

struct tally {
    struct str locale;
    struct readability r;
    int in_sentence;
};

static bool add_word(void *arg, struct str word)
{
    struct tally *t = arg;
    uint32_t v[LETTERS_MAX];

    if (letters_of(word, v) == 0)
        return true;
    t->in_sentence++;
    t->r.words++;
    t->r.syllables += syllables_es(word);
    return true;
}

static bool add_sentence(void *arg, struct str sentence)
{
    struct tally *t = arg;

    t->in_sentence = 0;
    ucs_words(t->locale, sentence, add_word, t);
    t->r.sentences += t->in_sentence > 0;
    t->r.long_sentences += t->in_sentence > SENTENCE_WORDS_MAX;
    if (t->in_sentence > t->r.longest_words) {
        t->r.longest_words = t->in_sentence;
        t->r.longest = sentence;
    }
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

    while (str_line(&text, &line))
        ucs_sentences(locale, line, add_sentence, &t);
    if (t.r.words < WORDS_LEAST) {
        *ret_r = (struct readability){
            .words = t.r.words, .longest_words = t.r.longest_words, .longest = t.r.longest};
        return;
    }
    per_word = (double)t.r.syllables / t.r.words;
    per_sentence = (double)t.r.words / t.r.sentences;
    t.r.fernandez_huerta = 206.84 - 60 * per_word - 1.02 * per_sentence;
    t.r.szigriszt = 206.835 - 62.3 * per_word - per_sentence;
    t.r.grade = grade_of(t.r.szigriszt);
    *ret_r = t.r;
}
