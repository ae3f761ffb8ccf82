/*
 * Sites to load: tests/site/content, tests/site/broken, or files that a test writes.
 */
#ifndef ESTRADO_TEST_SITE_FIXTURE_H
#define ESTRADO_TEST_SITE_FIXTURE_H

#include "content/site.h"
#include "fcgi/base/files.h"
#include "tests/unit/test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct site_fixture {
    struct arena a;
    struct diags d;
    struct markdown_env env;
    struct markdown_file files[3];
    struct markdown_fact facts[1];
    struct types types;      /* none, unless a test declares some */
    struct str root, folder; /* of the checkout; of the tree that a test writes */
    const struct site *site;
    int parsed;
};

static inline int fixture_remove_one(const char *path, const struct stat *st, int type,
                                     struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static inline void fixture_texts(struct site_fixture *f)
{
    struct str path = STR("fcgi/locales/es-MX.yml"), source;

    assert_int_equal(file_read(&f->a, path, 1u << 20, &source), OK); /* run from the root */
    f->env.messages = messages_parse(&f->a, path, source, STR("es-MX"), &f->d);
    assert_non_null(f->env.messages);
}

static inline int fixture_set_up(void **state)
{
    struct site_fixture *f = calloc(1, sizeof(*f));
    char dir[] = "/tmp/estrado-site-XXXXXX", here[4096];

    assert_non_null(f);
    assert_non_null(mkdtemp(dir));
    assert_non_null(getcwd(here, sizeof(here)));
    arena_init(&f->a, (size_t)256 << 20);
    diags_init(&f->d, &f->a);
    f->root = arena_str(&f->a, str_from(here));
    f->folder = arena_str(&f->a, str_from(dir));
    f->files[0] = (struct markdown_file){STR("es-MX/instituto/acta.pdf"),
                                         STR("/estatico/acta.1.pdf"),
                                         STR("application/pdf"),
                                         400,
                                         0,
                                         0};
    f->files[1] = (struct markdown_file){
        STR("es-MX/instituto/datos.csv"), STR("/estatico/datos.1.csv"), STR("text/csv"), 40, 0, 0};
    f->files[2] = (struct markdown_file){STR("es-MX/instituto/plano.png"),
                                         STR("/estatico/plano.1.png"),
                                         STR("image/png"),
                                         150,
                                         64,
                                         48};
    f->facts[0] = (struct markdown_fact){
        .name = STR("telefono"), .value = STR("33 1234 5678"), .confirmed = true};
    f->env = (struct markdown_env){
        .files = f->files, .nfiles = 3, .facts = f->facts, .nfacts = 1, .locale = STR("es-MX")};
    fixture_texts(f);
    *state = f;
    return 0;
}

static inline int fixture_tear_down(void **state)
{
    struct site_fixture *f = *state;

    (void)nftw(arena_cstr(&f->a, f->folder), fixture_remove_one, 8, FTW_DEPTH | FTW_PHYS);
    arena_release(&f->a);
    free(f);
    return 0;
}

/* Loads <dir>/es-MX; diags start anew. */
static inline void fixture_load(struct site_fixture *f, struct str root, struct str dir)
{
    struct str at = file_join(&f->a, dir, STR("es-MX"));
    struct str shown = str_starts(at, root) ? str_sub(at, root.n + 1, at.n) : at;
    struct root main = {.locale = STR("es-MX"), .dir = at, .shown = shown, .files = STR("es-MX")};

    diags_init(&f->d, &f->a);
    f->site = site_load(&f->a,
                        &(struct site_options){.roots = {&main, 1},
                                               .zone = STR("America/Mexico_City"),
                                               .processes = 2,
                                               .types = &f->types,
                                               .env = &f->env},
                        &f->d, &f->parsed);
    assert_non_null(f->site);
}

/* With its glossary. */
static inline void fixture_load_content(struct site_fixture *f)
{
    f->env.glossary =
        glossary_load(&f->a, file_join(&f->a, f->root, STR("tests/site/glosario.yml")),
                      STR("tests/site/glosario.yml"), STR("es-MX"), &f->d);
    assert_non_null(f->env.glossary);
    fixture_load(f, f->root, file_join(&f->a, f->root, STR("tests/site/content")));
}

static inline void fixture_load_broken(struct site_fixture *f)
{
    fixture_load(f, f->root, file_join(&f->a, f->root, STR("tests/site/broken")));
}

static inline void fixture_load_written(struct site_fixture *f)
{
    fixture_load(f, f->folder, f->folder);
}

/* Writes es-MX/<path>: `head` are lines of YAML, each with its line feed. */
static inline void fixture_write(struct site_fixture *f, const char *path, const char *head,
                                 const char *body)
{
    struct str target = arena_fmt(&f->a, STR_FMT "/es-MX/%s", STR_ARG(f->folder), path),
               dir = target;

    while (dir.p[dir.n - 1] != '/')
        dir.n--;
    assert_int_equal(file_mkdirs(str_sub(dir, 0, dir.n - 1), 0755), OK);
    assert_int_equal(file_write(target, arena_fmt(&f->a, "---\n%s---\n\n%s", head, body), 0644),
                     OK);
}

/* Diags with this code; *ret_first is the first, when it is not NULL. */
static inline int fixture_count(const struct site_fixture *f, const char *code,
                                const struct diag **ret_first)
{
    int n = 0;

    for (const struct diag *g = f->d.first; g != NULL; g = g->next) {
        if (strcmp(g->code, code) != 0)
            continue;
        if (n++ == 0 && ret_first != NULL)
            *ret_first = g;
    }
    return n;
}

static inline const struct page *fixture_page(const struct site_fixture *f, const char *url)
{
    for (size_t i = 0; i < f->site->by_url.n; i++) {
        if (str_eq(f->site->by_url.v[i]->url, str_from(url)))
            return f->site->by_url.v[i];
    }
    return NULL;
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)

#endif
