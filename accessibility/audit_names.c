/*
 * Names of links, buttons and controls, and what points to what. Labels may stand behind
 * what they label, so references are looked up at the end.
 */
#include "accessibility/audit_state.h"

#include <stdlib.h>

/* ---- names ---- */

/* Everything that is open has a name now, up to what is hidden. */
static void give_name(struct audit *t)
{
    for (size_t i = t->depth; i > 0 && !t->stack[i - 1].hidden; i--)
        t->stack[i - 1].named = true;
}

void audit_text(struct audit *t, struct str text)
{
    if (!token_text_is_blank(text))
        give_name(t);
    if (t->depth == 0 || !t->stack[t->depth - 1].hidden)
        audit_say(t, text);
}

static bool has_text(const struct token *tag, struct str name)
{
    struct str value;

    return token_attribute(tag, name, &value) && !token_text_is_blank(value);
}

/* For a tag that was just opened: names that it brings along. */
void audit_name(struct audit *t, const struct token *tag)
{
    bool is_image = token_is_one_of(tag->name, "img area") ||
                    (token_is_one_of(tag->name, "input") && has_text(tag, STR("alt")));
    struct str alt = {NULL, 0};

    if (has_text(tag, STR("aria-label")) || has_text(tag, STR("aria-labelledby")) ||
        (is_image && has_text(tag, STR("alt"))))
        give_name(t);
    else if (t->depth > 0 && has_text(tag, STR("title")) && !audit_is_void(tag->name))
        t->stack[t->depth - 1].titled = true;
    if (is_image && token_attribute(tag, STR("alt"), &alt))
        audit_text(t, alt);
}

void audit_check_name(struct audit *t, const struct element *e)
{
    bool is_link = token_is_one_of(e->name, "a") && e->about.n > 0;
    bool needs = is_link || token_is_one_of(e->name, "button summary h1 h2 h3 h4 h5 h6 th caption "
                                                     "legend label svg");

    if (e->named || e->hidden || !needs)
        return;
    if (e->titled)
        audit_tell(t, e->line, "html-title-only", e->name, e->about);
    else if (is_link)
        audit_tell(t, e->line, "html-link-nameless", e->about, STR(""));
    else
        audit_tell(t, e->line, "html-nameless", e->name, STR(""));
}

/* ---- controls ---- */

/* The element that the tag stands in, or is when it has content. */
static bool is_hidden(const struct audit *t)
{
    return t->depth > 0 && t->stack[t->depth - 1].hidden;
}

static void check_input_button(struct audit *t, const struct token *tag, struct str type)
{
    bool is_image = str_eq_nocase(type, STR("image")),
         is_plain = str_eq_nocase(type, STR("button"));

    /* submit and reset have a name of the browser's when they bring none. */
    if ((is_image && !has_text(tag, STR("alt"))) || (is_plain && !has_text(tag, STR("value"))))
        audit_tell(t, tag->line, "html-nameless", tag->name, STR(""));
}

void audit_control(struct audit *t, const struct token *tag)
{
    struct str type = STR("text"), id = {NULL, 0}, name = {NULL, 0};

    if (is_hidden(t) || has_text(tag, STR("aria-label")) || has_text(tag, STR("aria-labelledby")))
        return;
    (void)token_attribute(tag, STR("type"), &type);
    if (token_is_one_of(type, "hidden") || audit_inside(t, "label"))
        return;
    if (token_is_one_of(type, "submit reset button image")) {
        check_input_button(t, tag, type);
        return;
    }
    (void)token_attribute(tag, STR("id"), &id);
    (void)token_attribute(tag, STR("name"), &name);
    audit_add(t, &t->controls, (struct ref){id, name.n > 0 ? name : tag->name, tag->line});
}

/* ---- references ---- */

static void add_list(struct audit *t, struct str value, int line)
{
    while (value.n > 0) {
        struct str one;

        str_cut(value, ' ', &one, &value);
        one = str_trim(one);
        if (one.n > 0)
            audit_add(t, &t->wanted, (struct ref){one, one, line});
    }
}

void audit_references(struct audit *t, const struct token *tag)
{
    for (size_t i = 0; i < tag->nattributes; i++) {
        struct str name = tag->v[i].name, value = tag->v[i].value;

        if (token_is_one_of(name, "id"))
            audit_add(t, &t->ids, (struct ref){value, value, tag->line});
        else if (token_is_one_of(name, "for"))
            audit_add(t, &t->labelled, (struct ref){value, value, tag->line});
        if (token_is_one_of(name, "for list headers aria-labelledby aria-describedby aria-controls "
                                  "aria-details aria-errormessage aria-owns aria-activedescendant"))
            add_list(t, value, tag->line);
        else if (token_is_one_of(name, "href") && token_is_one_of(tag->name, "a area") &&
                 str_starts(value, STR("#")))
            audit_add(t, &t->wanted, (struct ref){str_sub(value, 1, value.n), value, tag->line});
    }
}

static int by_id(const void *x, const void *y)
{
    const struct ref *a = x, *b = y;
    int c = str_cmp(a->id, b->id);

    return c != 0 ? c : (a->line > b->line) - (a->line < b->line);
}

static int by_id_only(const void *key, const void *element)
{
    return str_cmp(*(const struct str *)key, ((const struct ref *)element)->id);
}

static void sort(struct refs *r)
{
    if (r->n > 0)
        qsort(r->v, r->n, sizeof(*r->v), by_id);
}

static bool has(const struct refs *r, struct str id)
{
    return r->n > 0 && bsearch(&id, r->v, r->n, sizeof(*r->v), by_id_only) != NULL;
}

static bool has_blank(struct str id)
{
    for (size_t i = 0; i < id.n; i++) {
        if (id.p[i] == ' ' || id.p[i] == '\t' || id.p[i] == '\n')
            return true;
    }
    return false;
}

void audit_check_references(struct audit *t)
{
    sort(&t->ids);
    sort(&t->labelled);
    for (size_t i = 0; i < t->ids.n; i++) {
        const struct ref *id = &t->ids.v[i];

        if (id->id.n == 0 || (i > 0 && str_eq(id[-1].id, id->id)))
            audit_tell(t, id->line, "html-id-twice", id->id, STR(""));
        else if (has_blank(id->id))
            audit_tell(t, id->line, "html-id-blank", id->id, STR(""));
    }
    for (size_t i = 0; i < t->wanted.n; i++) {
        const struct ref *w = &t->wanted.v[i];

        if (!has(&t->ids, w->id))
            audit_tell(t, w->line, "html-reference", w->what, STR(""));
    }
    for (size_t i = 0; i < t->controls.n; i++) {
        const struct ref *c = &t->controls.v[i];

        if (c->id.n == 0 || !has(&t->labelled, c->id))
            audit_tell(t, c->line, "html-unlabelled", c->what, STR(""));
    }
}
