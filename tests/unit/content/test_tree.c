/* Two pages with one address, parents and children, aliases. */
#include "content/tree.h"
#include "tests/unit/content/site_fixture.h"

static void paths_are_cut_at_the_last_slash(void **state)
{
    (void)state;
    assert_str(path_dir(STR("a/b/c.md")), STR("a/b"));
    assert_str(path_dir(STR("c.md")), STR(""));
    assert_str(path_name(STR("a/b/c.md")), STR("c.md"));
    assert_str(path_name(STR("c.md")), STR("c.md"));
    assert_str(path_name(STR("/")), STR(""));
}

static void of_two_pages_with_one_address_the_first_stays(void **state)
{
    struct site_fixture *f = *state;
    const struct diag *g = NULL;

    fixture_load_broken(f);
    assert_str(fixture_page(f, "/repetida")->file, STR("tests/site/broken/es-MX/repetida-otra.md"));
    assert_int_equal(fixture_count(f, "url-twice", &g), 2);
    assert_str(g->file, STR("tests/site/broken/es-MX/repetida.md"));
    assert_str(g->args[0], STR("/repetida"));
    assert_str(g->args[1], STR("tests/site/broken/es-MX/repetida-otra.md"));
}

static void an_alias_never_hides_a_page_nor_another_alias(void **state)
{
    struct site_fixture *f = *state;
    const struct diag *g = NULL;
    const struct page *p = NULL;

    fixture_write(f, "_index.md", "title: Inicio\n", "");
    fixture_write(f, "a.md", "title: A\naliases: [/b, /x, /a]\n", "");
    fixture_write(f, "b.md", "title: B\naliases: [/x, /y]\n", "");
    fixture_load_written(f);
    assert_int_equal(fixture_count(f, "url-twice", &g), 3); /* /a is its own, /b of b, /x twice */
    assert_int_equal(f->site->naliases, 2);
    assert_int_equal(site_find(f->site, STR("/b"), 0, &p), SITE_PAGE);
    assert_str(p->file, STR("es-MX/b.md"));
    assert_int_equal(site_find(f->site, STR("/x"), 0, &p), SITE_MOVED);
    assert_str(p->url, STR("/a"));
    assert_int_equal(site_find(f->site, STR("/y"), 0, &p), SITE_MOVED);
}

static void every_page_but_the_home_has_its_nearest_section(void **state)
{
    static const char *const rows[][2] = {{"/instituto", "/"},
                                          {"/instituto/consejo-general", "/instituto"},
                                          {"/instituto/comisiones", "/instituto"},
                                          {"/informatica", "/instituto/comisiones"},
                                          {"/sin-portada/hoja", "/"},
                                          {"/retirada", "/"}};
    struct site_fixture *f = *state;

    fixture_load_content(f);
    assert_null(fixture_page(f, "/")->parent);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_ptr_equal(fixture_page(f, rows[i][0])->parent, fixture_page(f, rows[i][1]));
}

static void children_and_parents_agree(void **state)
{
    struct site_fixture *f = *state;
    size_t n = 0;

    fixture_load_content(f);
    for (size_t i = 0; i < f->site->by_url.n; i++) {
        const struct page *p = f->site->by_url.v[i];

        for (size_t k = 0; k < p->nchildren; k++)
            assert_ptr_equal(p->children[k]->parent, p);
        n += p->nchildren;
    }
    assert_int_equal(n, f->site->by_url.n - 1);
}

static void a_folder_without_a_section_is_told_once(void **state)
{
    struct site_fixture *f = *state;
    const struct diag *g = NULL;

    fixture_write(f, "_index.md", "title: Inicio\n", "");
    fixture_write(f, "a/b/uno.md", "title: Uno\n", "");
    fixture_write(f, "a/b/dos.md", "title: Dos\n", "");
    fixture_load_written(f);
    assert_int_equal(fixture_count(f, "section-missing", &g), 2); /* a and a/b */
    assert_str(g->file, STR("es-MX/a"));
    assert_str(g->args[0], STR("a"));
    assert_int_equal(f->d.nerrors, 0);
}

static void a_broken_section_is_not_a_missing_one(void **state)
{
    struct site_fixture *f = *state;

    fixture_load_broken(f);
    assert_int_equal(fixture_count(f, "section-missing", NULL), 0);
    assert_ptr_equal(fixture_page(f, "/carpeta/hoja")->parent, f->site->home);
}

static void children_go_by_weight_then_date_then_title(void **state)
{
    static const char *const want[] = {"/s/peso-1", "/s/peso-2", "/s/nueva", "/s/vieja",
                                       "/s/nube",   "/s/nandu",  "/s/oca"};
    struct site_fixture *f = *state;
    const struct page *s;

    fixture_write(f, "_index.md", "title: Inicio\n", "");
    fixture_write(f, "s/_index.md", "title: S\n", "");
    fixture_write(f, "s/peso-2.md", "title: A\nweight: 2\n", "");
    fixture_write(f, "s/peso-1.md", "title: Z\nweight: 1\n", "");
    fixture_write(f, "s/vieja.md", "title: A\ndate: 2020-01-01\n", "");
    fixture_write(f, "s/nueva.md", "title: Z\ndate: 2024-01-01\n", "");
    fixture_write(f, "s/oca.md", "title: oca\n", "");
    fixture_write(f, "s/nandu.md", "title: \303\221and\303\272\n", ""); /* after nube in Spanish */
    fixture_write(f, "s/nube.md", "title: Nube\n", "");
    fixture_load_written(f);
    s = fixture_page(f, "/s");
    assert_int_equal(s->nchildren, ARRAY_LEN(want));
    for (size_t i = 0; i < ARRAY_LEN(want); i++)
        assert_str(s->children[i]->url, str_from(want[i]));
}

static void by_url_and_aliases_are_sorted(void **state)
{
    struct site_fixture *f = *state;

    fixture_load_content(f);
    for (size_t i = 1; i < f->site->by_url.n; i++)
        assert_true(str_cmp(f->site->by_url.v[i - 1]->url, f->site->by_url.v[i]->url) < 0);
    assert_int_equal(f->site->naliases, 3);
    for (size_t i = 1; i < f->site->naliases; i++)
        assert_true(str_cmp(f->site->aliases[i - 1].url, f->site->aliases[i].url) < 0);
}

static void edges_are_sorted_and_each_once(void **state)
{
    struct site_fixture *f = *state;

    fixture_write(f, "_index.md", "title: Inicio\n", "");
    fixture_write(f, "a.md", "title: A\npublishdate: 2024-01-01\nexpirydate: 2024-02-01\n", "");
    fixture_write(f, "b.md", "title: B\npublishdate: 2024-02-01\n", "");
    fixture_write(f, "c.md", "title: C\npublishdate: 2023-01-01\ndraft: true\n", "");
    fixture_load_written(f);
    assert_int_equal(f->site->nedges, 2); /* the draft's never come */
    assert_true(f->site->edges[0] < f->site->edges[1]);
}

static void no_home_is_an_error_and_no_crash(void **state)
{
    struct site_fixture *f = *state;

    fixture_write(f, "a.md", "title: A\n", "");
    fixture_load_written(f);
    assert_int_equal(fixture_count(f, "home-missing", NULL), 1);
    assert_null(f->site->home);
    assert_null(fixture_page(f, "/a")->parent);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_cut_at_the_last_slash),
        FIXTURE_TEST(of_two_pages_with_one_address_the_first_stays),
        FIXTURE_TEST(an_alias_never_hides_a_page_nor_another_alias),
        FIXTURE_TEST(every_page_but_the_home_has_its_nearest_section),
        FIXTURE_TEST(children_and_parents_agree),
        FIXTURE_TEST(a_folder_without_a_section_is_told_once),
        FIXTURE_TEST(a_broken_section_is_not_a_missing_one),
        FIXTURE_TEST(children_go_by_weight_then_date_then_title),
        FIXTURE_TEST(by_url_and_aliases_are_sorted),
        FIXTURE_TEST(edges_are_sorted_and_each_once),
        FIXTURE_TEST(no_home_is_an_error_and_no_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
