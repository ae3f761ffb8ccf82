/*
 * Any bytes as YAML, and as a catalogue of texts: a tree within its limits, or errors
 * on lines that the file has.
 */
#include "fcgi/base/messages.h"
#include "fcgi/base/yaml.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int count_lines(struct str s)
{
    int n = 1;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n' || s.p[i] == '\r' ||
             (unsigned char)s.p[i] >= 0x80; /* YAML has line ends outside ASCII */
    return n;
}

static void check_node(const struct yaml *y, int depth, int lines)
{
    size_t n = 0;

    if (depth > 17 || y->line < 1 || y->line > lines + 1 || !str_is_utf8(y->text) ||
        !str_is_utf8(y->key))
        abort();
    for (const struct yaml *child = y->first; child != NULL; child = child->next) {
        if (y->type == YAML_MAP && yaml_get(y, child->key) != child)
            abort();
        check_node(child, depth + 1, lines);
        n++;
    }
    if (n != y->nchildren || (y->type == YAML_SCALAR && n > 0))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str source = {(const char *)data, size};
    struct arena a;
    struct diags d;
    const struct yaml *y;
    const struct messages *m;

    if (size > 4096) /* yaml_get for every key is quadratic */
        return 0;
    arena_init(&a, 512u << 20);
    diags_init(&d, &a);
    y = yaml_parse(&a, STR("x"), source, 1, &d);
    if (y != NULL && d.nerrors > 0)
        abort();
    if (y != NULL)
        check_node(y, 1, count_lines(source));
    for (const struct diag *g = d.first; g != NULL; g = g->next) {
        if (g->line < 1 || g->line > count_lines(source) + 1)
            abort();
    }
    diags_init(&d, &a);
    m = messages_parse(&a, STR("x"), source, STR("es-MX"), &d);
    if ((m == NULL) != (d.nerrors > 0))
        abort();
    arena_release(&a);
    return 0;
}
