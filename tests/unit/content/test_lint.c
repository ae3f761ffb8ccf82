/* What `estrado check` says of a whole site. */
#include "content/lint.h"
#include "tests/unit/content/site_fixture.h"

#define MARCH_2024 1710460800

static void lint_at(struct site_fixture *f, int64_t now)
{
    static const struct str routes[] = {STR_INIT("/buscar"), STR_INIT("/sitemap.xml")};
    struct lint_options o = {routes, ARRAY_LEN(routes), now};

    diags_init(&f->d, &f->a);
    lint_site(f->site, &o, &f->d);
}

static void write_home(struct site_fixture *f, const char *body)
{
    fixture_write(f, "_index.md", "title: Inicio\nsummary: Inicio\n", body);
}

static void lint_written(struct site_fixture *f)
{
    fixture_load_written(f);
    assert_int_equal(f->d.nerrors, 0);
    lint_at(f, MARCH_2024);
}

static void the_fixture_site_has_nothing_wrong(void **state)
{
    struct site_fixture *f = *state;

    fixture_load_content(f);
    lint_at(f, MARCH_2024);
    for (const struct diag *g = f->d.first; g != NULL; g = g->next)
        fail_msg("%s:%d %s", arena_cstr(&f->a, g->file), g->line, g->code);
}

static void the_broken_site_is_told_in_full(void **state)
{
    struct site_fixture *f = *state;
    const struct diag *g = NULL;

    fixture_load_broken(f);
    lint_at(f, MARCH_2024);
    assert_int_equal(fixture_count(f, "link-broken", &g), 2);
    assert_str(g->args[0], STR("/no-existe"));
    assert_int_equal(g->line, 6);
    assert_int_equal(fixture_count(f, "link-fragment", &g), 1);
    assert_str(g->args[0], STR("/repetida#nada"));
    assert_int_equal(fixture_count(f, "link-withdrawn", NULL), 1);
    assert_int_equal(fixture_count(f, "link-moved", &g), 1);
    assert_str(g->args[1], STR("/alias"));
    assert_int_equal(fixture_count(f, "review-due", &g), 1);
    assert_str(g->file, STR("tests/site/broken/es-MX/alias.md"));
}

static void links_are_judged_by_where_they_lead(void **state)
{
    static const struct {
        const char *link, *code; /* NULL: nothing is wrong */
    } rows[] = {
        {"/", NULL},
        {"/a", NULL},
        {"/a?x=1", NULL},
        {"/a#parte", NULL},
        {"/a?x=1#parte", NULL},
        {"/a#otra", "link-fragment"},
        {"#propia", NULL},
        {"#ajena", "link-fragment"},
        {"/buscar", NULL},
        {"/buscar?q=x", NULL},
        {"/estatico/x.1.css", NULL},
        {"/nada", "link-broken"},
        {"/futuro", "link-broken-near"},
        {"/futura", "link-hidden"},
        {"/borrador", "link-hidden"},
        {"/alias-futuro", "link-hidden"},
        {"/antes", "link-moved"},
        {"/retirada", "link-withdrawn"},
        {"https://example.org/nada", NULL},
        {"mailto:a@example.org", NULL},
    };
    struct site_fixture *f = *state;

    fixture_write(f, "a.md", "title: A\nsummary: A\naliases: [/antes]\n", "## Parte\n\nx\n");
    fixture_write(f, "futura.md",
                  "title: B\nsummary: B\npublishdate: 2030-01-01\naliases: [/alias-futuro]\n", "");
    fixture_write(f, "futuros.md", "title: Futuros\nsummary: F\n", "");
    fixture_write(f, "borrador.md", "title: C\nsummary: C\ndraft: true\n", "[x](/nada)\n");
    fixture_write(f, "retirada.md", "title: D\nwithdrawn: {reason: No.}\n", "[x](/nada)\n");
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        write_home(
            f, arena_cstr(&f->a, arena_fmt(&f->a, "## Propia\n\n[enlace](%s)\n", rows[i].link)));
        lint_written(f);
        if (rows[i].code == NULL && f->d.first != NULL)
            fail_msg("%s: %s", rows[i].link, f->d.first->code);
        if (rows[i].code != NULL && (f->d.first == NULL || f->d.first != f->d.last ||
                                     strcmp(f->d.first->code, rows[i].code) != 0))
            fail_msg("%s: %s instead of %s", rows[i].link,
                     f->d.first == NULL ? "nothing" : f->d.first->code, rows[i].code);
    }
}

static void a_broken_link_names_its_line_and_what_is_near(void **state)
{
    struct site_fixture *f = *state;
    const struct diag *g = NULL;

    fixture_write(f, "urna.md", "title: Urna\nsummary: U\n", "");
    write_home(f, "Uno.\n\nDos: [urna](/la/urnas).\n");
    lint_written(f);
    assert_int_equal(fixture_count(f, "link-broken-near", &g), 1);
    assert_str(g->file, STR("es-MX/_index.md"));
    assert_int_equal(g->line, 8);
    assert_int_equal(g->level, DIAG_ERROR);
    assert_str(g->args[1], STR("/urna"));
}

static void cards_and_see_are_links_too(void **state)
{
    struct site_fixture *f = *state;
    const struct diag *g = NULL;

    fixture_write(
        f, "_index.md",
        "title: Inicio\nsummary: I\nparams:\n  cards:\n    - title: X\n      url: /nada\n", "");
    fixture_write(f, "r.md", "title: R\nwithdrawn: {reason: No., see: /tampoco}\n", "");
    lint_written(f);
    assert_int_equal(fixture_count(f, "link-broken", &g), 2);
    assert_int_equal(g->line, 7);
}

static void titles_are_compared_as_readers_do(void **state)
{
    struct site_fixture *f = *state;
    const struct diag *g = NULL;

    write_home(f, "");
    fixture_write(f, "a.md", "title: Sesi\303\263n 1\nsummary: A\n", "");
    fixture_write(f, "b.md", "title: SESION  1\nsummary: B\n", "");
    fixture_write(f, "c.md", "title: Sesi\303\263n 1\nsummary: C\ndraft: true\n", "");
    fixture_write(f, "d.md", "title: Sesi\303\263n 2\nsummary: D\n", "");
    lint_written(f);
    assert_int_equal(fixture_count(f, "title-twice", &g), 1);
    assert_str(g->file, STR("es-MX/b.md"));
    assert_str(g->args[1], STR("es-MX/a.md"));
    assert_int_equal(g->level, DIAG_WARNING);
}

static void addresses_of_the_program_are_taken(void **state)
{
    struct site_fixture *f = *state;

    write_home(f, "");
    fixture_write(f, "buscar.md", "title: B\nsummary: B\n", "");
    fixture_write(f, "x.md", "title: X\nsummary: X\nurl: /estatico/x\n", "");
    fixture_write(f, "y.md", "title: Y\nsummary: Y\nurl: /audio/y\n", "");
    lint_written(f);
    assert_int_equal(fixture_count(f, "url-reserved", NULL), 3);
}

static void a_page_is_due_at_its_date(void **state)
{
    struct site_fixture *f = *state;
    int64_t at;

    write_home(f, "");
    fixture_write(f, "a.md", "title: A\nsummary: A\nreview_by: 2024-03-15\n", "");
    fixture_load_written(f);
    at = fixture_page(f, "/a")->front.review_by;
    lint_at(f, at - 1);
    assert_int_equal(fixture_count(f, "review-due", NULL), 0);
    lint_at(f, at);
    assert_int_equal(fixture_count(f, "review-due", NULL), 1);
}

static void a_page_without_any_description_is_told(void **state)
{
    struct site_fixture *f = *state;

    write_home(f, "");
    fixture_write(f, "a.md", "title: A\n", "");
    fixture_write(f, "b.md", "title: B\ndescription: B\n", "");
    lint_written(f);
    assert_int_equal(fixture_count(f, "description-missing", NULL), 1);
}

#define TEN "responsabilidad administrativa institucional correspondiente fundamentalmente "

static void hard_texts_and_long_sentences_are_told_with_their_figures(void **state)
{
    struct site_fixture *f = *state;
    const struct diag *g = NULL;

    write_home(f, TEN TEN TEN TEN TEN TEN TEN TEN TEN ".\n");
    fixture_write(f, "dos.md", "title: Dos\nsummary: D\n",
                  "Uno " TEN TEN TEN TEN TEN TEN TEN TEN TEN
                  ".\n\n" TEN TEN TEN TEN TEN TEN TEN TEN TEN ".\n");
    lint_written(f);
    assert_int_equal(fixture_count(f, "reading-hard", &g), 2);
    assert_true(str_starts(g->args[0], STR("-"))); /* below zero */
    assert_int_equal(fixture_count(f, "sentence-long", &g), 1);
    assert_str(g->args[0], STR("45"));
    assert_str(g->args[1], STR("responsabilidad administrativa institucional correspondiente"));
    assert_int_equal(fixture_count(f, "sentences-long", &g), 1);
    assert_str(g->args[0], STR("2"));
    assert_str(g->args[1], STR("46"));
    assert_int_equal(f->d.nerrors, 0);
}

static void plain_texts_are_left_alone(void **state)
{
    struct site_fixture *f = *state;

    write_home(f, "El sol sale. La luna se va. Hoy hay paz. El gato come pan. La casa es de sol. "
                  "Mi voz es la tuya. El mar es azul. Voy a casa ya.\n");
    lint_written(f);
    assert_null(f->d.first);
}

static void glossary(struct site_fixture *f, const char *source)
{
    f->env.glossary = glossary_parse(&f->a, STR("g.yml"), str_from(source), STR("es-MX"), &f->d);
    assert_non_null(f->env.glossary);
}

static void the_page_of_the_glossary_must_show_it(void **state)
{
    struct site_fixture *f = *state;
    const struct diag *g = NULL;

    glossary(f, "page: /glosario\nterms:\n  - {term: Hola, definition: \"Vea [x](/nada).\"}\n");
    write_home(f, "Hola.\n");
    lint_written(f);
    assert_int_equal(f->d.nerrors, 1);
    assert_int_equal(fixture_count(f, "glossary-no-page", &g), 1);
    assert_str(g->file, STR("g.yml"));
    fixture_write(f, "glosario.md", "title: Glosario\nsummary: a\n", "Hola.\n");
    lint_written(f);
    assert_int_equal(f->d.nerrors, 1);
    assert_int_equal(fixture_count(f, "glossary-not-shown", &g), 1);
    assert_str(g->file, STR("es-MX/glosario.md"));
    fixture_write(f, "glosario.md", "title: Glosario\nsummary: a\n", "{{glosario}}\n");
    lint_written(f);
    assert_int_equal(f->d.nerrors, 1); /* links of the list are looked at as all others */
    assert_int_equal(fixture_count(f, "link-broken", &g), 1);
    assert_str(g->file, STR("es-MX/glosario.md"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(the_fixture_site_has_nothing_wrong),
        FIXTURE_TEST(the_page_of_the_glossary_must_show_it),
        FIXTURE_TEST(the_broken_site_is_told_in_full),
        FIXTURE_TEST(links_are_judged_by_where_they_lead),
        FIXTURE_TEST(a_broken_link_names_its_line_and_what_is_near),
        FIXTURE_TEST(cards_and_see_are_links_too),
        FIXTURE_TEST(titles_are_compared_as_readers_do),
        FIXTURE_TEST(addresses_of_the_program_are_taken),
        FIXTURE_TEST(a_page_is_due_at_its_date),
        FIXTURE_TEST(a_page_without_any_description_is_told),
        FIXTURE_TEST(hard_texts_and_long_sentences_are_told_with_their_figures),
        FIXTURE_TEST(plain_texts_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
