/* Companions: how hard they may be, and where their links lead. */
#include "content/lint.h"
#include "content/lint_easy.h"
#include "tests/unit/content/site_fixture.h"

#define MARCH_2024 1710460800

#define EASY "Mi voz es la tuya. El mar es azul. Voy a casa ya. La sala es de luz. "
#define HARD "Disposiciones administrativas constitucionales extraordinarias. "

static void lint(struct site_fixture *f, const char *body)
{
    struct lint_options o = {NULL, 0, MARCH_2024};

    fixture_write(f, "_index.md", "title: Inicio\nsummary: a\n", "## Parte\n");
    fixture_write(f, "_index.facil.md", "title: Inicio\n", body);
    fixture_load_written(f);
    assert_int_equal(f->d.nerrors, 0);
    assert_non_null(f->site->home->easy);
    diags_init(&f->d, &f->a);
    lint_site(f->site, &o, &f->d);
}

static void easy_texts_are_left_alone(void **state)
{
    struct site_fixture *f = *state;

    lint(f, EASY EASY EASY);
    assert_null(f->d.first);
}

static void hard_texts_are_errors(void **state)
{
    struct site_fixture *f = *state;
    const struct diag *g = NULL;

    lint(f, HARD HARD HARD HARD HARD HARD HARD HARD);
    assert_int_equal(f->d.nerrors, 1);
    assert_int_equal(fixture_count(f, "easy-hard", &g), 1);
    assert_str(g->file, STR("es-MX/_index.facil.md"));
    assert_int_equal(g->args[0].p[0], '-'); /* below 0 */
}

/* 20 words pass, 21 do not, however short the whole is. */
static void long_sentences_are_errors_with_their_line(void **state)
{
    struct site_fixture *f = *state;
    const struct diag *g = NULL;

    lint(f, "Uno.\n\n- Sol y mar y sol y mar y sol y mar y sol y mar y sol y mar y sol y mar.\n");
    assert_int_equal(f->d.nerrors, 1);
    assert_int_equal(fixture_count(f, "easy-sentence-long", &g), 1);
    assert_int_equal(g->line, 7);
    assert_str(g->args[0], STR("23"));
    lint(f, "Sol y mar y sol y mar y sol y mar y sol y mar y sol y mar y.\n");
    assert_int_equal(f->d.nerrors, 0);
    lint(f, "Sol y mar y sol y mar y sol y mar y sol y mar y sol y mar y sol.\n");
    assert_int_equal(f->d.nerrors, 1);
    lint(f, "Sol **y** mar y sol y mar y sol y mar y sol y mar y sol y mar y sol.\n");
    assert_int_equal(fixture_count(f, "easy-sentence-long", &g), 1);
    assert_int_equal(g->line, 0);
}

static void links_are_judged_as_those_of_pages(void **state)
{
    struct site_fixture *f = *state;
    const struct diag *g = NULL;

    lint(f, "## Otra\n\n[a](/nada) y [b](#otra) y [c](#parte) y [d](/#parte) y [e](/#otra).\n");
    assert_int_equal(f->d.nerrors, 3);
    assert_int_equal(fixture_count(f, "link-broken", &g), 1);
    assert_str(g->file, STR("es-MX/_index.facil.md"));
    assert_int_equal(g->line, 7);
    assert_int_equal(fixture_count(f, "link-fragment", &g),
                     2); /* ids of the page are not its own */
    assert_str(g->args[0], STR("#parte"));
}

static void an_excerpt_is_of_whole_words(void **state)
{
    (void)state;
    assert_str(lint_excerpt(STR("uno dos")), STR("uno dos"));
    assert_str(
        lint_excerpt(STR("ñoño ñoño ñoño ñoño ñoño ñoño ñoño ñoño ñoño ñoño ñoño ñoño ñoño")),
        STR("ñoño ñoño ñoño ñoño ñoño ñoño ñoño ñoño ñoño ñoño ñoño ñoño"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(easy_texts_are_left_alone),
        FIXTURE_TEST(hard_texts_are_errors),
        FIXTURE_TEST(long_sentences_are_errors_with_their_line),
        FIXTURE_TEST(links_are_judged_as_those_of_pages),
        FIXTURE_TEST(an_excerpt_is_of_whole_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
