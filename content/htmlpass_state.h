/*
 * What the files of the HTML pass share; nobody else includes this.
 */
#ifndef ESTRADO_CONTENT_HTMLPASS_STATE_H
#define ESTRADO_CONTENT_HTMLPASS_STATE_H

#include "content/htmlpass.h"

#define HTML_MAX ((size_t)4 << 20)

/* A tag of discount's: name, whether it closes, its attributes as they stand. */
struct tag {
    struct str name, attributes;
    bool closes;
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
    struct str *ids;
    size_t nids, cap_ids;
    /* where we are */
    int heading_level;                /* of the last heading; 1: the page's title */
    size_t heading_out, heading_text; /* where the open heading began, in out and text */
    bool in_heading;
    enum legal legal[4];
    size_t nlegal; /* open legal lists */
    bool in_legal_paragraph;
    bool steps;                  /* the next <ol> becomes steps */
    const struct piece *caption; /* of the table that must follow */
    int ntables;
    bool in_table, in_head, row_heads, first_cell, cell_is_head, has_heads;
    size_t cell_out; /* where the open cell's tag began */
    bool in_footnotes;
    size_t link_text;     /* where the open link's text began */
    struct str link_meta; /* printed before </a> */
    bool in_link, in_pre;
    struct str link_href;
};

/* First line of the page that holds `needle`; 0 when none does. */
int pass_line(const struct pass *p, struct str needle);
/* Attribute of a tag, entities decoded; false when it lacks it. */
bool tag_attribute(struct pass *p, const struct tag *t, struct str name, struct str *ret_value);
/* Entities that discount makes or leaves -> text. */
struct str pass_decode(struct pass *p, struct str s);
/* `wanted`, or wanted-2, -3 ... when it is taken. */
struct str pass_unique_id(struct pass *p, struct str wanted);

/* htmlpass_link.c */
void pass_open_link(struct pass *p, const struct tag *t);
void pass_close_link(struct pass *p);
void pass_image(struct pass *p, const struct tag *t);
/* htmlpass_table.c */
void pass_table_tag(struct pass *p, const struct tag *t);
bool pass_is_table_tag(struct str name);
/* htmlpass_legal.c */
void pass_open_legal(struct pass *p, const struct piece *piece);
void pass_close_legal(struct pass *p);

#endif
