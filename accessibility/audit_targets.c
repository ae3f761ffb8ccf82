/*
 * Whether what is pressed stands in something that the theme declares to be large (WCAG 2.2,
 * 2.5.5). A link is let off when its block holds words beside it: then its place and size are those
 * of running text. That is known when the block ends.
 */
#include "accessibility/audit_state.h"

#define BLOCKS \
    "p li dd dt td th blockquote figcaption caption address div section article nav header \
footer main fieldset form label legend summary h1 h2 h3 h4 h5 h6"

static bool has_class(struct str classes, struct strs words)
{
    struct str one;

    while (classes.n > 0) {
        str_cut(classes, ' ', &one, &classes);
        for (size_t i = 0; i < words.n; i++) {
            if (str_eq(one, words.v[i]))
                return true;
        }
    }
    return false;
}

static bool stands_in(const struct audit *t, const struct token *tag, struct strs words)
{
    struct str own = {NULL, 0};

    (void)token_attribute(tag, STR("class"), &own);
    if (has_class(own, words))
        return true;
    for (size_t i = t->depth; i > 0; i--) {
        if (has_class(t->stack[i - 1].classes, words))
            return true;
    }
    return false;
}

/* Where it stands, for a message: the nearest classes around it; what it is called without any. */
static struct str place_of(const struct audit *t, const struct token *tag)
{
    struct str value = {NULL, 0};

    if (token_attribute(tag, STR("class"), &value) && value.n > 0)
        return value;
    for (size_t i = t->depth; i > 0; i--) {
        if (t->stack[i - 1].classes.n > 0 && !token_is_one_of(t->stack[i - 1].name, "html body"))
            return t->stack[i - 1].classes;
    }
    (void)(token_attribute(tag, STR("href"), &value) || token_attribute(tag, STR("name"), &value));
    return value;
}

/* For a, button, input, select, textarea and summary, before it is pushed. */
void audit_target(struct audit *t, const struct token *tag)
{
    struct str value = {NULL, 0}, what = place_of(t, tag);
    bool is_link = token_is_one_of(tag->name, "a");

    if (t->theme == NULL || (t->depth > 0 && t->stack[t->depth - 1].hidden))
        return;
    (void)token_attribute(tag, STR("type"), &value);
    if ((is_link && !token_attribute(tag, STR("href"), &value)) ||
        (!is_link && token_is_one_of(value, "hidden")) || stands_in(t, tag, t->theme->targets))
        return;
    if (!is_link)
        audit_tell(t, tag->line, "html-target-small", tag->name, what);
    else if (!stands_in(t, tag, t->theme->running))
        audit_add(t, &t->waiting, (struct ref){what, what, tag->line});
}

/* Words that are not part of a link. */
void audit_target_words(struct audit *t)
{
    struct element *block;

    if (t->theme == NULL || audit_inside(t, "a button"))
        return;
    block = audit_innermost(t, BLOCKS);
    if (block != NULL)
        block->has_words = true;
}

void audit_target_closed(struct audit *t, const struct element *e)
{
    if (t->theme == NULL || !token_is_one_of(e->name, BLOCKS))
        return;
    for (size_t i = e->waiting; i < t->waiting.n && !e->has_words; i++)
        audit_tell(t, t->waiting.v[i].line, "html-target-small", STR("a"), t->waiting.v[i].what);
    t->waiting.n = e->waiting;
}
