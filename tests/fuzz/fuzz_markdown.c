/*
 * Any bytes as a page: it is refused with a diag, or what comes out is on the lists of
 * html_check.h, whole and well nested. A refused page must be harmless too.
 */
#include "tests/unit/content/fixture.h"
#include "tests/unit/content/html_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void refuse(const char *what, struct str body)
{
    (void)fprintf(stderr, "%s in: " STR_FMT "\n", what, STR_ARG(body));
    abort();
}

static void check(struct arena *a, const struct markdown_result *r, bool ok)
{
    const char *wrong = html_check(a, r->body.s, !ok);

    if (wrong != NULL)
        refuse(wrong, r->body.s);
    for (size_t i = 0; ok && i < r->headings.n; i++) {
        if (r->headings.v[i].level < 2 || r->headings.v[i].level > 4 ||
            r->headings.v[i].text.n == 0)
            refuse("a heading", r->headings.v[i].text);
    }
    for (size_t i = 0; i < r->links.n; i++) {
        if (!esc_url_is_safe(r->links.v[i].href))
            refuse("a link", r->links.v[i].href);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct fixture f;
    struct markdown_result r = {.words = 0};
    struct arena a;
    struct diags d;
    bool ok;

    if (f.env.messages == NULL)
        fixture_init(&f);
    arena_init(&a, (size_t)512 << 20);
    diags_init(&d, &a);
    ok = markdown_render(&a, &f.env, STR("p.md"), STR("dir"),
                         (struct str){(const char *)data, size}, 1, &d, &r);
    if (ok == (d.nerrors > 0))
        refuse("a result that does not fit its diags", (struct str){(const char *)data, size});
    check(&a, &r, ok);
    arena_release(&a);
    return 0;
}
