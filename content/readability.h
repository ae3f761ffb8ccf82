/*
 * Reading ease of a Spanish text.
 * Fernández Huerta 1959 with the corrected constant: 206.84 - 60 * syllables/words - 1.02 *
 * words/sentences. INFLESZ (Barrio Cantalejo 2008) grades the Szigriszt-Pazos perspicuity, 206.835
 * - 62.3 * syllables/words - words/sentences: below 40 very hard, 40-55 somewhat hard, 55-65
 * normal, 65-80 fairly easy, above 80 very easy.
 */
#ifndef ESTRADO_CONTENT_READABILITY_H
#define ESTRADO_CONTENT_READABILITY_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

enum inflesz { INFLESZ_VERY_HARD, INFLESZ_HARD, INFLESZ_NORMAL, INFLESZ_EASY, INFLESZ_VERY_EASY };

#define SENTENCE_WORDS_MAX 40 /* above it a sentence is long */

struct readability {
    int words, sentences, syllables;
    double fernandez_huerta, szigriszt;
    enum inflesz grade;
    int long_sentences; /* above SENTENCE_WORDS_MAX */
    int longest_words;  /* of the longest sentence */
    struct str longest; /* borrows text */
};

/*
 * A line feed ends a sentence, too: a heading or a list item has no point. Numbers and signs
 * without a letter count neither as words nor as syllables. Texts of fewer than 30 words have no
 * meaningful figure: only words and the longest sentence are set.
 */
void readability_measure(struct str locale, struct str text, struct readability *ret_r);
/* By the rules of the RAE's Ortografía (2010) for diphthongs and hiatus; at least 1. */
int syllables_es(struct str word);

#endif
