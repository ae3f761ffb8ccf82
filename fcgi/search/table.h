/*
 * What an editor tells the search (content/busqueda.yml): words that mean the same, and answers
 * that come first.
 *
 *   synonyms:
 *     - [INE, Instituto Nacional Electoral, IFE]    each finds the others
 *   promoted:
 *     - words: [credencial, "credencial para votar"]
 *       title: Credencial para votar
 *       url: /preguntas-frecuentes                  a path of the site, or https
 *       text: La tramita el INE.
 *
 * Words are compared folded (case, accents). A promoted answer is shown when what was asked is one
 * of its words, whole.
 */
#ifndef ESTRADO_SEARCH_TABLE_H
#define ESTRADO_SEARCH_TABLE_H

#include "fcgi/base/diag.h"

#define SEARCH_TABLE_MAX    (256 * 1024) /* bytes of the file */
#define SEARCH_GROUPS_MAX   500
#define SEARCH_GROUP_MAX    12 /* words of a group, of an answer */
#define SEARCH_PROMOTED_MAX 200
#define SEARCH_TEXT_MAX     300 /* bytes of a text */

struct search_group {
    struct strs words;  /* as written */
    struct strs folded; /* one for each of words */
    int line;
};
struct search_promoted {
    struct strs folded;
    struct str title, url, text;
    int line;
};
struct search_table {
    struct str file; /* as diags show it */
    const struct search_group *groups;
    size_t ngroups;
    const struct search_promoted *promoted;
    size_t npromoted;
};

/* Entries with an error are left out; NULL when nothing can be used. */
const struct search_table *search_table_parse(struct arena *a, struct str shown, struct str source,
                                              struct diags *d);
/* The same from a file; NULL too, without an error, when there is none or path is empty. */
const struct search_table *search_table_load(struct arena *a, struct str path, struct str shown,
                                             struct diags *d);
/* The group with this folded word or phrase; NULL: none. */
const struct search_group *search_synonyms(const struct search_table *t, struct str folded);
/* The answer for a whole question, folded; NULL: none. */
const struct search_promoted *search_promoted_for(const struct search_table *t, struct str folded);

#endif
