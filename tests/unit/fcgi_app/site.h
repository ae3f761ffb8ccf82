/*
 * A small site over the real theme, and requests to it: what tests of whole answers share.
 */
#ifndef ESTRADO_TEST_FCGI_APP_SITE_H
#define ESTRADO_TEST_FCGI_APP_SITE_H

#include "tests/unit/test.h"

#include "fcgi/app/app.h"
#include "fcgi/base/files.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NOW 1764000000 /* 2025-11-24 */

static struct arena generation, request;
static struct app app;
static char root[] = "/tmp/estrado-dispatch-XXXXXX";

static const char site_yml[] =
    "name: Instituto de prueba\nshort_name: Prueba\nbase_url: http://localhost\n"
    "themes_dir: %s/themes\ncontent_dir: content\nstate_dir: var\n"
    "facts:\n  telefono: {value: '33 1234', source: nadie, confirmed: false}\n"
    "pools:\n  public: {socket: s, processes: 1, hosts: [localhost], role: r}\n";

static const struct {
    const char *file, *text;
} pages[] = {
    {"_index.md", "---\ntitle: Inicio\ndescription: d\n---\nHola.\n"},
    {"a/_index.md", "---\ntitle: Sección A\nsummary: Lo de A.\nmenu: {name: main, weight: 1, "
                    "title: La A}\n---\nTexto.\n"},
    {"a/uno.md", "---\ntitle: Número uno\naliases: [/viejo]\nlastmod: 2025-01-02\n---\n## "
                 "Parte\nJalisco & <https://a.mx>.\n"},
    {"a/uno.facil.md", "---\ntitle: Uno, fácil\n---\n## Parte fácil\nEs corto.\n"},
    {"a/dos.md", "---\ntitle: Número dos\n---\nOtro.\n"},
    {"a/tres.md", "---\ntitle: El signo </script> en un título\n---\nTres.\n"},
    {"preguntas.md", "---\ntitle: Preguntas\n---\n## ¿Una?\nUno.\n\n## ¿Otra?\nDos.\n\nY algo.\n\n"
                     "## ¿Más?\nTres.\n"},
    {"retirada.md",
     "---\ntitle: Acta\nwithdrawn: {reason: Por error, date: 2025-02-03, see: /a/uno}\n---\nx\n"},
    {"futura.md", "---\ntitle: Futura\npublishdate: 2025-12-01\n---\nx\n"},
    {"pasada.md", "---\ntitle: Pasada\nexpirydate: 2025-11-01\n---\nx\n"},
};

static void write_site(void)
{
    char here[4096];
    struct str path = arena_fmt(&generation, "%s/site.yml", root);

    assert_non_null(getcwd(here, sizeof(here)));
    assert_int_equal(file_write(path, arena_fmt(&generation, site_yml, here), 0644), OK);
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        struct str file = arena_fmt(&generation, "%s/content/es-MX/%s", root, pages[i].file);
        struct str dir = file;

        while (dir.p[dir.n - 1] != '/')
            dir.n--;
        assert_int_equal(file_mkdirs(dir, 0755), OK);
        assert_int_equal(file_write(file, str_from(pages[i].text), 0644), OK);
    }
}

static int set_up(void **state)
{
    struct diags d;
    const struct config *config;

    (void)state;
    arena_init(&generation, (size_t)256 << 20);
    arena_init(&request, (size_t)32 << 20);
    diags_init(&d, &generation);
    assert_non_null(mkdtemp(root));
    write_site();
    config = config_load(&generation, arena_fmt(&generation, "%s/site.yml", root),
                         (struct strs){NULL, 0}, &d);
    assert_non_null(config);
    assert_true(app_load(&app, &generation, config, STR("."), shared_map(), &d));
    assert_int_equal(d.nerrors, 0);
    return 0;
}

static int tear_down(void **state)
{
    const char *command[] = {"/bin/rm", "-rf", root, NULL};

    (void)state;
    arena_release(&request);
    arena_release(&generation);
    if (fork() == 0) {
        execv(command[0], (char *const *)(uintptr_t)command);
        _exit(1);
    }
    return 0;
}

static struct response ask_as(const char *method, const char *uri, const char *header)
{
    static const struct request_limits limits = {1024, 4096, 8192, 65536, 64, 16, 65536};
    const char *env[8] = {"HTTP_HOST=localhost"};
    struct request *req;
    struct response resp;
    int refused;

    arena_reset(&request);
    req = ARENA_NEW(&request, struct request);
    env[1] = arena_fmt(&request, "REQUEST_METHOD=%s", method).p;
    env[2] = arena_fmt(&request, "REQUEST_URI=%s", uri).p;
    env[3] = strchr(uri, '?') == NULL
                 ? "QUERY_STRING="
                 : arena_fmt(&request, "QUERY_STRING=%s", strchr(uri, '?') + 1).p;
    env[4] = header;
    refused = request_parse(&request, env, &limits, NOW, req);
    dispatch(&app, req, refused, &resp);
    return resp;
}

static struct str sent;

static enum err read_sent(void *arg, char *p, size_t n, size_t *ret_n)
{
    (void)arg;
    *ret_n = n < sent.n ? n : sent.n;
    memcpy(p, sent.p, *ret_n);
    sent = str_sub(sent, *ret_n, sent.n);
    return OK;
}

/* A form, from a page of ours. */
static inline struct response send_to(const char *uri, const char *form, const char *header)
{
    static const struct request_limits limits = {1024, 4096, 8192, 65536, 64, 16, 65536};
    const char *env[10] = {"HTTP_HOST=localhost", "REQUEST_METHOD=POST",
                           "CONTENT_TYPE=application/x-www-form-urlencoded"};
    struct request *req;
    struct response resp;
    int refused;

    arena_reset(&request);
    req = ARENA_NEW(&request, struct request);
    env[3] = arena_fmt(&request, "REQUEST_URI=%s", uri).p;
    env[4] = strchr(uri, '?') == NULL
                 ? "QUERY_STRING="
                 : arena_fmt(&request, "QUERY_STRING=%s", strchr(uri, '?') + 1).p;
    env[5] = arena_fmt(&request, "CONTENT_LENGTH=%zu", strlen(form)).p;
    env[6] = header;
    refused = request_parse(&request, env, &limits, NOW, req);
    sent = str_from(form);
    req->body.read = read_sent;
    dispatch(&app, req, refused, &resp);
    return resp;
}

static inline struct response ask(const char *uri)
{
    return ask_as("GET", uri, NULL);
}

#endif
