/* Finding pages by near misses and by words. */
#include "tests/unit/content/site_fixture.h"

#define MARCH_2024 1710460800
#define MAX        5

static const struct page *found[MAX];

static size_t search(struct site_fixture *f, const char *query)
{
    return site_search(f->site, &f->a, str_from(query), MARCH_2024, found, MAX);
}

static size_t nearest(struct site_fixture *f, const char *path)
{
    return site_nearest(f->site, &f->a, str_from(path), MARCH_2024, found, MAX);
}

static void a_near_miss_finds_its_page(void **state)
{
    static const char *const rows[][2] = {
        {"/consejo-generl", "/instituto/consejo-general"},
        {"/otra/carpeta/consejo-general", "/instituto/consejo-general"},
        {"/CONSEJO-GENERAL.html", "/instituto/consejo-general"},
        {"/archibos", "/instituto/archivos"},
        {"/comisi\303\263n", "/instituto/comisiones"},
        {"/noticia", "/noticias"},
        {"/\303\261and\303\272", "/noticias/nueva"}, /* a word of its title */
    };
    struct site_fixture *f = *state;

    fixture_load_content(f);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (nearest(f, rows[i][0]) == 0)
            fail_msg("nothing for %s", rows[i][0]);
        assert_str(found[0]->url, str_from(rows[i][1]));
    }
}

static void nothing_near_is_nothing(void **state)
{
    static const char *const rows[] = {
        "/", "", "/x", "/wp-login.php", "/zzzzzzzz", "/una-direccion-que-no-se-parece-a-ninguna"};
    struct site_fixture *f = *state;

    fixture_load_content(f);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        size_t n = nearest(f, rows[i]);

        if (n != 0)
            fail_msg("%s finds %s", rows[i], arena_cstr(&f->a, found[0]->url));
    }
}

static void hidden_pages_are_never_found(void **state)
{
    struct site_fixture *f = *state;

    fixture_load_content(f);
    assert_int_equal(nearest(f, "/borrador"), 0);
    assert_int_equal(nearest(f, "/futura"), 0);
    assert_int_equal(nearest(f, "/retirada"), 0);
    assert_int_equal(search(f, "borrador"), 0);
    assert_int_equal(search(f, "futura"), 0);
    assert_int_equal(search(f, "retirado"), 0);
    assert_int_equal(search(f, "convocatoria"), 1); /* until June */
}

static void all_words_must_be_there(void **state)
{
    struct site_fixture *f = *state;

    fixture_load_content(f);
    assert_int_equal(search(f, "consejo acuerdos"), 1);
    assert_str(found[0]->url, STR("/instituto/consejo-general"));
    assert_int_equal(search(f, "consejo murci\303\251lago"), 0);
    assert_int_equal(search(f, ""), 0);
    assert_int_equal(search(f, " .,; "), 0);
}

static void accents_case_and_word_ends_do_not_matter(void **state)
{
    static const char *const rows[] = {"INFORMATICA", "inform\303\241tica", "informat",
                                       "Comisi\303\263n de Inform\303\241tica"};
    struct site_fixture *f = *state;

    fixture_load_content(f);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_true(search(f, rows[i]) >= 1);
        assert_str(found[0]->url, STR("/informatica"));
    }
    assert_int_equal(search(f, "formatica"), 0); /* words begin with it, or not at all */
}

static void title_goes_before_heading_and_heading_before_text(void **state)
{
    struct site_fixture *f = *state;

    fixture_write(f, "_index.md", "title: Inicio\n", "");
    fixture_write(f, "a.md", "title: En el texto\n", "Aqu\303\255 est\303\241 la urna.\n");
    fixture_write(f, "b.md", "title: En un encabezado\n", "## La urna\n\nAqu\303\255.\n");
    fixture_write(f, "c.md", "title: La urna\n", "Nada.\n");
    fixture_write(f, "d.md", "title: En el resumen\nsummary: La urna\n", "Nada.\n");
    fixture_load_written(f);
    assert_int_equal(f->d.nerrors, 0);
    assert_int_equal(search(f, "urna"), 4);
    assert_str(found[0]->url, STR("/c"));
    assert_str(found[1]->url, STR("/b"));
    assert_str(found[2]->url, STR("/d"));
    assert_str(found[3]->url, STR("/a"));
}

static void no_more_than_asked_for_and_the_best_of_all(void **state)
{
    struct site_fixture *f = *state;
    char name[32];

    fixture_write(f, "_index.md", "title: Inicio\n", "");
    for (int i = 0; i < 20; i++) {
        (void)snprintf(name, sizeof(name), "p%02d.md", i);
        fixture_write(f, name, i == 19 ? "title: Urna\n" : "title: Otra\n", "La urna.\n");
    }
    fixture_load_written(f);
    assert_int_equal(search(f, "urna"), MAX);
    assert_str(found[0]->url, STR("/p19"));
    assert_int_equal(site_search(f->site, &f->a, STR("urna"), 0, found, 0), 0);
    assert_int_equal(site_nearest(f->site, &f->a, STR("/urna"), 0, found, 0), 0);
}

static void a_long_question_is_cut_and_not_refused(void **state)
{
    struct site_fixture *f = *state;
    char query[4001];

    fixture_load_content(f);
    memset(query, ' ', sizeof(query) - 1);
    query[sizeof(query) - 1] = '\0';
    memcpy(query, "consejo", 7);
    memcpy(query + 3000, "murcielago", 10); /* beyond what is looked at */
    assert_true(search(f, query) >= 1);
    memset(query, '\303', sizeof(query) - 1); /* no UTF-8 at all */
    assert_int_equal(search(f, query), 0);
    assert_int_equal(nearest(f, query), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(a_near_miss_finds_its_page),
        FIXTURE_TEST(nothing_near_is_nothing),
        FIXTURE_TEST(hidden_pages_are_never_found),
        FIXTURE_TEST(all_words_must_be_there),
        FIXTURE_TEST(accents_case_and_word_ends_do_not_matter),
        FIXTURE_TEST(title_goes_before_heading_and_heading_before_text),
        FIXTURE_TEST(no_more_than_asked_for_and_the_best_of_all),
        FIXTURE_TEST(a_long_question_is_cut_and_not_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
