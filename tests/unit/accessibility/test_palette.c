/*
 * Palettes and what is wrong with them: tests/golden/palette/NN-name.in against .out. Behind a line
 * "%%%%" stands a micrositio's file. `test_palette --accept` writes what comes out now; look at the
 * difference before it is committed.
 */
#include "tests/unit/test.h"

#include "accessibility/palette.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/files.h"

#include <string.h>

#define GOLDEN "tests/golden/palette"

static struct arena arena;
static struct buf out;

static void add_diags(const struct diags *d)
{
    for (const struct diag *g = d->first; g != NULL; g = g->next) {
        buf_addf(&out, STR_FMT ":%d %s", STR_ARG(g->file), g->line, g->code);
        for (int i = 0; i < g->nargs; i++)
            buf_addf(&out, " [" STR_FMT "]", STR_ARG(g->args[i]));
        buf_addc(&out, '\n');
    }
}

static const struct palette *laid_over(const struct palette *p, struct str source, struct diags *d)
{
    const struct yaml *top = yaml_parse(&arena, STR("micrositio.yml"), source, 1, d);

    assert_non_null(top);
    return palette_overlay(&arena, p, STR("micrositio.yml"), yaml_get(top, STR("palette")), d);
}

/* Diags of reading and checking, then the style sheet. */
static struct str shown(struct str in)
{
    struct str theme = in, site = {NULL, 0};
    size_t at = str_find(in, STR("%%%%\n"));
    const struct palette *p;
    struct diags d;

    if (at < in.n) {
        theme = str_sub(in, 0, at);
        site = str_sub(in, at + 5, in.n);
    }
    buf_clear(&out);
    diags_init(&d, &arena);
    p = palette_parse(&arena, STR("palette.yml"), theme, &d);
    if (p != NULL && site.n > 0)
        p = laid_over(p, site, &d);
    assert_int_equal(p == NULL, d.nerrors > 0);
    buf_addf(&out, "==== %s\n", p == NULL ? "refused" : "accepted");
    if (p != NULL)
        palette_check(p, &d);
    add_diags(&d);
    if (p != NULL)
        buf_addf(&out, "==== css\n" STR_FMT, STR_ARG(palette_css(&arena, p)));
    return buf_str(&out);
}

static void compare(struct str path, struct str got)
{
    struct str want;

    assert_int_equal(file_read(&arena, path, 1u << 20, &want), OK);
    print_message("%s\n", path.p);
    assert_str(got, want);
}

static void accept(struct str path, struct str got)
{
    assert_int_equal(file_write(path, got, 0644), OK);
}

static size_t each_golden(void (*fn)(struct str path, struct str got))
{
    struct file_list files;
    size_t n = 0;

    assert_int_equal(file_tree(&arena, STR(GOLDEN), &files), OK);
    for (size_t i = 0; i < files.n; i++) {
        struct str path = file_join(&arena, STR(GOLDEN), files.v[i].path), in;

        if (!str_ends(path, STR(".in")))
            continue;
        assert_int_equal(file_read(&arena, path, 1u << 20, &in), OK);
        fn(arena_join(&arena, str_sub(path, 0, path.n - 3), STR(".out"), STR("")), shown(in));
        n++;
    }
    return n;
}

static void goldens_come_out_as_they_did(void **state)
{
    (void)state;
    assert_true(each_golden(compare) >= 9);
}

static void accept_goldens(void **state)
{
    (void)state;
    print_message("%zu palettes\n", each_golden(accept));
}

/* n tokens, n presentations and n pairs, in a file without another mistake. */
static struct str many(size_t tokens, size_t presentations, size_t pairs)
{
    buf_clear(&out);
    buf_add(&out, STR("presentations:\n  b:\n    selector: root\n    tokens:\n      t0: '#000'\n"));
    for (size_t i = 1; i < tokens; i++)
        buf_addf(&out, "      t%zu: '#fff'\n", i);
    buf_add(&out, STR("  c-claro: {parent: b, class: c-claro}\n  c-oscuro: {parent: b, class: "
                      "c-oscuro}\n  c-tenue: {parent: b, class: c-tenue}\n  c-crema: {parent: b, "
                      "class: c-crema}\n  c-amarillo: {parent: b, class: c-amarillo}\n  c-gris: "
                      "{parent: b, class: c-gris}\n"));
    for (size_t i = 7; i < presentations; i++)
        buf_addf(&out, "  p%zu: {parent: b, media: print}\n", i);
    buf_add(&out, STR("pairs:\n"));
    for (size_t i = 0; i < pairs; i++)
        buf_addf(&out, "- [t0, t%zu, text]\n", i % tokens);
    return arena_str(&arena, buf_str(&out));
}

static bool is_read(struct str source, const char *code)
{
    struct diags d;
    bool read;

    diags_init(&d, &arena);
    read = palette_parse(&arena, STR("p"), source, &d) != NULL;
    if (code != NULL && !read)
        assert_string_equal(d.first->code, code);
    return read;
}

static void sizes_have_limits(void **state)
{
    (void)state;
    assert_true(is_read(many(PALETTE_TOKENS_MAX, PALETTE_PRESENTATIONS_MAX, PALETTE_PAIRS_MAX),
                        "palette-nothing"));
    assert_false(is_read(many(PALETTE_TOKENS_MAX + 1, 7, 100), "palette-too-many"));
    assert_false(is_read(many(2, PALETTE_PRESENTATIONS_MAX + 1, 2), "palette-too-many"));
    assert_false(is_read(many(2, 7, PALETTE_PAIRS_MAX + 1), "palette-too-many"));
}

/* What stands in the style sheet as it is written may not end its block. */
static void media_hold_nothing_but_features(void **state)
{
    static const char *const wrong[] = {"screen",  "(a){}",  "(a);",          "(a), (b)",
                                        "(a) /*",  "(\\61)", "print and (a)", "(a)\n\n}",
                                        "(\"a\")", "not (a)"};
    struct str good = many(2, 7, 2);

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct str one = arena_fmt(&arena, "  x: {parent: b, media: '%s'}\npairs:", wrong[i]);
        size_t at = str_find(good, STR("pairs:"));
        struct str bad =
            arena_join(&arena, str_sub(good, 0, at), one, str_sub(good, at + 6, good.n));

        if (is_read(bad, "palette-media"))
            fail_msg("taken: %s", wrong[i]);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goldens_come_out_as_they_did),
        cmocka_unit_test(sizes_have_limits),
        cmocka_unit_test(media_hold_nothing_but_features),
    };
    const struct CMUnitTest accepting[] = {cmocka_unit_test(accept_goldens)};
    int failed;

    arena_init(&arena, 64u << 20);
    buf_init(&out, 4u << 20);
    failed = argc > 1 && strcmp(argv[1], "--accept") == 0
                 ? cmocka_run_group_tests(accepting, NULL, NULL)
                 : cmocka_run_group_tests(tests, NULL, NULL);
    buf_release(&out);
    arena_release(&arena);
    return failed;
}
