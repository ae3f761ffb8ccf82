/*
 * A document and its versions, from the field `versions` of a page:
 *
 *   params:
 *     versions:
 *       - file: acta-v2.pdf     beside the page; required
 *         date: 2023-05-01      since when it is the one that counts; required
 *         note: ...             what changed
 *         accessible: yes       yes, no, unknown (the default)
 *         lang: es              when it is not the page's
 *
 * The current file is always at <page>/archivo. Each version has its number, 1 for the oldest, and
 * is at <page>/version/<number> for ever: a newer one changes no number. So none is ever taken out
 * of the list, and a new one is dated behind the others.
 */
#ifndef ESTRADO_CONTENT_DOCUMENT_H
#define ESTRADO_CONTENT_DOCUMENT_H

#include "fcgi/base/diag.h"
#include "fcgi/base/yaml.h"

#define DOCUMENT_VERSIONS_MAX 100
#define DOCUMENT_NOTE_MAX     2000 /* bytes */

enum accessible { ACCESSIBLE_UNKNOWN, ACCESSIBLE_YES, ACCESSIBLE_NO };
struct document_version {
    struct str file, note, lang;
    int64_t date;
    enum accessible accessible;
    int number, line;
};
struct document {
    struct document_version *v; /* the current one first */
    size_t n;
};

/* False when an error was added to d; the versions without one are there nevertheless. */
bool document_read(struct arena *a, struct str shown, struct str zone, const struct yaml *list,
                   struct diags *d, struct document *ret_document);
/*
 * "/x/archivo" -> "/x", 0; "/x/version/3" -> "/x", 3. False for anything else, also for a number
 * that is not written as we write it.
 */
bool document_address(struct str path, struct str *ret_page, int *ret_number);
/* Whether a file begins as one of its media type does. Types that have no such sign pass. */
bool document_is_of_type(struct str type, struct str content);

#endif
