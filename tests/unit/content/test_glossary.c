/* The file of the glossary: what it may say, in what order it is listed, what is told. */
#include "tests/unit/test.h"

#include "content/glossary.h"
#include "fcgi/base/buf.h"

struct fixture {
    struct arena a;
    struct diags d;
    struct buf b;
    const struct glossary *g;
};

static int set_up(void **state)
{
    static struct fixture f;

    arena_init(&f.a, (size_t)64 << 20);
    buf_init(&f.b, 1u << 20);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    buf_release(&f->b);
    arena_release(&f->a);
    return 0;
}

static void parse(struct fixture *f, struct str source)
{
    diags_init(&f->d, &f->a);
    f->g = glossary_parse(&f->a, STR("g.yml"), source, STR("es-MX"), &f->d);
}

static struct str diags_of(struct fixture *f)
{
    buf_clear(&f->b);
    for (const struct diag *g = f->d.first; g != NULL; g = g->next) {
        buf_addf(&f->b, "%s %d %s", g->level == DIAG_ERROR ? "error" : "warning", g->line, g->code);
        for (int i = 0; i < g->nargs; i++)
            buf_addf(&f->b, " " STR_FMT, STR_ARG(g->args[i]));
        buf_addc(&f->b, '\n');
    }
    return buf_str(&f->b);
}

static void all_keys_are_read(void **state)
{
    struct fixture *f = *state;
    const struct glossary_entry *e;

    parse(f,
          STR("page: /glosario\nterms:\n  - term: PREP\n    id: el-prep\n    expansion: Programa\n"
              "    definition: >\n      Una\n      cosa.\n    group: G\n    also: [preps]\n"
              "    not: [de prep]\n    source: S\n"));
    assert_str(diags_of(f), STR(""));
    assert_str(f->g->page, STR("/glosario"));
    assert_int_equal(f->g->n, 1);
    e = &f->g->v[0];
    assert_str(e->term, STR("PREP"));
    assert_str(e->id, STR("el-prep"));
    assert_str(e->expansion, STR("Programa"));
    assert_str(e->definition, STR("Una cosa."));
    assert_str(e->group, STR("G"));
    assert_str(e->source, STR("S"));
    assert_str(e->also.v[0], STR("preps"));
    assert_str(e->never.v[0], STR("de prep"));
    assert_int_equal(e->line, 3);
}

static void groups_keep_their_order_and_terms_are_sorted(void **state)
{
    struct fixture *f = *state;

    parse(f, STR("page: /g\nterms:\n"
                 "  - {term: Zeta, definition: x, group: Dos}\n"
                 "  - {term: Ñu, definition: x, group: Uno}\n"
                 "  - {term: Ácido, definition: x, group: Dos}\n"
                 "  - {term: Nube, definition: x, group: Uno}\n"
                 "  - {term: Último, definition: x}\n"));
    assert_str(diags_of(f), STR(""));
    buf_clear(&f->b);
    for (size_t i = 0; i < f->g->n; i++)
        buf_addf(&f->b, STR_FMT "#" STR_FMT " ", STR_ARG(f->g->v[i].term), STR_ARG(f->g->v[i].id));
    assert_str(buf_str(&f->b), STR("Último#ultimo Ácido#acido Zeta#zeta Nube#nube Ñu#nu "));
}

static void what_is_wrong_is_told_and_left_out(void **state)
{
    static const struct {
        const char *terms, *diags;
        size_t n; /* entries that stay */
    } rows[] = {
        {"  - texto\n", "error 3 glossary-entry\n", 0},
        {"  - {definition: x}\n", "error 3 glossary-term-missing\n", 0},
        {"  - {term: A, definicion: x}\n",
         "error 3 front-unknown-key-near definicion definition\n"
         "error 3 glossary-definition-missing A\n",
         0},
        {"  - {term: A, expansion: x, otra: y}\n", "error 3 glossary-key otra\n", 1},
        {"  - {term: \"A (B)\", definition: x}\n", "error 3 glossary-term A (B) 12\n", 0},
        {"  - {term: \"*A*\", definition: x}\n", "error 3 glossary-term *A* 12\n", 0},
        {"  - {term: A, definition: x, also: [\"b=\"]}\n", "error 3 glossary-term b= 12\n", 1},
        {"  - {term: A, definition: x, also: {b: c}}\n", "error 3 front-type also [a, b]\n", 1},
        {"  - {term: A, definition: x, group: \"<b>\"}\n", "error 3 glossary-group <b>\n", 0},
        {"  - {term: A, definition: x, id: \"Á b\"}\n", "error 3 glossary-id Á b a-b\n", 1},
        {"  - {term: A, definition: [x]}\n",
         "error 3 message-not-text definition\nerror 3 glossary-definition-missing A\n", 0},
        {"  - {term: A, definition: x}\n  - {term: á, definition: y}\n",
         "error 4 glossary-twice á 3\n", 1},
        {"  - {term: A, definition: x}\n  - {term: B, definition: y, also: [Á]}\n",
         "error 4 glossary-twice Á 3\n", 2},
        {"  - {term: INE, definition: x}\n  - {term: B, definition: y, also: [ine]}\n",
         "error 4 glossary-twice ine 3\n", 2},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        parse(f, arena_fmt(&f->a, "page: /g\nterms:\n%s", rows[i].terms));
        assert_str(diags_of(f), str_from(rows[i].diags));
        assert_non_null(f->g);
        assert_int_equal(f->g->n, rows[i].n);
    }
}

static void a_text_has_a_limit(void **state)
{
    struct fixture *f = *state;

    parse(f, arena_fmt(&f->a, "page: /g\nterms:\n  - {term: A, definition: %0*d}\n",
                       GLOSSARY_TEXT_MAX, 0));
    assert_str(diags_of(f), STR(""));
    parse(f, arena_fmt(&f->a, "page: /g\nterms:\n  - {term: A, definition: %0*d}\n",
                       GLOSSARY_TEXT_MAX + 1, 0));
    assert_string_equal(f->d.first->code, "glossary-long");
    assert_int_equal(f->g->n, 0);
}

static void so_has_the_file(void **state)
{
    struct fixture *f = *state;
    struct buf b;

    buf_init(&b, GLOSSARY_MAX);
    buf_add(&b, STR("page: /g\nterms:\n"));
    for (int i = 0; i <= GLOSSARY_TERMS_MAX; i++)
        buf_addf(&b, "  - {term: a%d, definition: x}\n", i);
    parse(f, buf_str(&b));
    assert_str(diags_of(f), STR("error 2 glossary-too-many 1000 4000\n"));
    assert_int_equal(f->g->n, GLOSSARY_TERMS_MAX);
    buf_release(&b);
}

static void what_is_no_glossary_is_none(void **state)
{
    static const char *const v[] = {"- a\n", "page: /g\n", "page: /g\nterms: x\n", "a: [\n"};
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        parse(f, str_from(v[i]));
        assert_null(f->g);
        assert_int_equal(f->d.nerrors, 1);
    }
    parse(f, STR("page: \"/a b\"\nterms: []\n"));
    assert_string_equal(f->d.first->code, "front-path");
}

static void without_its_file_there_is_none(void **state)
{
    struct fixture *f = *state;

    diags_init(&f->d, &f->a);
    assert_null(glossary_load(&f->a, STR("/nonexistent/g.yml"), STR("g.yml"), STR("es-MX"), &f->d));
    assert_null(glossary_load(&f->a, STR(""), STR("g.yml"), STR("es-MX"), &f->d));
    assert_int_equal(f->d.nerrors, 0);
    assert_null(glossary_load(&f->a, STR("/"), STR("g.yml"), STR("es-MX"), &f->d));
    assert_int_equal(f->d.nerrors, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_keys_are_read),
        cmocka_unit_test(groups_keep_their_order_and_terms_are_sorted),
        cmocka_unit_test(what_is_wrong_is_told_and_left_out),
        cmocka_unit_test(a_text_has_a_limit),
        cmocka_unit_test(so_has_the_file),
        cmocka_unit_test(what_is_no_glossary_is_none),
        cmocka_unit_test(without_its_file_there_is_none),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
