/*
 * Every pair in every presentation.
 */
#include "accessibility/palette.h"

static double needed(const struct palette_presentation *p, enum palette_kind kind)
{
    switch (kind) {
    case PALETTE_TEXT:
        return p->text;
    case PALETTE_LARGE:
        return p->text > CONTRAST_TEXT ? p->text : CONTRAST_LARGE;
    case PALETTE_PART:
        break;
    }
    return CONTRAST_PART;
}

static bool is_ours(const struct palette *p, const struct palette_colour *c)
{
    return str_eq(c->file, p->file);
}

/* The parent has the same two colours and asks as much of them. */
static bool is_told(const struct palette *p, const struct palette_presentation *at,
                    const struct palette_pair *pair)
{
    return at->parent >= 0 && !at->v[pair->fg].own && !at->v[pair->bg].own &&
           needed(&p->presentations[at->parent], pair->kind) >= needed(at, pair->kind);
}

/* Where the mistake is most likely to be mended: the foreground, if it was written here. */
static int line_of(const struct palette *p, const struct palette_presentation *at,
                   const struct palette_pair *pair)
{
    const struct palette_colour *fg = &at->v[pair->fg], *bg = &at->v[pair->bg];

    if (is_ours(p, fg) && (fg->own || !bg->own || !is_ours(p, bg)))
        return fg->line;
    return is_ours(p, bg) ? bg->line : fg->line;
}

/* "c-crema: link / page", "4.47:1 < 7:1", "#595959" */
static void tell(const struct palette *p, const struct palette_presentation *at,
                 const struct palette_pair *pair, double ratio, struct diags *d)
{
    struct arena *a = d->arena;
    double need = needed(at, pair->kind);
    struct str where = arena_fmt(a, STR_FMT ": " STR_FMT " / " STR_FMT, STR_ARG(at->name),
                                 STR_ARG(p->tokens.v[pair->fg]), STR_ARG(p->tokens.v[pair->bg])),
               found = arena_fmt(a, STR_FMT ":1 < %g:1", STR_ARG(contrast_shown(a, ratio)), need);
    int line = line_of(p, at, pair);
    struct rgb near;

    if (contrast_nearest(at->v[pair->fg].c, at->v[pair->bg].c, need, &near))
        diag_error(d, p->file, line, "palette-contrast", where, found, rgb_hex(a, near));
    else
        diag_error(d, p->file, line, "palette-contrast-none", where, found);
}

static void check_pairs(const struct palette *p, const struct palette_presentation *at,
                        struct diags *d)
{
    for (size_t i = 0; i < p->npairs; i++) {
        const struct palette_pair *pair = &p->pairs[i];
        const struct palette_colour *fg = &at->v[pair->fg], *bg = &at->v[pair->bg];
        double ratio = contrast_ratio(fg->c, bg->c);

        if (ratio < needed(at, pair->kind) && (is_ours(p, fg) || is_ours(p, bg)) &&
            !is_told(p, at, pair))
            tell(p, at, pair, ratio, d);
    }
}

static void check_hues(const struct palette *p, const struct palette_presentation *at,
                       struct diags *d)
{
    for (size_t i = 0; at->grey && i < p->tokens.n; i++) {
        if (is_ours(p, &at->v[i]) && !rgb_is_grey(at->v[i].c))
            diag_error(d, p->file, at->v[i].line, "palette-hue", at->name, p->tokens.v[i],
                       rgb_hex(d->arena, at->v[i].c));
    }
}

void palette_check(const struct palette *p, struct diags *d)
{
    for (size_t i = 0; i < p->npresentations; i++) {
        check_pairs(p, &p->presentations[i], d);
        check_hues(p, &p->presentations[i], d);
    }
}
