/*
 * From an editor's Markdown to what discount may see: our own constructs become
 * marks (a number between U+E000 and U+E001) that discount passes through as text, and
 * htmlpass.c puts what they stand for in their place.
 */
#ifndef ESTRADO_CONTENT_PREPARE_H
#define ESTRADO_CONTENT_PREPARE_H

#include "content/legal.h"
#include "content/markdown.h"
#include "fcgi/base/buf.h"

#define MARK_BEGIN "\xEE\x80\x80"
#define MARK_END   "\xEE\x80\x81"

enum piece_kind {
    PIECE_INLINE,  /* html, in running text: a fact */
    PIECE_BLOCK,   /* html, alone in its paragraph: the opening or closing of one of our blocks */
    PIECE_STEPS,   /* opens "pasos": the next ordered list becomes steps */
    PIECE_CAPTION, /* text: caption of the table that must follow */
    PIECE_LEGAL,   /* text: a legal mark at the head of a paragraph */
};
struct piece {
    enum piece_kind kind;
    struct str html, text;
    enum legal level;
    bool row_heads; /* PIECE_CAPTION: first cells are heads of their rows */
    int line;
};
struct pieces {
    const struct piece *v;
    size_t n;
};

/* False when an error was added. *ret_markdown lives in `out`. */
bool prepare(struct arena *a, const struct markdown_env *env, struct str shown, struct str source,
             int first_line, struct diags *d, struct buf *out, struct pieces *ret_pieces);

#endif
