/*
 * Pages read aloud: <state_dir>/audio/<hash>.mp3, made by `estrado jobs` (fcgi/job_voice.c) and
 * never while somebody waits, served by nginx alone as /audio/<hash>.mp3.
 *
 * The hash is of all that can be heard: the text, the voice, its speed, the bitrate and the way
 * that files are made (VOICE_FORMAT). A page that changes has another file, and what browsers keep
 * is never wrong.
 */
#ifndef ESTRADO_APP_VOICE_H
#define ESTRADO_APP_VOICE_H

#include "fcgi/app/app.h"

#define VOICE_FORMAT     1  /* one more when the same settings give other bytes */
#define VOICE_HASH_BYTES 20 /* of the digest; twice as many digits in a name: nginx/static.conf */
#define VOICE_RETRY_S    60 /* how long an answer without the file it wants may be kept */

/* What is said of a page, or of its companion in easy Spanish (which must be there). */
struct str voice_text(struct arena *a, const struct app *app, const struct page *p, bool easy);
/* "<hash>.mp3" of such a text. */
struct str voice_name(struct arena *a, const struct config *config, struct str text);
/* Whether the page has a recording at all, now or soon. */
bool voice_is_for(const struct config *config, const struct page *p);

/* False when there is no file yet. For what is shown of the page: its companion where that is. */
bool voice_of(struct ctx *c, const struct page *p, struct str *ret_url, int64_t *ret_bytes);
/* The fields of the view, for who asked to listen. `render --all` shows what there is: nobody can
 * choose in files. */
void voice_view(struct ctx *c, const struct page *p, struct answer *answer);

#endif
