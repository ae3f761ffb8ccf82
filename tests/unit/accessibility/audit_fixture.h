/*
 * A sound page around the part that a test is about.
 */
#ifndef ESTRADO_TEST_AUDIT_FIXTURE_H
#define ESTRADO_TEST_AUDIT_FIXTURE_H

#include "accessibility/audit.h"
#include "accessibility/audit_theme.h"
#include "tests/unit/test.h"

#include <stdio.h>
#include <string.h>

#define SOUND_BEGIN                                                              \
    "<!doctype html>\n<html lang=\"es-MX\">\n<head>\n<meta charset=\"utf-8\">\n" \
    "<title>Prueba</title>\n"                                                    \
    "<link rel=\"stylesheet\" href=\"/estatico/estilo.1.css\">\n"                \
    "<link rel=\"canonical\" href=\"https://ejemplo.mx/x\">\n</head>\n<body>\n"  \
    "<a href=\"#contenido\">Saltar al contenido</a>\n<main id=\"contenido\">\n<h1>Prueba</h1>\n"
#define SOUND_END "</main>\n</body>\n</html>\n"

/* A part of a page, and the one error that it should give; NULL: none. */
struct audit_row {
    const char *part, *code;
};

/* What audit_codes tells the audit about a theme. */
static const struct audit_theme *audit_fixture_theme;

/* Codes of the diags of a document, with blanks between. */
static inline void audit_codes(struct str html, char *out, size_t size)
{
    struct arena a;
    struct diags d;
    size_t n = 0;

    arena_init(&a, (size_t)64 << 20);
    diags_init(&d, &a);
    audit_html(STR("/prueba"), html, audit_fixture_theme, &d);
    out[0] = '\0';
    for (const struct diag *g = d.first; g != NULL && n < size; g = g->next)
        n += (size_t)snprintf(out + n, size - n, "%s%s", n > 0 ? " " : "", g->code);
    arena_release(&a);
}

static inline void assert_audit(const struct audit_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char html[8192], got[1024];

        (void)snprintf(html, sizeof(html), SOUND_BEGIN "%s\n" SOUND_END, rows[i].part);
        audit_codes(str_from(html), got, sizeof(got));
        if (strcmp(got, rows[i].code == NULL ? "" : rows[i].code) != 0)
            fail_msg("%s\ngives \"%s\" instead of \"%s\"", rows[i].part, got,
                     rows[i].code == NULL ? "" : rows[i].code);
    }
}

#endif
