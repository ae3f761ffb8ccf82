/*
 * The text of an XML document (libxml2: only in xmltext.c): paragraphs as lines. A document type is
 * refused, and with it entities and whatever lies elsewhere. For use in a child with limits.
 */
#ifndef ESTRADO_SEARCH_XMLTEXT_H
#define ESTRADO_SEARCH_XMLTEXT_H

#include "fcgi/base/buf.h"
#include "fcgi/base/str.h"

/* only: text counts inside elements of this local name alone ("t" of DOCX); NULL: everywhere.
 * ERR_INVALID: not well-formed, or with a document type. ERR_TOO_BIG: `out` is full. */
NODISCARD enum err xmltext_of(struct str xml, const char *only, struct buf *out);

#endif
