/*
 * The video of a page in Mexican Sign Language: names of files beside the page become addresses.
 */
#ifndef ESTRADO_CONTENT_SIGN_H
#define ESTRADO_CONTENT_SIGN_H

#include "content/markdown.h"

/*
 * `dir` as in parse_job. A video is a file of type MP4 or WebM beside the page, or an address with
 * https; captions are a WebVTT file beside it. False when an error was added; a page without video
 * has none.
 */
bool sign_resolve(struct arena *a, const struct markdown_env *env, struct str shown, struct str dir,
                  struct sign_language *s, struct diags *d);

#endif
