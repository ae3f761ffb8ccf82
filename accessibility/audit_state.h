/*
 * What the files of the audit share; nobody else includes this.
 */
#ifndef ESTRADO_ACCESSIBILITY_AUDIT_STATE_H
#define ESTRADO_ACCESSIBILITY_AUDIT_STATE_H

#include "accessibility/audit.h"
#include "accessibility/audit_theme.h"
#include "accessibility/tokens.h"
#include "fcgi/base/buf.h"

#define AUDIT_DEPTH_MAX 256

/* An element that is open. */
struct element {
    struct str name;
    struct str about; /* href of a link: to tell which */
    struct str id, classes, label, labelledby;
    struct str role; /* of a landmark; empty when it is none */
    int line;
    size_t text;                /* where its text begins in audit.text */
    size_t waiting;             /* how many targets waited when it was opened */
    bool named;                 /* has text, or another name */
    bool titled;                /* has a title=, which alone is no name */
    bool hidden;                /* aria-hidden, or inside such */
    bool has_caption, has_head; /* of a table */
    bool has_first; /* legend of a fieldset, summary of a details, captions of a video */
    bool has_words; /* a block with text outside of links: running text */
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

/* A landmark, a link of main, or an element with an id: what it is called. */
struct called {
    struct str what, by, name; /* by: aria-labelledby, when the name is not known yet */
    int line;
};
struct called_list {
    struct called *v;
    size_t n, cap;
};

struct audit {
    struct arena a;
    struct str shown;
    const struct audit_theme *theme; /* NULL: nothing is known of it */
    struct diags *d;
    int errors;
    struct buf text; /* all that is read aloud, in order */
    struct element stack[AUDIT_DEPTH_MAX];
    size_t depth, too_deep; /* too_deep: open elements above the maximum */
    struct refs ids, wanted, labelled, controls, waiting;
    struct called_list landmarks, links, texts;
    int nh1, nmain, ntitles, heading;
    bool has_lang, has_links, in_skip_link;
};

void audit_tell(struct audit *t, int line, const char *code, struct str x, struct str y);
void audit_warn(struct audit *t, int line, const char *code, struct str x, struct str y);
void audit_add(struct audit *t, struct refs *r, struct ref ref);
void audit_add_called(struct audit *t, struct called_list *l, struct called c);
/* Inside an element of that name, or of one of a list of names. */
bool audit_inside(const struct audit *t, const char *names);
/* The innermost open element of these names; NULL when there is none. */
struct element *audit_innermost(struct audit *t, const char *names);

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

/* audit_landmarks.c */
void audit_landmark(struct audit *t, const struct token *tag);
void audit_content(struct audit *t, int line); /* something to read stands here */
void audit_check_landmarks(struct audit *t);
/* audit_said.c: the words of elements, and links that say the same */
void audit_say(struct audit *t, struct str text);
void audit_said(struct audit *t, const struct element *e); /* it was just closed */
void audit_check_links(struct audit *t);
/* audit_forms.c */
void audit_form_part(struct audit *t, const struct token *tag);
void audit_form_closed(struct audit *t, const struct element *e);
/* audit_media.c: what plays, zooms, steals focus; the root's words */
void audit_media(struct audit *t, const struct token *tag);
void audit_media_closed(struct audit *t, const struct element *e);
/* audit_targets.c */
void audit_target(struct audit *t, const struct token *tag);
void audit_target_words(struct audit *t);
void audit_target_closed(struct audit *t, const struct element *e);

#endif
