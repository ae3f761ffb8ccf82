/*
 * Plain text as a speaking program should get it: one block a paragraph, each with an end that is
 * heard, and without what such programs read wrongly.
 *
 * Words that are written short (speech.words of fcgi/locales) are spelled out, sums of money have
 * their unit behind the number, and numbers lose the commas between thousands.
 */
#ifndef ESTRADO_CONTENT_SPEECH_H
#define ESTRADO_CONTENT_SPEECH_H

#include "fcgi/base/arena.h"
#include "fcgi/base/messages.h"
#include "fcgi/base/str.h"

/* UTF-8; `body` as page.text: blocks end with \n. summary may be empty. The same words give the
 * same bytes. */
struct str speech_of(struct arena *a, const struct messages *texts, struct str title,
                     struct str summary, struct str body);

#endif
