/*
 * Any text as a set of templates: compiles or says why not, and what compiled never
 * lets a model's text become markup or a scheme.
 */
#include "tests/unit/themes/model.h"
#include "themes/tpl_html.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct tag hostile_tags[] = {{STR_INIT("<x1>\"'"), STR_INIT("vbzz:x")}};
static const struct item hostile_items[] = {
    {STR_INIT("<x1>\"'"), STR_INIT("vbzz:x"), -1, true, {hostile_tags, 1}},
    {STR_INIT("'\"<x1"), STR_INIT("/\"<x1>"), 1, false, {NULL, 0}}};
static const struct model hostile = {.title = STR_INIT("\"'><x1>"),
                                     .unsafe_text = STR_INIT("</script><x1 --><!--"),
                                     .link = STR_INIT("vbzz:x"),
                                     .bad_link = STR_INIT("/\"><x1>"),
                                     .query = STR_INIT("'<x1>&"),
                                     .body = {STR_INIT("<p>x</p>")},
                                     .count = INT64_MIN,
                                     .yes = true,
                                     .items = {hostile_items, 2}};

/* Read again as the compiler reads templates, the output holds no address with the model's scheme.
 */
static bool has_unsafe_url(struct str output)
{
    struct html_state s = {.place = HTML_TEXT};
    size_t at;
    const char *code = html_feed(&s, output, &at);

    return code != NULL && strcmp(code, "tpl-unsafe-url") == 0 && memcmp(s.prefix, "vbzz:", 5) == 0;
}

static void render(const struct tpl *t, struct arena *a, struct str source)
{
    struct buf b;
    struct tpl_out out = {.buf = &b};

    buf_init(&b, 1u << 20);
    tpl_render(t, &hostile, a, &out);
    /* The template itself may say these; the model may not. */
    if (str_has(buf_str(&b), STR("<x1")) && !str_has(source, STR("x1")))
        abort();
    if (has_unsafe_url(buf_str(&b)))
        abort();
    for (size_t i = 0; i < out.nmarks; i++) {
        if (out.marks[i].offset > b.n || (i > 0 && out.marks[i].offset < out.marks[i - 1].offset))
            abort();
    }
    buf_release(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str source = {(const char *)data, size};
    struct arena a;
    struct diags d;
    const struct tpl *t;

    if (size > 20000)
        return 0;
    arena_init(&a, 512u << 20);
    diags_init(&d, &a);
    t = compile_parts(&a, source, &d);
    if ((t == NULL) != (d.nerrors > 0))
        abort();
    if (t != NULL)
        render(t, &a, source);
    arena_release(&a);
    return 0;
}
