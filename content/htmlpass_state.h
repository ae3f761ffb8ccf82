/*
 * What the files of the HTML pass share; nobody else includes this.
 */
#ifndef ESTRADO_CONTENT_HTMLPASS_STATE_H
#define ESTRADO_CONTENT_HTMLPASS_STATE_H

#include "content/htmlpass.h"
#include "content/ids.h"

#define HTML_MAX ((size_t)4 << 20)

/* A tag of discount's: name, whether it closes, its attributes as they stand. */
struct tag {
    struct str name, attributes;
    bool closes;
};

struct pass_table {
    const struct piece *caption; /* of the table that must follow */
    int n;                       /* tables so far */
    int line;                    /* of the open one */
    bool in_head, row_heads, first_cell, cell_is_head, has_heads;
    struct str cell_class;
    size_t cell_out, cell_text; /* where the open cell begins in out and text */
};

struct pass_link {
    bool is_open;
    struct str href, meta; /* meta: printed before </a>, "(PDF, 120 KB)" */
    int line;
    size_t text; /* where its text began in pass.text */
};

/* Where we are in the source (htmlpass_line.c). */
struct pass_lines {
    size_t *starts; /* of each line; NULL: not asked for yet */
    size_t nstarts;
    size_t seen;   /* start of the line that was found last: an image stands before its link */
    size_t budget; /* bytes that may still be looked through */
    struct line_slot *slots; /* open addressing; a power of two, at most half full */
    size_t n, cap;
    size_t next_structure;
};

struct pass {
    struct arena *a;
    const struct markdown_env *env;
    const struct htmlpass_source *src;
    const struct pieces *pieces;
    struct diags *d;
    struct buf out, text;
    struct str rest; /* of discount's HTML */
    /* lists that grow */
    struct heading *headings;
    size_t nheadings, cap_headings;
    struct link_ref *links;
    size_t nlinks, cap_links;
    struct ids ids;
    struct pass_lines lines;
    /* where we are in the page */
    int heading_level;                /* of the last heading; 1: the page's title */
    size_t heading_out, heading_text; /* where the open heading began, in out and text */
    enum legal legal[4];
    size_t nlegal;             /* open legal lists */
    bool no_paragraph_end;     /* the </p> that comes next is not printed */
    const struct piece *steps; /* the next <ol> becomes steps */
    struct pass_table table;
    struct pass_link link;
    bool in_footnotes, in_pre, in_code, in_heading, in_term;
    bool *linked; /* for each entry of the glossary; NULL: no links to it in this page */
};

/* ---- htmlpass_line.c ---- */

/* The line of the next place in the page that holds `needle`: behind where the same was found
 * before, else behind what was asked for last, else the first of all; 0 when none does, or when
 * the page has so many that they are no longer looked for. */
int pass_line(struct pass *p, struct str needle);
/* The same for an address, where it is not a part of a longer one. */
int pass_address_line(struct pass *p, struct str address);
/* The line of the next heading of this level (1-6) or table (0); 0 when it is not known. */
int pass_structure_line(struct pass *p, int level);

/* ---- htmlpass_text.c ---- */

/* Attribute of a tag, its entities decoded and its marks replaced by their text; false when it
 * lacks it. */
bool pass_attribute(struct pass *p, const struct tag *t, struct str name, struct str *ret_value);
/* The piece whose mark stands at the head of s; NULL: none. */
const struct piece *pass_mark(const struct pass *p, struct str s, size_t *ret_length);
/* Everything up to the next tag. */
void pass_text(struct pass *p);
/* A line break of the plain text, unless it stands at one. */
void pass_text_break(struct pass *p);

/* ---- htmlpass_glossary.c ---- */

/* Words of the glossary become links, or their ids are kept for the list itself. */
void pass_begin_glossary(struct pass *p);
/* Escaped, with the first use of each word as a link. */
void pass_words(struct pass *p, struct str plain);
/* The open <dt> gets the id of its entry. */
void pass_term(struct pass *p, const struct piece *piece);

/* ---- htmlpass_heading.c ---- */

void pass_heading(struct pass *p, const struct tag *t);

/* ---- htmlpass_link.c ---- */

void pass_open_link(struct pass *p, const struct tag *t);
void pass_close_link(struct pass *p);
void pass_image(struct pass *p, const struct tag *t);

/* ---- htmlpass_table.c ---- */

void pass_table_tag(struct pass *p, const struct tag *t);
bool pass_is_table_tag(struct str name);
/* A caption that no table followed is an error. */
void pass_drop_caption(struct pass *p);

/* ---- htmlpass_legal.c ---- */

void pass_open_legal(struct pass *p, const struct piece *piece);
void pass_close_legal(struct pass *p);

#endif
