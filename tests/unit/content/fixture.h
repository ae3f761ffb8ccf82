/*
 * An environment for Markdown: the real texts of es-MX, some files, some facts.
 */
#ifndef ESTRADO_TEST_CONTENT_FIXTURE_H
#define ESTRADO_TEST_CONTENT_FIXTURE_H

#include "content/markdown.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/files.h"

#include <stdio.h>
#include <stdlib.h>

struct fixture {
    struct arena a;
    struct diags d;
    struct buf b;
    struct markdown_env env;
    struct markdown_result r;
};

static const struct markdown_file fixture_files[] = {
    {STR_INIT("dir/acta larga.pdf"), STR_INIT("/estatico/acta-larga.11.pdf"),
     STR_INIT("application/pdf"), 1, 0, 0},
    {STR_INIT("dir/acta.pdf"), STR_INIT("/estatico/acta.22.pdf"), STR_INIT("application/pdf"),
     122880, 0, 0},
    {STR_INIT("dir/datos.csv"), STR_INIT("/estatico/datos.33.csv"), STR_INIT("text/csv"), 5452595,
     0, 0},
    {STR_INIT("dir/mapa.png"), STR_INIT("/estatico/mapa.44.png"), STR_INIT("image/png"), 9000, 640,
     480},
    {STR_INIT("dir/sesión.pdf"), STR_INIT("/estatico/sesion.55.pdf"), STR_INIT("application/pdf"),
     1048576, 0, 0}};
static const struct markdown_fact fixture_facts[] = {
    {.name = STR_INIT("correo"), .value = STR_INIT("a&b@ejemplo.mx"), .confirmed = true},
    {.name = STR_INIT("horario"), .value = STR_INIT(""), .confirmed = false},
    {.name = STR_INIT("telefono"), .value = STR_INIT("33 1234 5678"), .confirmed = true},
    {.name = STR_INIT("viejo"), .value = STR_INIT("Calle <1>"), .confirmed = false}};

static inline void fixture_init(struct fixture *f)
{
    struct str source;
    struct str path = STR("fcgi/locales/es-MX.yml");

    *f = (struct fixture){.env = {.files = fixture_files,
                                  .nfiles = ARRAY_LEN(fixture_files),
                                  .facts = fixture_facts,
                                  .nfacts = ARRAY_LEN(fixture_facts),
                                  .locale = STR_INIT("es-MX")}};
    arena_init(&f->a, (size_t)1 << 30);
    diags_init(&f->d, &f->a);
    buf_init(&f->b, (size_t)8 << 20);
    if (file_read(&f->a, path, 1u << 20, &source) == OK)
        f->env.messages = messages_parse(&f->a, path, source, STR("es-MX"), &f->d);
    if (f->env.messages == NULL) {
        (void)fprintf(stderr, "run this from the root of the project\n");
        abort();
    }
}

#define FIXTURE_GLOSSARY "tests/golden/glossary.yml"

/* With the glossary of the golden pages. */
static inline void fixture_add_glossary(struct fixture *f)
{
    diags_init(&f->d, &f->a);
    f->env.glossary =
        glossary_load(&f->a, STR(FIXTURE_GLOSSARY), STR("g.yml"), STR("es-MX"), &f->d);
    if (f->env.glossary == NULL || f->d.nerrors > 0) {
        (void)fprintf(stderr, "%s\n", FIXTURE_GLOSSARY);
        abort();
    }
}

static inline void fixture_release(struct fixture *f)
{
    buf_release(&f->b);
    arena_release(&f->a);
}

/* One page, as parse.c would do it; lines count from 1. */
static inline bool fixture_render(struct fixture *f, struct str source)
{
    diags_init(&f->d, &f->a);
    f->r = (struct markdown_result){.words = 0};
    return markdown_render(&f->a, &f->env, STR("p.md"), STR("dir"), source, 1, &f->d, &f->r);
}

/* "error 3 heading-jump a b\n" ... into f->b. */
static inline void fixture_add_diags(struct fixture *f)
{
    for (const struct diag *g = f->d.first; g != NULL; g = g->next) {
        buf_addf(&f->b, "%s %d %s", g->level == DIAG_ERROR ? "error" : "warning", g->line, g->code);
        for (int i = 0; i < g->nargs; i++)
            buf_addf(&f->b, " " STR_FMT, STR_ARG(g->args[i]));
        buf_addc(&f->b, '\n');
    }
}

/* The diags alone. */
static inline struct str fixture_diags(struct fixture *f)
{
    buf_clear(&f->b);
    fixture_add_diags(f);
    return buf_str(&f->b);
}

#endif
