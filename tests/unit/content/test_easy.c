/* Companions in easy Spanish: which page they hang on, what they say, what is told. */
#include "tests/unit/content/site_fixture.h"

static void home(struct site_fixture *f)
{
    fixture_write(f, "_index.md", "title: Inicio\n", "");
}

static void a_companion_hangs_on_its_page(void **state)
{
    struct site_fixture *f = *state;
    const struct easy *e;

    home(f);
    fixture_write(f, "a/_index.md", "title: A\nslug: otra\n", "");
    fixture_write(f, "a/_index.facil.md", "title: A en fácil\nsummary: Breve.\n",
                  "## Uno\n\nVea [b](/otra).\n");
    fixture_write(f, "a/b.md", "title: B\n", "Largo.\n");
    fixture_write(f, "a/b.facil.md", "", "Corto.\n");
    fixture_load_written(f);
    assert_int_equal(f->d.nerrors, 0);
    assert_int_equal(f->site->by_url.n, 3);
    assert_int_equal(f->site->nfiles, 3);
    assert_int_equal(f->parsed, 5);
    e = fixture_page(f, "/otra")->easy;
    assert_non_null(e);
    assert_str(e->file, arena_join(&f->a, STR("es-MX"), STR("/a/_index.facil.md"), STR("")));
    assert_str(e->title, STR("A en fácil"));
    assert_str(e->summary, STR("Breve."));
    assert_str(e->body.s, STR("<h2 id=\"uno\">Uno</h2>\n<p>Vea <a href=\"/otra\">b</a>.</p>\n"));
    assert_str(e->text, STR("Uno\nVea b.\n"));
    assert_int_equal(e->headings.n, 1);
    assert_int_equal(e->links.n, 1);
    assert_int_equal(e->links.v[0].line, 8);
    assert_int_equal(e->words, 3);
    assert_int_equal(e->body_line, 5);
    assert_str(fixture_page(f, "/a/b")->easy->title, STR("B"));
    assert_str(fixture_page(f, "/a/b")->body.s, STR("<p>Largo.</p>\n"));
    assert_null(f->site->home->easy);
}

static void it_is_a_draft_until_somebody_has_reviewed_it(void **state)
{
    struct site_fixture *f = *state;

    home(f);
    fixture_write(f, "_index.facil.md", "title: Inicio\n", "Hola.\n");
    fixture_write(f, "a.md", "title: A\n", "");
    fixture_write(f, "a.facil.md",
                  "reviewed_by: Ana López\nreviewed: 2026-11-22\nlastmod: 2026-11-21\n", "Hola.\n");
    fixture_load_written(f);
    assert_int_equal(f->d.nerrors, 0);
    assert_int_equal(f->site->home->easy->reviewed_by.n, 0);
    assert_int_equal(f->site->home->easy->reviewed, 0);
    assert_str(fixture_page(f, "/a")->easy->reviewed_by, STR("Ana López"));
    assert_int_equal(fixture_page(f, "/a")->easy->reviewed, 1795327200);
    assert_int_equal(fixture_page(f, "/a")->easy->lastmod, 1795327200 - 86400);
}

static void an_empty_one_is_none(void **state)
{
    struct site_fixture *f = *state;

    home(f);
    fixture_write(f, "_index.facil.md", "title: Inicio\n", "\n");
    fixture_load_written(f);
    assert_int_equal(f->d.nerrors, 1);
    assert_null(f->site->home->easy);
}

static void one_with_an_error_costs_the_page_nothing(void **state)
{
    struct site_fixture *f = *state;
    const struct diag *g = NULL;

    home(f);
    fixture_write(f, "a.md", "title: A\n", "");
    fixture_write(f, "a.facil.md", "reviewed: 2026-11-22\n", "Hola.\n");
    fixture_write(f, "b.md", "title: B\n", "");
    fixture_write(f, "b.facil.md", "", "# Hola\n");
    fixture_load_written(f);
    assert_int_equal(f->d.nerrors, 2);
    assert_int_equal(fixture_count(f, "easy-review-half", &g), 1);
    assert_str(g->file, STR("es-MX/a.facil.md"));
    assert_int_equal(fixture_count(f, "heading-one", &g), 1);
    assert_str(g->file, STR("es-MX/b.facil.md"));
    assert_null(fixture_page(f, "/a")->easy);
    assert_null(fixture_page(f, "/b")->easy);
}

static void one_without_its_page_is_told(void **state)
{
    struct site_fixture *f = *state;
    const struct diag *g = NULL;

    home(f);
    fixture_write(f, "a/sola.facil.md", "title: A\n", "Hola.\n");
    fixture_write(f, "b.md", "titulo: B\n", ""); /* a page that is left out tells of itself only */
    fixture_write(f, "b.facil.md", "", "Hola.\n");
    fixture_load_written(f);
    assert_int_equal(fixture_count(f, "easy-without-page", &g), 1);
    assert_str(g->file, STR("es-MX/a/sola.facil.md"));
    assert_str(g->args[0], STR("sola.md"));
    assert_int_equal(fixture_count(f, "front-no-title", NULL), 1);
    assert_int_equal(f->d.nerrors, 2);
    assert_int_equal(f->site->by_url.n, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(a_companion_hangs_on_its_page),
        FIXTURE_TEST(it_is_a_draft_until_somebody_has_reviewed_it),
        FIXTURE_TEST(an_empty_one_is_none),
        FIXTURE_TEST(one_with_an_error_costs_the_page_nothing),
        FIXTURE_TEST(one_without_its_page_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
