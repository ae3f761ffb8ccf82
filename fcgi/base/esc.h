/*
 * Escaping, one function a context. Output goes to a buf; input is any bytes.
 */
#ifndef ESTRADO_BASE_ESC_H
#define ESTRADO_BASE_ESC_H

#include "fcgi/base/arena.h"
#include "fcgi/base/buf.h"

/* Text and quoted attributes of HTML and XML: & < > " ' */
void esc_html(struct buf *b, struct str s);
/* One component of a URL (RFC 3986 2.3): all but unreserved is %XX. */
void esc_url(struct buf *b, struct str s);
/* As esc_url, but '/' stays: a path. */
void esc_path(struct buf *b, struct str s);
/* Inside the quotes of a JSON string; '<' becomes \u003c so that it may stand in a script element,
 * a malformed byte \ufffd, so that the text is UTF-8 (RFC 8259 8.1). */
void esc_json(struct buf *b, struct str s);
/* A logfmt value: as it is when it is plain, quoted with escapes otherwise. */
void esc_logfmt(struct buf *b, struct str s);
/*
 * True for what may stand in href or src: no scheme at all (path, query,
 * fragment), or http, https, mailto, tel. Blanks and control characters,
 * "//host" and backslashes make it false.
 */
bool esc_url_is_safe(struct str url);

#endif
