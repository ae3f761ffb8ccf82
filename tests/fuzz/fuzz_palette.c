/*
 * Any bytes as palette.yml, and behind a NUL byte as a micrositio's file: a palette that keeps its
 * promises, or at least one error. What is suggested passes; the style sheet holds no more than its
 * own braces.
 */
#include "accessibility/palette.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static size_t count(struct str s, char c)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == c;
    return n;
}

static void check_presentations(const struct palette *p)
{
    for (size_t i = 0; i < p->npresentations; i++) {
        const struct palette_presentation *at = &p->presentations[i];

        must(i == 0 ? at->parent == -1 : at->parent >= 0 && at->parent < (int)i);
        must((i == 0) == (at->place == PALETTE_ROOT));
        must(at->text >= CONTRAST_TEXT && at->text <= CONTRAST_MAX);
        for (size_t k = 0; k < p->tokens.n; k++)
            must(at->v[k].line > 0 && at->v[k].file.n > 0);
    }
    for (size_t i = 0; i < p->npairs; i++)
        must(p->pairs[i].fg < p->tokens.n && p->pairs[i].bg < p->tokens.n);
}

static void check_css(const struct palette *p, struct arena *a)
{
    struct str css = palette_css(a, p);
    size_t wrapped = p->npresentations - 1;

    must(css.n > 0 && str_is_utf8(css));
    must(count(css, '{') == p->npresentations + wrapped && count(css, '}') == count(css, '{'));
    must(count(css, '\n') == p->npresentations + 1 && count(css, '\\') == 0);
}

static void check_diags(const struct palette *p, struct arena *a)
{
    struct diags d;

    diags_init(&d, a);
    palette_check(p, &d);
    for (const struct diag *g = d.first; g != NULL; g = g->next) {
        struct rgb c;

        must(g->line > 0 && str_eq(g->file, p->file));
        must(!str_eq(str_from(g->code), STR("palette-contrast")) || rgb_parse(g->args[2], &c));
    }
}

static void check(const struct palette *p, struct arena *a)
{
    check_presentations(p);
    check_css(p, a);
    check_diags(p, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str theme, site;
    const struct palette *p, *over;
    const struct yaml *top;
    struct arena a;
    struct diags d;

    if (size > 8192)
        return 0;
    arena_init(&a, 512u << 20);
    diags_init(&d, &a);
    str_cut((struct str){(const char *)data, size}, '\0', &theme, &site);
    p = palette_parse(&a, STR("palette.yml"), theme, &d);
    must((p == NULL) == (d.nerrors > 0));
    if (p != NULL) {
        check(p, &a);
        top = yaml_parse(&a, STR("micrositio.yml"), site, 1, &d);
        if (top != NULL) {
            over = palette_overlay(&a, p, STR("micrositio.yml"), top, &d);
            must((over == NULL) == (d.nerrors > 0));
            if (over != NULL)
                check(over, &a);
        }
    }
    arena_release(&a);
    return 0;
}
