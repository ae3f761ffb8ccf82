/*
 * A piece of a text around the words that were found, as HTML: escaped, the words in <mark>.
 */
#ifndef ESTRADO_SEARCH_MARK_H
#define ESTRADO_SEARCH_MARK_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

/*
 * stems: what to_tsvector makes of words, blanks between them ("campañ elector"). A word of the
 * text counts when it begins with one, folded, and is not much longer. The piece has at most
 * `chars` code points and words are whole; "…" stands where it was cut. Without a word to mark: the
 * beginning.
 */
struct html mark_fragment(struct arena *a, struct str text, struct str stems, size_t chars);

#endif
