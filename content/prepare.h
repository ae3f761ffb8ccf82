/*
 * From an editor's Markdown to what discount may see: our own constructs become
 * marks (a number between U+E000 and U+E001) that discount passes through as text, and
 * htmlpass.c puts what they stand for in their place. Fenced code becomes a mark too: discount
 * mistakes it inside lists, and right behind a paragraph.
 */
#ifndef ESTRADO_CONTENT_PREPARE_H
#define ESTRADO_CONTENT_PREPARE_H

#include "content/legal.h"
#include "content/markdown.h"
#include "fcgi/base/buf.h"

#define MARK_BEGIN "\xEE\x80\x80"
#define MARK_END   "\xEE\x80\x81"

enum piece_kind {
    PIECE_INLINE,  /* html, in running text: a fact; text: the same for alternative text and search
                    */
    PIECE_BLOCK,   /* html, alone in its paragraph: opens or closes one of our blocks, or code */
    PIECE_STEPS,   /* opens "pasos": the next ordered list becomes steps */
    PIECE_CAPTION, /* text: caption of the table that must follow */
    PIECE_TERM,    /* at the head of a term of the glossary; text: its id */
    PIECE_LEGAL,   /* text: a legal mark at the head of a paragraph; level LEGAL_NONE: a further
                      paragraph of the item before */
};
struct piece {
    enum piece_kind kind;
    struct str html, text;
    struct str value; /* PIECE_INLINE: the fact alone, for addresses */
    bool dated;       /* PIECE_INLINE: the fact holds for a time only */
    enum legal level;
    bool row_heads; /* PIECE_CAPTION: first cells are heads of their rows */
    int line;
};
/* Where headings (level 1-6) and tables (level 0) stand in the file, in its order: for diags. */
struct source_line {
    int line, level;
};
struct pieces {
    const struct piece *v;
    size_t n;
    const struct source_line *lines;
    size_t nlines;
    bool glossary; /* the page holds {{glosario}} */
};

/* False when an error was added. *ret_pieces lives in `a`; out->failed is an error too. */
bool prepare(struct arena *a, const struct markdown_env *env, struct str shown, struct str dir,
             struct str source, int first_line, struct diags *d, struct buf *out,
             struct pieces *ret_pieces);

#endif
