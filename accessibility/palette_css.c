/*
 * struct palette -> CSS. One line for each presentation: who reads it reads palette.yml.
 */
#include "accessibility/palette.h"
#include "fcgi/base/buf.h"

#define CSS_MAX (256u * 1024)

/* Nothing chosen on the page; nothing chosen in the form. */
static const struct str not_chosen = STR_INIT(":root:not([class*=\"c-\"])"),
                        not_checked =
                            STR_INIT("form:has([name=\"c\"][value=\"\"]:checked) .sample");

static void add_tokens(const struct palette *p, const struct palette_presentation *at,
                       struct buf *out)
{
    buf_addf(out, "{color-scheme:%s", at->dark ? "dark" : "light");
    for (size_t i = 0; i < p->tokens.n; i++)
        buf_addf(out, ";--" STR_FMT ":#%02x%02x%02x", STR_ARG(p->tokens.v[i]), at->v[i].c.r,
                 at->v[i].c.g, at->v[i].c.b);
    buf_addc(out, '}');
}

static bool is_print(const struct palette_presentation *at)
{
    return at->place == PALETTE_MEDIA && str_eq(at->where, STR("print"));
}

/* What is chosen is for screens: paper is as its own presentation says, whatever was chosen. */
static void open_media(const struct palette_presentation *at, struct buf *out)
{
    if (is_print(at))
        buf_add(out, STR("@media print{"));
    else if (at->place == PALETTE_MEDIA)
        buf_addf(out, "@media screen and " STR_FMT "{", STR_ARG(at->where));
    else if (at->place == PALETTE_CLASS)
        buf_add(out, STR("@media screen{"));
}

static void add_selector(const struct palette_presentation *at, struct buf *out)
{
    if (at->place == PALETTE_CLASS)
        buf_addf(out, "." STR_FMT ",form:has([value=\"" STR_FMT "\"]:checked) .sample",
                 STR_ARG(at->where), STR_ARG(at->where));
    else if (at->place == PALETTE_ROOT || is_print(at))
        buf_addf(out, ":root," STR_FMT, STR_ARG(not_checked));
    else
        buf_addf(out, STR_FMT "," STR_FMT, STR_ARG(not_chosen), STR_ARG(not_checked));
}

static void add_presentation(const struct palette *p, const struct palette_presentation *at,
                             struct buf *out)
{
    open_media(at, out);
    add_selector(at, out);
    add_tokens(p, at, out);
    buf_add(out, at->place == PALETTE_ROOT ? STR("\n") : STR("}\n"));
}

struct str palette_css(struct arena *a, const struct palette *p)
{
    struct buf out;
    struct str css;

    buf_init(&out, CSS_MAX);
    buf_add(&out, STR("/* palette.yml */\n"));
    for (size_t i = 0; i < p->npresentations; i++)
        add_presentation(p, &p->presentations[i], &out);
    css = arena_str(a, buf_str(&out));
    buf_release(&out);
    return css;
}
