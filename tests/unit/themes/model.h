/*
 * A model with a field of every kind, texts, and templates in memory: for the tests
 * and the fuzz harness of the template engine.
 */
#ifndef ESTRADO_TEST_THEMES_MODEL_H
#define ESTRADO_TEST_THEMES_MODEL_H

#include "themes/tpl.h"

struct tag {
    struct str name;
    struct str href;
};
struct tags {
    const struct tag *v;
    size_t n;
};
struct item {
    struct str title, href;
    int64_t number;
    bool current;
    struct tags tags;
};
struct items {
    const struct item *v;
    size_t n;
};
struct model {
    struct str title, empty, unsafe_text, link, bad_link, query;
    struct html body, no_body;
    int64_t count, zero;
    bool yes, no;
    struct items items;
    struct items none;
};

static const struct tpl_field tag_fields[] = {
    TPL_F_TEXT(struct tag, name), TPL_F_URL(struct tag, href), {0}};
static const struct tpl_field item_fields[] = {TPL_F_TEXT(struct item, title),
                                               TPL_F_URL(struct item, href),
                                               TPL_F_INT(struct item, number),
                                               TPL_F_BOOL(struct item, current),
                                               TPL_F_LIST(struct item, tags, tag_fields),
                                               {0}};
static const struct tpl_field model_fields[] = {TPL_F_TEXT(struct model, title),
                                                TPL_F_TEXT(struct model, empty),
                                                TPL_F_TEXT(struct model, unsafe_text),
                                                TPL_F_URL(struct model, link),
                                                TPL_F_URL(struct model, bad_link),
                                                TPL_F_TEXT(struct model, query),
                                                TPL_F_HTML(struct model, body),
                                                TPL_F_HTML(struct model, no_body),
                                                TPL_F_INT(struct model, count),
                                                TPL_F_INT(struct model, zero),
                                                TPL_F_BOOL(struct model, yes),
                                                TPL_F_BOOL(struct model, no),
                                                TPL_F_LIST(struct model, items, item_fields),
                                                TPL_F_LIST(struct model, none, item_fields),
                                                {0}};

static const struct tag model_tags[] = {{STR_INIT("uno"), STR_INIT("/t/uno")},
                                        {STR_INIT("dos"), STR_INIT("/t/dos")}};
static const struct item model_items[] = {
    {STR_INIT("Primera <b>"), STR_INIT("/primera"), 1, false, {model_tags, 2}},
    {STR_INIT("Segunda"), STR_INIT("javascript:alert(1)"), -2, true, {NULL, 0}},
    {STR_INIT("Tercera"), STR_INIT("https://example.org/?a=1&b=2"), 0, false, {model_tags, 1}},
};
static const struct model model = {
    .title = STR_INIT("Título"),
    .unsafe_text = STR_INIT("<a href=\"x\">'&'</a>"),
    .link = STR_INIT("/ruta?x=1&y=2"),
    .bad_link = STR_INIT("javascript:alert(1)"),
    .query = STR_INIT("niñez & \"voto\"/x"),
    .body = {STR_INIT("<p>Cuerpo</p>")},
    .count = 12345,
    .yes = true,
    .items = {model_items, 3},
};

#define MODEL_TEXTS                                                                  \
    "plain: Menú & más\n"                                                          \
    "hello: 'Hola, {0}'\n"                                                           \
    "results: '{0,plural,=0{Nada}one{# resultado}other{# resultados}} de «{1}»'\n" \
    "quote: \"it''s\"\n"

/* Templates in one text: what stands before the first line "=== name" is "main". */
struct parts {
    struct arena *a;
    struct str text;
};

static bool part_source(void *arg, struct str name, struct str *ret_shown, struct str *ret_source)
{
    const struct parts *p = arg;
    struct str rest = p->text, line, found = STR("main");
    size_t from = 0;

    while (rest.n > 0) {
        size_t at = p->text.n - rest.n;

        (void)str_line(&rest, &line);
        if (!str_starts(line, STR("=== ")))
            continue;
        if (str_eq(found, name)) {
            *ret_shown = arena_join(p->a, name, STR(".html"), STR(""));
            *ret_source = str_sub(p->text, from, at);
            return true;
        }
        found = str_sub(line, 4, line.n);
        from = p->text.n - rest.n;
    }
    *ret_shown = arena_join(p->a, name, STR(".html"), STR(""));
    *ret_source = str_sub(p->text, from, p->text.n);
    return str_eq(found, name);
}

/* NULL with errors in d. */
static const struct tpl *compile_parts(struct arena *a, struct str text, struct diags *d)
{
    struct parts *p = ARENA_NEW(a, struct parts);
    const struct messages *m =
        messages_parse(a, STR("es-MX.yml"), STR(MODEL_TEXTS), STR("es-MX"), d);
    struct tpl_env env = {model_fields, m, part_source, p};

    *p = (struct parts){a, text};
    return tpl_compile(a, STR("main"), &env, d);
}

#endif
