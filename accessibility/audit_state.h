/*
 * What the files of the audit share; nobody else includes this.
 */
#ifndef ESTRADO_ACCESSIBILITY_AUDIT_STATE_H
#define ESTRADO_ACCESSIBILITY_AUDIT_STATE_H

#include "accessibility/audit.h"
#include "accessibility/tokens.h"

#define AUDIT_DEPTH_MAX 256

/* An element that is open. */
struct element {
    struct str name;
    struct str about; /* href of a link: to tell which */
    int line;
    bool named;                 /* has text, or another name */
    bool hidden;                /* aria-hidden, or inside such */
    bool has_caption, has_head; /* of a table */
};

/* A name that must, or does, stand for an element: id, reference, control. */
struct ref {
    struct str id, what; /* what: for the message, where it is not the id */
    int line;
};
struct refs {
    struct ref *v;
    size_t n, cap;
};

struct audit {
    struct arena a;
    struct str shown;
    struct diags *d;
    int errors;
    struct element stack[AUDIT_DEPTH_MAX];
    size_t depth, too_deep; /* too_deep: open elements above the maximum */
    struct refs ids, wanted, labelled, controls;
    int nh1, nmain, ntitles, heading;
    bool has_lang, has_links;
};

void audit_tell(struct audit *t, int line, const char *code, struct str x, struct str y);
void audit_add(struct audit *t, struct refs *r, struct ref ref);

/* audit_nesting.c */
bool audit_may_stand(const struct audit *t, const struct token *tag);
bool audit_is_void(struct str name);
/* audit_names.c */
void audit_name(struct audit *t, const struct token *tag);
void audit_text(struct audit *t, struct str text);
void audit_check_name(struct audit *t, const struct element *e);
void audit_control(struct audit *t, const struct token *tag);
void audit_references(struct audit *t, const struct token *tag);
void audit_check_references(struct audit *t);

#endif
