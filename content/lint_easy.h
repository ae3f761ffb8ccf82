/*
 * What easy Spanish has to be (UNE 153101 and the guides after it say short sentences and known
 * words; these are the two that a program can measure). Called by lint.c only.
 */
#ifndef ESTRADO_CONTENT_LINT_EASY_H
#define ESTRADO_CONTENT_LINT_EASY_H

#include "content/page.h"
#include "fcgi/base/diag.h"

#define EASY_INFLESZ_LEAST  65 /* "fairly easy" of INFLESZ (readability.h) */
#define EASY_SENTENCE_WORDS 20

/* Errors for a companion that is harder than that. */
void lint_easy(struct str locale, const struct easy *e, struct diags *d);
/* The beginning of a sentence, whole words, for a message. */
struct str lint_excerpt(struct str sentence);

#endif
