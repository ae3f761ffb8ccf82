/*
 * palette.yml -> struct palette, and a micrositio's colours over it.
 */
#include "accessibility/palette.h"
#include "accessibility/choice.h"

#define NAME_MAX_BYTES 40
#define MEDIA_MAX      120

struct reader {
    struct arena *a;
    struct diags *d;
    struct str file;
    struct str tokens[PALETTE_TOKENS_MAX];
    size_t ntokens;
    bool stands[PALETTE_TOKENS_MAX]; /* in a pair, or as decoration */
    struct palette_presentation v[PALETTE_PRESENTATIONS_MAX];
    size_t n;
    struct palette_pair pairs[PALETTE_PAIRS_MAX];
    size_t npairs;
};

/* What a word promises to whoever chooses it; words that are not here: 7. */
static const struct {
    struct str word;
    double text;
    bool grey;
} promises[] = {
    {STR_INIT("c-claro"), 15, false},
    {STR_INIT("c-oscuro"), 15, false},
    {STR_INIT("c-amarillo"), 15, false},
    {STR_INIT("c-gris"), CONTRAST_TEXT, true},
};
static const struct str kinds[] = {STR_INIT("text"), STR_INIT("large"), STR_INIT("part")};

/* ---- what all maps share ---- */

static void unknown(struct reader *r, int line, struct str word, const struct str *known, size_t n)
{
    struct str near = diag_suggest(word, known, n);

    if (near.n > 0)
        diag_error(r->d, r->file, line, "palette-unknown-near", word, near);
    else
        diag_error(r->d, r->file, line, "palette-unknown", word);
}

static int position(struct str word, const struct str *known, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(known[i], word))
            return (int)i;
    }
    return -1;
}

/* One of a list; -1 after an error. */
static int one_of(struct reader *r, const struct yaml *y, struct str word, const struct str *known,
                  size_t n)
{
    int i = position(word, known, n);

    if (i < 0)
        unknown(r, y->line, word, known, n);
    return i;
}

static void check_keys(struct reader *r, const struct yaml *map, const struct str *known, size_t n)
{
    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        if (position(y->key, known, n) < 0)
            unknown(r, y->key_line, y->key, known, n);
    }
}

static bool is_of(struct reader *r, const struct yaml *y, enum yaml_type type, struct str what)
{
    if (y->type == type)
        return true;
    diag_error(r->d, r->file, y->line, "palette-type", what);
    return false;
}

/* The text under a key; the empty str when there is none. */
static struct str text_of(struct reader *r, const struct yaml *map, struct str key)
{
    const struct yaml *y = yaml_get(map, key);

    return y != NULL && is_of(r, y, YAML_SCALAR, key) ? y->text : (struct str){NULL, 0};
}

static int line_of(const struct yaml *map, struct str key)
{
    const struct yaml *y = yaml_get(map, key);

    return y == NULL ? map->line : y->line;
}

static bool all_of(struct str s, const char *marks)
{
    for (size_t i = 0; i < s.n; i++) {
        bool word = (s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9');

        if (!word && !str_has(str_from(marks), str_sub(s, i, i + 1)))
            return false;
    }
    return s.n > 0;
}

/* It becomes the name of a custom property. */
static bool check_name(struct reader *r, const struct yaml *y)
{
    if (y->key.n <= NAME_MAX_BYTES && all_of(y->key, "-"))
        return true;
    diag_error(r->d, r->file, y->key_line, "palette-name", y->key);
    return false;
}

/* ---- colours ---- */

/* What is no colour is black from here on: the error is told. */
static void read_colour(struct reader *r, const struct yaml *y, struct palette_colour *ret_colour)
{
    struct rgb c = {0, 0, 0};

    if (is_of(r, y, YAML_SCALAR, y->key) && !rgb_parse(y->text, &c))
        diag_error(r->d, r->file, y->line, "palette-colour", y->key, y->text);
    *ret_colour = (struct palette_colour){c, true, r->file, y->line};
}

static void add_tokens(struct reader *r, const struct yaml *map)
{
    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        if (r->ntokens == PALETTE_TOKENS_MAX) {
            diag_error(r->d, r->file, y->key_line, "palette-too-many",
                       arena_fmt(r->a, "%d", PALETTE_TOKENS_MAX));
            return;
        }
        if (check_name(r, y))
            r->tokens[r->ntokens++] = arena_str(r->a, y->key);
    }
}

static void read_tokens(struct reader *r, const struct yaml *map, struct palette_presentation *p)
{
    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        int i = position(y->key, r->tokens, r->ntokens);

        if (i >= 0)
            read_colour(r, y, &p->v[i]);
        else if (p->parent >= 0)
            unknown(r, y->key_line, y->key, r->tokens, r->ntokens);
    }
}

/* Parents come first, so one pass is enough. */
static void resolve(struct reader *r)
{
    for (size_t i = 0; i < r->n; i++) {
        for (size_t k = 0; k < r->ntokens; k++) {
            if (r->v[i].parent < 0 || r->v[i].v[k].own)
                continue;
            r->v[i].v[k] = r->v[r->v[i].parent].v[k];
            r->v[i].v[k].own = false;
        }
    }
}

/* ---- presentations ---- */

static size_t names_of(const struct reader *r, struct str *names)
{
    for (size_t i = 0; i < r->n; i++)
        names[i] = r->v[i].name;
    return r->n;
}

static void read_parent(struct reader *r, const struct yaml *map, struct palette_presentation *p)
{
    struct str names[PALETTE_PRESENTATIONS_MAX], parent = text_of(r, map, STR("parent"));
    size_t n = names_of(r, names);

    p->parent = n == 0 ? -1 : 0;
    if (n == 0 && parent.n > 0)
        diag_error(r->d, r->file, map->key_line, "palette-base", p->name);
    else if (n > 0 && parent.n == 0)
        diag_error(r->d, r->file, map->key_line, "palette-no-parent", p->name);
    else if (n > 0)
        p->parent = one_of(r, yaml_get(map, STR("parent")), parent, names, n);
    if (n > 0 && p->parent < 0)
        p->parent = 0; /* the error is told: go on with the base */
}

static void read_class(struct reader *r, const struct yaml *map, struct palette_presentation *p)
{
    struct str words[CHOICE_WORDS_MAX];
    size_t n = 0;

    while (n < CHOICE_WORDS_MAX && choice_word(AXIS_CONTRAST, (int)n + 1).n > 0) {
        words[n] = choice_word(AXIS_CONTRAST, (int)n + 1);
        n++;
    }
    if (one_of(r, yaml_get(map, STR("class")), p->where, words, n) < 0)
        return;
    for (size_t i = 0; i < r->n; i++) {
        if (r->v[i].place == PALETTE_CLASS && str_eq(r->v[i].where, p->where))
            diag_error(r->d, r->file, map->key_line, "palette-word-twice", p->where);
    }
}

/* It stands in the style sheet as it is written. */
static void check_media(struct reader *r, int line, struct str media)
{
    bool good = media.n <= MEDIA_MAX && all_of(media, "():- .") &&
                (str_eq(media, STR("print")) || str_starts(media, STR("(")));

    if (!good)
        diag_error(r->d, r->file, line, "palette-media", media);
}

/* Exactly one of the three keys. */
static void read_place(struct reader *r, const struct yaml *map, struct palette_presentation *p)
{
    struct str selector = text_of(r, map, STR("selector")), media = text_of(r, map, STR("media")),
               word = text_of(r, map, STR("class"));
    bool base = p->parent < 0;

    if ((selector.n > 0) + (media.n > 0) + (word.n > 0) != 1 || (selector.n > 0) != base ||
        (base && !str_eq(selector, STR("root")))) {
        diag_error(r->d, r->file, map->key_line, "palette-place", p->name);
        return;
    }
    p->place = media.n > 0 ? PALETTE_MEDIA : word.n > 0 ? PALETTE_CLASS : PALETTE_ROOT;
    p->where = arena_str(r->a, media.n > 0 ? media : word);
    if (p->place == PALETTE_MEDIA)
        check_media(r, line_of(map, STR("media")), media);
    if (p->place == PALETTE_CLASS)
        read_class(r, map, p);
}

static void read_scheme(struct reader *r, const struct yaml *map, struct palette_presentation *p)
{
    static const struct str schemes[] = {STR_INIT("light"), STR_INIT("dark")};
    struct str scheme = text_of(r, map, STR("scheme"));

    if (scheme.n > 0)
        p->dark = one_of(r, yaml_get(map, STR("scheme")), scheme, schemes, 2) == 1;
    else
        p->dark = p->parent >= 0 && r->v[p->parent].dark;
}

/* The promise of its word, or more. */
static void read_text(struct reader *r, const struct yaml *map, struct palette_presentation *p)
{
    const struct yaml *y = yaml_get(map, STR("text"));
    int64_t wanted = 0;
    double least = CONTRAST_TEXT;

    for (size_t i = 0; p->place == PALETTE_CLASS && i < ARRAY_LEN(promises); i++) {
        if (str_eq(p->where, promises[i].word)) {
            least = promises[i].text;
            p->grey = promises[i].grey;
        }
    }
    p->text = least;
    if (y == NULL)
        return;
    if (yaml_int(y, (int64_t)least, (int64_t)CONTRAST_MAX, &wanted))
        p->text = (double)wanted;
    else
        diag_error(r->d, r->file, y->line, "palette-text", p->name, arena_fmt(r->a, "%.0f", least),
                   arena_fmt(r->a, "%.0f", CONTRAST_MAX));
}

static void read_presentation(struct reader *r, const struct yaml *map)
{
    static const struct str keys[] = {STR_INIT("parent"), STR_INIT("selector"), STR_INIT("media"),
                                      STR_INIT("class"),  STR_INIT("scheme"),   STR_INIT("text"),
                                      STR_INIT("tokens")};
    struct palette_presentation p = {.name = arena_str(r->a, map->key), .line = map->key_line};
    const struct yaml *tokens;

    if (!check_name(r, map) || !is_of(r, map, YAML_MAP, map->key))
        return;
    tokens = yaml_get(map, STR("tokens"));
    check_keys(r, map, keys, ARRAY_LEN(keys));
    read_parent(r, map, &p);
    read_place(r, map, &p);
    read_scheme(r, map, &p);
    read_text(r, map, &p);
    if (tokens != NULL && is_of(r, tokens, YAML_MAP, STR("tokens")) && r->n == 0)
        add_tokens(r, tokens);
    if (tokens != NULL && tokens->type == YAML_MAP)
        read_tokens(r, tokens, &p);
    r->v[r->n++] = p;
}

static void check_words(struct reader *r, int line)
{
    for (int w = 1; choice_word(AXIS_CONTRAST, w).n > 0; w++) {
        bool found = false;

        for (size_t i = 0; i < r->n; i++)
            found = found || (r->v[i].place == PALETTE_CLASS &&
                              str_eq(r->v[i].where, choice_word(AXIS_CONTRAST, w)));
        if (!found)
            diag_error(r->d, r->file, line, "palette-word-missing", choice_word(AXIS_CONTRAST, w));
    }
}

static void read_presentations(struct reader *r, const struct yaml *map)
{
    if (!is_of(r, map, YAML_MAP, map->key))
        return;
    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        if (r->n == PALETTE_PRESENTATIONS_MAX) {
            diag_error(r->d, r->file, y->key_line, "palette-too-many",
                       arena_fmt(r->a, "%d", PALETTE_PRESENTATIONS_MAX));
            return;
        }
        read_presentation(r, y);
    }
    check_words(r, map->key_line);
    resolve(r);
}

/* ---- pairs ---- */

static int token_of(struct reader *r, const struct yaml *y)
{
    int i =
        !is_of(r, y, YAML_SCALAR, STR("pairs")) ? -1 : one_of(r, y, y->text, r->tokens, r->ntokens);

    if (i >= 0)
        r->stands[i] = true;
    return i;
}

static void read_pair(struct reader *r, const struct yaml *y)
{
    const struct yaml *third;
    int fg, bg, kind;

    if (y->type != YAML_LIST || y->nchildren != 3) {
        diag_error(r->d, r->file, y->line, "palette-pair");
        return;
    }
    third = y->first->next->next;
    fg = token_of(r, y->first);
    bg = token_of(r, y->first->next);
    kind = is_of(r, third, YAML_SCALAR, STR("pairs"))
               ? one_of(r, third, third->text, kinds, ARRAY_LEN(kinds))
               : -1;
    if (fg >= 0 && bg >= 0 && kind >= 0)
        r->pairs[r->npairs++] =
            (struct palette_pair){(size_t)fg, (size_t)bg, (enum palette_kind)kind};
}

static void read_pairs(struct reader *r, const struct yaml *list)
{
    if (!is_of(r, list, YAML_LIST, list->key))
        return;
    for (const struct yaml *y = list->first; y != NULL; y = y->next) {
        if (r->npairs == PALETTE_PAIRS_MAX) {
            diag_error(r->d, r->file, y->line, "palette-too-many",
                       arena_fmt(r->a, "%d", PALETTE_PAIRS_MAX));
            return;
        }
        read_pair(r, y);
    }
}

static void read_decoration(struct reader *r, const struct yaml *list)
{
    if (list == NULL || !is_of(r, list, YAML_LIST, list->key))
        return;
    for (const struct yaml *y = list->first; y != NULL; y = y->next)
        (void)token_of(r, y);
}

static void check_alone(struct reader *r)
{
    for (size_t i = 0; i < r->ntokens; i++) {
        if (!r->stands[i])
            diag_error(r->d, r->file, r->v[0].v[i].line, "palette-alone", r->tokens[i]);
    }
}

/* ---- the whole ---- */

static const struct palette *finish(struct reader *r)
{
    struct palette *p = ARENA_NEW(r->a, struct palette);

    *p = (struct palette){.file = arena_str(r->a, r->file),
                          .tokens = {r->tokens, r->ntokens},
                          .presentations = r->v,
                          .npresentations = r->n,
                          .pairs = r->pairs,
                          .npairs = r->npairs};
    return p;
}

static void read_top(struct reader *r, const struct yaml *top)
{
    static const struct str keys[] = {STR_INIT("presentations"), STR_INIT("pairs"),
                                      STR_INIT("decoration")};

    check_keys(r, top, keys, ARRAY_LEN(keys));
    for (size_t i = 0; i < 2; i++) {
        if (yaml_get(top, keys[i]) == NULL) {
            diag_error(r->d, r->file, 0, "palette-missing", keys[i]);
            return;
        }
    }
    read_presentations(r, yaml_get(top, keys[0]));
    read_pairs(r, yaml_get(top, keys[1]));
    read_decoration(r, yaml_get(top, keys[2]));
    check_alone(r);
}

const struct palette *palette_parse(struct arena *a, struct str shown, struct str source,
                                    struct diags *d)
{
    struct reader *r = ARENA_NEW(a, struct reader);
    int before = d->nerrors;
    const struct yaml *top;

    *r = (struct reader){.a = a, .d = d, .file = arena_str(a, shown)};
    top = yaml_parse(a, shown, source, 1, d);
    if (top == NULL || top->type != YAML_MAP) {
        if (d->nerrors == before)
            diag_error(d, shown, 0, "yaml-not-a-map");
        return NULL;
    }
    read_top(r, top);
    return d->nerrors == before ? finish(r) : NULL;
}

static void copy_base(struct reader *r, const struct palette *base)
{
    for (size_t i = 0; i < base->tokens.n; i++)
        r->tokens[r->ntokens++] = base->tokens.v[i];
    for (size_t i = 0; i < base->npresentations; i++)
        r->v[r->n++] = base->presentations[i];
    for (size_t i = 0; i < base->npairs; i++)
        r->pairs[r->npairs++] = base->pairs[i];
}

static void lay_over(struct reader *r, const struct yaml *map, struct palette_presentation *p)
{
    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        int k = position(y->key, r->tokens, r->ntokens);

        if (k < 0)
            unknown(r, y->key_line, y->key, r->tokens, r->ntokens);
        else
            read_colour(r, y, &p->v[k]);
    }
}

const struct palette *palette_overlay(struct arena *a, const struct palette *base, struct str shown,
                                      const struct yaml *map, struct diags *d)
{
    struct reader *r = ARENA_NEW(a, struct reader);
    struct str names[PALETTE_PRESENTATIONS_MAX];
    int before = d->nerrors;

    *r = (struct reader){.a = a, .d = d, .file = arena_str(a, shown)};
    copy_base(r, base);
    if (!is_of(r, map, YAML_MAP, STR("palette")))
        return NULL;
    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        int i = position(y->key, names, names_of(r, names));

        if (i < 0)
            unknown(r, y->key_line, y->key, names, r->n);
        else if (is_of(r, y, YAML_MAP, y->key))
            lay_over(r, y, &r->v[i]);
    }
    resolve(r);
    return d->nerrors == before ? finish(r) : NULL;
}
