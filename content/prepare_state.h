/*
 * What the files of the preparation share; nobody else includes this.
 */
#ifndef ESTRADO_CONTENT_PREPARE_STATE_H
#define ESTRADO_CONTENT_PREPARE_STATE_H

#include "content/prepare.h"

#define LIST_INDENTS 48

struct prep {
    struct arena *a;
    const struct markdown_env *env;
    struct str shown, dir;
    struct diags *d;
    struct buf *out;
    /* lists that grow */
    struct piece *v;
    size_t n, cap;
    struct source_line *lines;
    size_t nlines, cap_lines;
    struct prep_note *notes;
    size_t nnotes, cap_notes;
    /* where we are */
    int line;
    struct str whole, rest; /* of the source: from this line on, and from the next */
    struct str before;      /* the line before */
    bool blank;     /* nothing above belongs to this line: a blank line, a heading, the start */
    bool paragraph; /* the line before is running text outside lists, tables and quotes */
    bool list;      /* lines indented by four belong to a list item, a note or a definition */
    int last[LIST_INDENTS]; /* number of the last item by indent; 0: none */
    char definition;        /* '=' or ':': the form of definitions in this page; 0: none yet */
    size_t span;            /* backticks that close the open code span; 0: none */
    struct str block;       /* name of the open ":::" block; empty: none */
    struct str closing;     /* html that closes it */
    int block_line;
    bool legal;         /* the text of marks that we are in keeps its numbers */
    size_t legal_until; /* bytes of source left where it ends */
    char fence;         /* '`' or '~' inside fenced code, else 0 */
    size_t fence_length, fence_indent;
    int fence_line;
    struct buf code;
    bool glossary; /* the list stands above */
};

/* prepare.c: a mark for the piece goes out. */
void prep_piece(struct prep *p, struct piece piece);
/* The same as a paragraph of its own, indented as a list needs it. */
void prep_block(struct prep *p, struct piece piece, size_t indent);
/* before + escaped text + after, in the arena. */
struct str prep_html(struct prep *p, struct str before, struct str text, struct str after);
/* One of our words, from the catalogue. */
struct str prep_say(const struct prep *p, struct str key);

/* A heading or table stands in this line, for diags. */
void prep_note_line(struct prep *p, int line, int level);

/* prepare_text.c: running text goes out, with its facts as marks; raw HTML is an error. */
void prep_text(struct prep *p, struct str s);
/* A title or a caption: plain text with its facts, unescaped; in the arena when it has any. */
struct str prep_plain(struct prep *p, struct str s);

/* prepare_list.c: how far a line is indented; what is to be done about lists before it goes out
 * (*line moves behind what was printed of it). */
size_t list_indent(struct str s);
void list_take_line(struct prep *p, struct str *line);
/* Something else stands here: what numbered lists there were have ended. */
void list_forget(struct prep *p);
/* A blank line before a list that an editor began right below a paragraph. */
void list_part_from_paragraph(struct prep *p, struct str line);

/* prepare_notes.c: footnotes that a line calls or defines; at the end, which of them are lost. */
void notes_take_line(struct prep *p, struct str line);
void notes_check(struct prep *p);

/* prepare_glossary.c: "{{glosario}}" alone on its line becomes the whole list. True when it was
 * taken. */
bool glossary_take_line(struct prep *p, struct str line);

/* prepare_table.c: {{tabla "file"}} alone on its line becomes the table. True when it was taken. */
bool table_take_line(struct prep *p, struct str line);

/* blocks.c. True when the line was taken. */
bool blocks_take_line(struct prep *p, struct str line);
bool blocks_take_caption(struct prep *p, struct str line);
bool blocks_take_legal(struct prep *p, struct str line);
bool blocks_take_code(struct prep *p, struct str line);

#endif
