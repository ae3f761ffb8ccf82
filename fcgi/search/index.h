/*
 * The index of search as it should be, and making it so (schema/0004-search.sql). As the role
 * estrado_panel.
 */
#ifndef ESTRADO_SEARCH_INDEX_H
#define ESTRADO_SEARCH_INDEX_H

#include "fcgi/store/pg.h"

/* A page, a term of the glossary, or a part of a file. */
struct search_row {
    struct str doc; /* one result: rows with the same doc are shown once */
    int part;       /* page of a PDF, from 1; 0: the whole */
    struct str kind, site, locale, url, type, process, organ, act, title, summary, headings, body;
    int year; /* 0: none */
    int64_t publish, expire;
};
/* Grows in an arena; texts are borrowed. */
struct search_rows {
    struct arena *arena;
    struct search_row *v;
    size_t n, room;
};
void search_rows_add(struct search_rows *rows, const struct search_row *row);

struct search_counts {
    int64_t rows, written, removed;
};
/*
 * In one transaction: rows that changed (by the digest of all they hold) are written, rows that are
 * not in `rows` removed, the words for "did you mean" counted again, from what is visible at `now`.
 * Searches meanwhile see the index as it was; a kill leaves it so.
 */
NODISCARD enum err search_index(struct pg *pg, struct arena *a, const struct search_rows *rows,
                                int64_t now, struct search_counts *ret_counts);

/* Texts of files by the digest of their bytes. state: "ok", or why there are none. ERR_NOT_FOUND:
 * the file was not read yet. */
NODISCARD enum err search_file_get(struct pg *pg, struct arena *a, struct str digest,
                                   struct str *ret_state, struct strs *ret_texts);
NODISCARD enum err search_file_put(struct pg *pg, struct arena *a, struct str digest,
                                   struct str state, struct strs texts);

#endif
