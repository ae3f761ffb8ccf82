/*
 * The text of a file that lies beside a page: PDF by pdftotext, page by page; DOCX and ODT in a
 * child of ours. What is wrong with a file costs that file only.
 */
#ifndef ESTRADO_SEARCH_FILETEXT_H
#define ESTRADO_SEARCH_FILETEXT_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

#define FILETEXT_FILE_MAX ((size_t)128 << 20) /* bytes of a file that are looked at */
#define FILETEXT_TEXT_MAX ((size_t)16 << 20)  /* of its text */
#define FILETEXT_PART_MAX                                                  \
    ((size_t)512 << 10) /* of a page of it; PostgreSQL's tsvector has 1 MB \
                         */
#define FILETEXT_PARTS_MAX 5000

/* By media type, as assets.h has them. */
bool filetext_is_for(struct str type);
/*
 * *ret_texts: of a PDF one a page, else one; blank pages are empty. ERR_INVALID: not what its name
 * says, broken, or locked. ERR_TOO_BIG: more than the limits, a ZIP bomb among them. ERR_CONFLICT:
 * not done in time. ERR_NOT_FOUND: there is no pdftotext. ERR_UNAVAILABLE: the system refuses.
 */
NODISCARD enum err filetext(struct arena *a, struct str type, struct str bytes,
                            struct str pdftotext, struct strs *ret_texts);

#endif
