/*
 * What the files of the glossary share; nobody else includes this.
 */
#ifndef ESTRADO_CONTENT_GLOSSARY_STATE_H
#define ESTRADO_CONTENT_GLOSSARY_STATE_H

#include "content/glossary.h"

struct glossary_word {
    struct str text; /* as it is written */
    uint32_t hash;   /* of it folded */
    bool exact;      /* a capital stands behind the first letter */
};
struct glossary_form {
    struct glossary_word words[GLOSSARY_WORDS_MAX];
    size_t n;
    size_t entry;
    int line;   /* of the entry */
    bool never; /* no link where it stands */
    struct str text;
};

/* glossary_forms.c: the words of a form; false when it is not words with single blanks between. */
bool glossary_split(struct str text, struct glossary_form *ret_f);
/* Fills the table of g from its entries; a form that stands there twice is told and left out. */
void glossary_index(struct arena *a, struct glossary *g, struct diags *d);

#endif
