/*
 * Landmarks (WAI-ARIA 1.2, 5.3.4; HTML-AAM for which elements are some): each is called
 * differently from the others of its role, and whatever is read stands in one.
 */
#include "accessibility/audit_state.h"

#define ROLES "banner complementary contentinfo form main navigation region search"

static const struct {
    const char *name;
    struct str role;
} native[] = {
    {"main", STR_INIT("main")},
    {"nav", STR_INIT("navigation")},
    {"aside", STR_INIT("complementary")},
    {"search", STR_INIT("search")},
    {"header", STR_INIT("banner")},
    {"footer", STR_INIT("contentinfo")},
    /* only when they have names */
    {"section", STR_INIT("region")},
    {"form", STR_INIT("form")},
};

/* header and footer belong to the page unless they stand in a part of it. */
static bool is_of_a_part(const struct audit *t)
{
    for (size_t i = 0; i + 1 < t->depth; i++) {
        if (token_is_one_of(t->stack[i].name, "article aside main nav section"))
            return true;
    }
    return false;
}

static struct str role_of(const struct audit *t, const struct element *e, const struct token *tag)
{
    struct str role = {NULL, 0};
    bool is_named = e->label.n > 0 || e->labelledby.n > 0;

    if (token_attribute(tag, STR("role"), &role))
        return token_is_one_of(role, ROLES) ? role : STR("");
    for (size_t i = 0; i < ARRAY_LEN(native); i++) {
        if (token_is_one_of(tag->name, native[i].name))
            role = native[i].role;
    }
    if (token_is_one_of(role, "banner contentinfo") && is_of_a_part(t))
        return STR("");
    return token_is_one_of(role, "region form") && !is_named ? STR("") : role;
}

/* The element of the tag was just pushed. */
void audit_landmark(struct audit *t, const struct token *tag)
{
    struct element *e = &t->stack[t->depth - 1];

    if (e->hidden)
        return;
    e->role = role_of(t, e, tag);
    if (e->role.n == 0)
        return;
    audit_add_called(t, &t->landmarks,
                     (struct called){e->role, e->labelledby, e->label, tag->line});
}

void audit_content(struct audit *t, int line)
{
    if (t->in_skip_link || t->depth == 0 || t->stack[t->depth - 1].hidden ||
        !audit_inside(t, "body"))
        return;
    for (size_t i = 0; i < t->depth; i++) {
        if (t->stack[i].role.n > 0)
            return;
    }
    audit_tell(t, line, "html-outside-landmark", t->stack[t->depth - 1].name, STR(""));
}

static void find_names(struct audit *t)
{
    for (size_t i = 0; i < t->landmarks.n; i++) {
        struct called *l = &t->landmarks.v[i];

        for (size_t k = 0; l->by.n > 0 && k < t->texts.n; k++) {
            if (str_eq(t->texts.v[k].what, l->by))
                l->name = t->texts.v[k].name;
        }
    }
}

static void check_numbers(struct audit *t)
{
    for (size_t i = 0; t->theme != NULL && i < t->theme->landmarks.n; i++) {
        struct str role = t->theme->landmarks.v[i];
        int n = 0;

        for (size_t k = 0; k < t->landmarks.n; k++)
            n += str_eq(t->landmarks.v[k].what, role);
        if (n != 1)
            audit_tell(t, 0, "html-landmark-number", role, arena_fmt(&t->a, "%d", n));
    }
}

#define LANDMARKS_MAX 64 /* more are not compared with one another */

void audit_check_landmarks(struct audit *t)
{
    size_t most = t->landmarks.n < LANDMARKS_MAX ? t->landmarks.n : LANDMARKS_MAX;

    t->landmarks.n = most;
    find_names(t);
    check_numbers(t);
    for (size_t i = 0; i < most; i++) {
        const struct called *l = &t->landmarks.v[i];

        if (str_eq(l->what, STR("navigation")) && token_text_is_blank(l->name))
            audit_tell(t, l->line, "html-landmark-nameless", l->what, STR(""));
        for (size_t k = 0; k < i; k++) {
            const struct called *other = &t->landmarks.v[k];

            if (str_eq(other->what, l->what) && str_eq_nocase(other->name, l->name)) {
                audit_tell(t, l->line, "html-landmark-twice", l->what, l->name);
                break;
            }
        }
    }
}
