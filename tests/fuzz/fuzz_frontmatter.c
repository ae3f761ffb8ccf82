/*
 * Any bytes as a file: its head is read or refused; what was read keeps the rules of page.h.
 */
#include "content/frontmatter.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct front *f, struct str source, struct str markdown, int line)
{
    if (f->title.n == 0 || f->expire <= f->publish || line < 2)
        abort();
    if (f->url.n > 0 && (f->url.p[0] != '/' || str_has(f->url, STR(".."))))
        abort();
    if (f->withdrawn.is && f->withdrawn.reason.n == 0)
        abort();
    if (markdown.n > source.n || (markdown.n > 0 && markdown.p + markdown.n != source.p + source.n))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str source = {(const char *)data, size}, markdown = {NULL, 0};
    struct front f;
    struct arena a;
    struct diags d;
    int line = 0;
    bool ok;

    arena_init(&a, (size_t)512 << 20);
    diags_init(&d, &a);
    ok = front_parse(&a, STR("p.md"), source, STR("America/Mexico_City"), &d, &f, &markdown, &line);
    if (ok == (d.nerrors > 0))
        abort();
    if (ok)
        check(&f, source, markdown, line);
    arena_release(&a);
    return 0;
}
