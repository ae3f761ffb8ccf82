/*
 * One entry of a ZIP archive in memory (libzip: only in zip.c). For use in a child with limits.
 */
#ifndef ESTRADO_SEARCH_ZIP_H
#define ESTRADO_SEARCH_ZIP_H

#include "fcgi/base/buf.h"
#include "fcgi/base/str.h"

#define ZIP_ENTRIES_MAX 10000
#define ZIP_ENTRY_MAX   ((size_t)48 << 20)
#define ZIP_RATIO_MAX   200 /* text of an office file packs ten to thirty times */

/*
 * Adds the entry to `out`. ERR_NOT_FOUND: no such entry. ERR_TOO_BIG: more entries or bytes than
 * the limits, by what the archive says or by what comes out. ERR_INVALID: no archive, or a broken
 * or encrypted one.
 */
NODISCARD enum err zip_entry(struct str archive, const char *name, struct buf *out);

#endif
