/*
 * Markdown to safe HTML (discount: only in markdown.c).
 *
 * The order: limits (size 256 KiB, nesting, runs: judged before discount sees a
 * byte) -> facts ({{dato "x"}}) -> our blocks (blocks.c: legal numbering, callouts, steps,
 * address, contact, video, table captions) -> discount -> htmlpass.c (allow-list, ids, tables,
 * links, images). docs/editores.md describes the dialect for those who write it.
 *
 * markdown_render may be slow or die on hostile input that the limits miss, so
 * it is only called in a child that parse.c watches, or by tests.
 */
#ifndef ESTRADO_CONTENT_MARKDOWN_H
#define ESTRADO_CONTENT_MARKDOWN_H

#include "content/glossary.h"
#include "content/page.h"
#include "content/table_data.h"
#include "fcgi/base/diag.h"

#define MARKDOWN_MAX (256 * 1024)

/* What the Markdown may refer to. */
struct markdown_file { /* an image or attachment of the content folder */
    struct str path;   /* as written in the link, resolved against the page: "instituto/mapa.png" */
    struct str url, type;
    int64_t size;
    int width, height;
};
struct markdown_fact {
    struct str name, value;
    bool confirmed; /* false: «por confirmar» is shown behind the value, or instead of an empty one
                     */
    bool dated;     /* holds only in [from, until): dated.h */
    int64_t from, until;
};
/* Words that the HTML needs, from fcgi/locales: "(PDF, 120 KB)", "Nota", "Importante" ... */
struct markdown_env {
    const struct markdown_file *files; /* sorted by path */
    size_t nfiles;
    const struct markdown_fact *facts; /* sorted by name */
    size_t nfacts;
    const struct table_data *tables; /* sorted by path */
    size_t ntables;
    const struct messages *messages; /* keys markdown.* */
    const struct glossary *glossary; /* its words become links at their first use; NULL: none */
    bool plain;                      /* they do not */
    struct str locale;
};

struct markdown_result {
    struct html body;
    struct str text, folded; /* folded: ucs_fold of text */
    struct headings headings;
    struct link_refs links;
    int words;
};

/* False when at least one error was added. Warnings may be added either way. */
bool markdown_render(struct arena *a, const struct markdown_env *env, struct str shown,
                     struct str dir, struct str source, int first_line, struct diags *d,
                     struct markdown_result *ret_r);

#endif
