/*
 * The table of words, and choices to and from text.
 */
#include "accessibility/choice.h"

static const struct {
    struct str name;
    bool structure;
    struct str words[CHOICE_WORDS_MAX];
} axes[AXIS__MAX] = {
    [AXIS_CONTRAST] = {STR_INIT("c"),
                       false,
                       {STR_INIT("c-claro"), STR_INIT("c-oscuro"), STR_INIT("c-tenue"),
                        STR_INIT("c-crema"), STR_INIT("c-amarillo"), STR_INIT("c-gris")}},
    [AXIS_TEXT] = {STR_INIT("t"),
                   false,
                   {STR_INIT("t-125"), STR_INIT("t-150"), STR_INIT("t-200"), STR_INIT("t-300")}},
    [AXIS_LETTER] = {STR_INIT("f"), false, {STR_INIT("f-legible"), STR_INIT("f-dislexia")}},
    [AXIS_SPACING] = {STR_INIT("e"), false, {STR_INIT("e-1")}},
    [AXIS_LINKS] = {STR_INIT("u"), false, {STR_INIT("u-1")}},
    [AXIS_MOTION] = {STR_INIT("m"), false, {STR_INIT("m-0")}},
    [AXIS_IMAGES] = {STR_INIT("i"), true, {STR_INIT("i-0")}},
    [AXIS_READER] = {STR_INIT("r"), true, {STR_INIT("r-1")}},
    [AXIS_EASY] = {STR_INIT("l"), true, {STR_INIT("l-1")}},
    [AXIS_VOICE] = {STR_INIT("v"), true, {STR_INIT("v-1")}},
    [AXIS_POINTER] = {STR_INIT("k"), false, {STR_INIT("k-1")}},
};

struct str choice_word(enum axis axis, int n)
{
    if (n < 1 || n > CHOICE_WORDS_MAX)
        return (struct str){NULL, 0};
    return axes[axis].words[n - 1];
}

struct str choice_axis_name(enum axis axis)
{
    return axes[axis].name;
}

static void add_word(struct choice *c, struct str word)
{
    for (unsigned axis = 0; axis < AXIS__MAX; axis++) {
        for (unsigned char n = 1; n <= CHOICE_WORDS_MAX && c->v[axis] == 0; n++) {
            struct str known = axes[axis].words[n - 1];

            if (known.n > 0 && str_eq(known, word))
                c->v[axis] = n;
        }
    }
}

struct choice choice_parse(struct str text)
{
    struct choice c = {{0}};
    struct str word;

    if (text.n > CHOICE_TEXT_MAX)
        return c;
    while (text.n > 0) {
        (void)str_cut(text, '.', &word, &text);
        add_word(&c, word);
    }
    return c;
}

struct choice choice_over(struct choice first, struct choice then)
{
    for (unsigned axis = 0; axis < AXIS__MAX; axis++) {
        if (first.v[axis] == 0)
            first.v[axis] = then.v[axis];
    }
    return first;
}

bool choice_is_empty(const struct choice *c)
{
    for (unsigned axis = 0; axis < AXIS__MAX; axis++) {
        if (c->v[axis] != 0)
            return false;
    }
    return true;
}

bool choice_has(const struct choice *c, enum axis axis)
{
    return c->v[axis] != 0;
}

/* The words that are chosen; without those of structure when only presentation is asked for. */
static struct str words(struct arena *a, const struct choice *c, char between, bool structure)
{
    char text[CHOICE_TEXT_MAX];
    size_t n = 0;

    for (unsigned axis = 0; axis < AXIS__MAX; axis++) {
        struct str word = choice_word((enum axis)axis, c->v[axis]);

        if (word.n == 0 || (axes[axis].structure && !structure) || n + 1 + word.n > sizeof(text))
            continue;
        if (n > 0)
            text[n++] = between;
        for (size_t i = 0; i < word.n; i++)
            text[n++] = word.p[i];
    }
    return n == 0 ? (struct str){NULL, 0} : arena_str(a, (struct str){text, n});
}

struct str choice_text(struct arena *a, const struct choice *c)
{
    return words(a, c, '.', true);
}

struct str choice_classes(struct arena *a, const struct choice *c)
{
    return words(a, c, ' ', false);
}

unsigned choice_structure(const struct choice *c)
{
    unsigned bits = 0;

    for (unsigned axis = 0; axis < AXIS__MAX; axis++) {
        if (axes[axis].structure && c->v[axis] != 0)
            bits |= 1u << axis;
    }
    return bits;
}
