/* Pages of a type, tags, acts: sorted when a site is loaded. */
#include "content/acts.h"
#include "content/lists.h"
#include "tests/unit/content/typed_site.h"

static void write_sites(struct site_fixture *f)
{
    fixture_write(f, "_index.md", "title: Inicio\n", "");
    fixture_write(f, "p/_index.md", "title: P\nlist: {type: person, sort: name}\n", "");
    fixture_write(f, "p/z.md", "title: Nu\xC3\xB1o\ntype: person\ntags: [Caf\xC3\xA9, uno]\n", "");
    fixture_write(f, "p/y.md", "title: Nunzio\ntype: person\ntags: [cafe]\n", "");
    fixture_write(f, "p/x.md", "title: \xC3\x81lvarez\ntype: person\ntags: [CAFE, cafe]\n", "");
    fixture_write(f, "p/w.md", "title: Bravo\ntype: person\ndraft: true\ntags: ['!!']\n", "");
    fixture_write(f, "s/_index.md", "title: S\nlist: {type: session, by: year}\n", "");
    fixture_write(f, "s/a.md",
                  "title: A\ntype: session\nparams: {body: a, starts: 2020-05-01 10:00}\n", "");
    fixture_write(f, "s/b.md",
                  "title: B\ntype: session\nparams: {body: a, starts: 2023-05-01 10:00}\n", "");
    fixture_write(f, "s/c.md", "title: C\ntype: session\nparams: {body: a}\n", "");
    fixture_write(f, "s/d.md", "title: D\ntype: agreement\nparams: {number: ACG-1-2020}\n", "");
    typed_load(f);
    assert_int_equal(f->d.nerrors, 0);
}

static void assert_order(const struct pages *v, const char *titles)
{
    struct str rest = str_from(titles), one;

    for (size_t i = 0; i < v->n; i++) {
        assert_true(rest.n > 0);
        str_cut(rest, '|', &one, &rest);
        assert_str(v->v[i]->front.title, one);
    }
    assert_int_equal(rest.n, 0);
}

static void names_are_sorted_as_the_language_sorts(void **state)
{
    struct site_fixture *f = *state;
    const struct type_list *list;

    write_sites(f);
    list = site_type_list(f->site, STR("person"));
    assert_order(&list->by_name, "\xC3\x81lvarez|Bravo|Nunzio|Nu\xC3\xB1o");
    assert_int_equal(site_type_list(f->site, STR("session"))->by_name.n, 0); /* nobody asks */
    assert_null(site_type_list(f->site, STR("none")));
}

static void dates_are_sorted_the_newest_first(void **state)
{
    struct site_fixture *f = *state;

    write_sites(f);
    assert_order(&site_type_list(f->site, STR("session"))->by_date, "B|A|C");
}

static void spellings_of_a_tag_are_one(void **state)
{
    struct site_fixture *f = *state;
    const struct tag *tag;

    write_sites(f);
    assert_int_equal(f->site->ntags, 2); /* a tag without letters has no address */
    tag = site_tag(f->site, STR("cafe"));
    assert_non_null(tag);
    assert_int_equal(tag->pages.n, 3); /* each page once */
    assert_int_equal(site_tag(f->site, STR("uno"))->pages.n, 1);
    assert_null(site_tag(f->site, STR("dos")));
}

static void drafts_and_other_folders_are_not_shown(void **state)
{
    struct site_fixture *f = *state;
    const struct page *p;
    struct root other;

    write_sites(f);
    p = fixture_page(f, "/p/x");
    other = *p->root;
    assert_true(list_shows(p->root, p, 0));
    assert_false(list_shows(p->root, fixture_page(f, "/p/w"), 0));
    other.micrositio = STR("m");
    assert_false(list_shows(&other, p, 0));
    other = *p->root;
    other.locale = STR("en");
    assert_false(list_shows(&other, p, 0));
    assert_ptr_equal(site_root_at(f->site, STR("/p/x")), p->root);
}

static void an_act_is_found_by_its_id_and_its_addresses(void **state)
{
    struct site_fixture *f = *state;
    const struct page *p;

    write_sites(f);
    p = site_act(f->site, STR("IEPC-ACG-001-2020"));
    assert_non_null(p);
    assert_str(p->url, STR("/acuerdos/IEPC-ACG-001-2020"));
    assert_ptr_equal(site_act_at(f->site, &f->a, STR("/acuerdos/acg 1/2020")), p);
    assert_null(site_act_at(f->site, &f->a, STR("/acuerdos/acg 2/2020")));
    assert_null(site_act_at(f->site, &f->a, STR("/acuerdosacg 1/2020")));
    assert_null(site_act_at(f->site, &f->a, STR("/otra/acg 1/2020")));
    assert_null(site_act(f->site, STR("IEPC-ACG-002-2020")));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        FIXTURE_TEST(names_are_sorted_as_the_language_sorts),
        FIXTURE_TEST(dates_are_sorted_the_newest_first),
        FIXTURE_TEST(spellings_of_a_tag_are_one),
        FIXTURE_TEST(drafts_and_other_folders_are_not_shown),
        FIXTURE_TEST(an_act_is_found_by_its_id_and_its_addresses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
