/*
 * Any bytes as HTML: tokens that lie within it and go forward, a bounded number of errors.
 */
#include "accessibility/audit.h"
#include "accessibility/audit_theme.h"
#include "accessibility/tokens.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds, const char *what)
{
    if (holds)
        return;
    (void)fprintf(stderr, "%s\n", what);
    abort();
}

static void check_within(struct str s, struct str whole)
{
    must(s.n == 0 || (s.p >= whole.p && s.p + s.n <= whole.p + whole.n), "a text from elsewhere");
}

static void check_tokens(struct str html)
{
    struct tokens t;
    struct token tok;
    size_t left = html.n;
    int line = 1;

    tokens_init(&t, html);
    while (token_next(&t, &tok)) {
        must(t.rest.n < left, "a token of no length");
        must(tok.line >= line, "a line above the last");
        left = t.rest.n;
        line = tok.line;
        check_within(tok.name, html);
        check_within(tok.text, html);
        for (size_t i = 0; i < tok.nattributes; i++) {
            check_within(tok.v[i].name, html);
            check_within(tok.v[i].value, html);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str html = {(const char *)data, size};
    static const struct str landmarks[] = {STR_INIT("banner")}, classes[] = {STR_INIT("menu")};
    const struct audit_theme theme = {{landmarks, 1}, {classes, 1}, {classes, 1}};
    struct arena a;
    struct diags d;

    arena_init(&a, (size_t)64 << 20);
    diags_init(&d, &a);
    check_tokens(html);
    audit_html(STR("/x"), html, &theme, &d);
    must(d.nerrors + d.nwarnings <= AUDIT_ERRORS_MAX, "too many errors");
    arena_release(&a);
    return 0;
}
