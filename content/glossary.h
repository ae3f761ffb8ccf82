/*
 * The glossary: words and acronyms of this site with their explanations, from one YAML file
 * (`glossary` of site.yml, content/glosario.yml).
 *
 *   page: /glosario            the page that holds {{glosario}}
 *   terms:
 *     - term: PREP             how it is listed; required
 *       id: prep               of its anchor; default: the slug of the term
 *       expansion: Programa …  what an acronym stands for
 *       definition: …          running text, links included; it or the expansion is required
 *       group: Resultados …    heading under which it is listed; without one: first of all
 *       also: [preps]          other forms in texts: plurals, genders
 *       not: [de acuerdo]      where words of it mean something else: never a link
 *       source: …              where the explanation is from
 *
 * Words are compared folded (case, accents; ñ is a letter of its own); one with a capital behind
 * its first letter (PREP) only as it is written.
 */
#ifndef ESTRADO_CONTENT_GLOSSARY_H
#define ESTRADO_CONTENT_GLOSSARY_H

#include "fcgi/base/diag.h"
#include "fcgi/base/secret.h"

#define GLOSSARY_MAX       (512 * 1024) /* bytes of the file */
#define GLOSSARY_TERMS_MAX 1000
#define GLOSSARY_FORMS_MAX 4000
#define GLOSSARY_WORDS_MAX 12  /* of one form */
#define GLOSSARY_TERM_MAX  100 /* bytes of a term, a form, a group, an id */
#define GLOSSARY_TEXT_MAX  800 /* bytes of a definition, an expansion, a source */

struct glossary_entry {
    struct str term, id, expansion, definition, group, source;
    struct strs also, never; /* never: the key `not` */
    int line;
};
struct glossary {
    struct str file, page;          /* of diags; of links: "/glosario" */
    const struct glossary_entry *v; /* groups as they come in the file, terms by collation */
    size_t n;
    const struct glossary_form *forms; /* glossary_forms.c */
    size_t nforms;
    const uint32_t *slots; /* index + 1 into forms by hash of the first word; 0: free */
    size_t nslots;         /* a power of two */
    unsigned char digest[DIGEST_BYTES]; /* of the file: what pages with links to it depend on */
};

/* NULL when nothing of it can be used; entries with an error are left out. */
const struct glossary *glossary_parse(struct arena *a, struct str shown, struct str source,
                                      struct str locale, struct diags *d);
/* The same from a file. NULL too when there is none (no error) or path is empty. */
const struct glossary *glossary_load(struct arena *a, struct str path, struct str shown,
                                     struct str locale, struct diags *d);

/* What words are made of: letters and digits; from U+0080 on whatever is not punctuation, a sign or
 * for private use. */
bool glossary_is_letter(uint32_t c);

/* Where s[at, end) names an entry; acronym: the form is one word that is compared as written. */
struct glossary_use {
    size_t at, end, entry; /* entry: index */
    bool acronym;
};
/*
 * The first place at or behind `from` where whole words name an entry; the longest form wins. Words
 * of a form are parted by blanks. Time grows with what was looked through, not with the glossary.
 */
bool glossary_find(const struct glossary *g, struct str s, size_t from,
                   struct glossary_use *ret_use);

#endif
