/*
 * Legal numbering, kept as it is written: "Artículo 8.", "II bis.", "a)", "3.".
 * discount renumbers lists from 1, and a legal text lives by its numbers.
 */
#ifndef ESTRADO_CONTENT_LEGAL_H
#define ESTRADO_CONTENT_LEGAL_H

#include "fcgi/base/str.h"

/* Outer to inner, as a law nests them. */
enum legal { LEGAL_NONE, LEGAL_ARTICLE, LEGAL_FRACTION, LEGAL_ITEM, LEGAL_NUMBER };

/*
 * The mark that a line begins with: *ret_mark ("II bis.", with its point), *ret_rest what follows,
 * *ret_value the number of a LEGAL_NUMBER without "bis" (-1 otherwise). strict: outside a ":::"
 * legal block, where a mark must begin the line and a single letter C or L is somebody's initial.
 * Roman numerals go up to CCCXCIX, numbers up to 999 ("2024." begins a sentence about a year). A
 * hyphen behind the point ("I.-") belongs to the mark. "1)" is a LEGAL_NUMBER too, of value -1.
 */
enum legal legal_mark(struct str line, bool strict, struct str *ret_mark, struct str *ret_rest,
                      int *ret_value);
/*
 * How many bytes from the start of `source` (the beginning of a line with a mark) belong to the
 * same text of marks, continuations and blank lines; *ret_is_legal: its numbers must be kept (it
 * has a mark that is no plain number, or numbers that do not count 1, 2, 3).
 */
size_t legal_region(struct str source, bool *ret_is_legal);

#endif
