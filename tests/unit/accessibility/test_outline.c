/* What a page holds: its main part, headings, links, words. */
#include "accessibility/outline.h"
#include "tests/unit/test.h"

#include <stdlib.h>

static struct arena a;

static const char page[] =
    "<!DOCTYPE html><html lang=\"es\"><body><a href=\"#m\">Ir</a><header><a "
    "href=\"/\">Inicio</a></header>"
    "<main id=\"m\"><h1>Uno &amp; <em>dos</em></h1><p>tres <a href=\"/b?x=1&amp;y=2\">cuatro <img "
    "src=\"i\" alt=\"foto\"></a></p><h2 id=\"p\">Par<abbr>te</abbr></h2><a href=\"#p\">allá</a>"
    "<a href=\"/vacio\"> </a></main><footer><h2>Pie</h2><a "
    "href=\"/c\">C</a></footer></body></html>";

static void the_parts_of_a_page(void **state)
{
    struct outline o;

    (void)state;
    assert_true(outline_of(&a, str_from(page), &o));
    assert_true(str_starts(o.main.s, STR("<h1>Uno")));
    assert_true(str_ends(o.main.s, STR("</a>")));
    assert_int_equal(o.headings.n, 2);
    assert_str(o.headings.v[0].text.s, STR("Uno &amp; dos"));
    assert_int_equal(o.headings.v[0].level, 1);
    assert_str(o.headings.v[1].text.s, STR("Parte"));
    assert_str(o.headings.v[1].ref, STR("p"));
    assert_int_equal(o.links.n, 1);
    assert_str(o.links.v[0].text.s, STR("cuatro foto"));
    assert_str(o.links.v[0].ref, STR("/b?x=1&y=2"));
    assert_int_equal(o.others.n, 2);
    assert_str(o.others.v[0].ref, STR("/"));
    assert_str(o.others.v[1].text.s, STR("C"));
    assert_int_equal(o.words, 8);
}

static void a_page_without_main_has_none(void **state)
{
    static const char *const rows[] = {"", "<p>x</p>", "<main>", "<main><a href=\"/\">x",
                                       "</main>"};
    struct outline o;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_false(outline_of(&a, str_from(rows[i]), &o));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parts_of_a_page),
        cmocka_unit_test(a_page_without_main_has_none),
    };
    int failed;

    arena_init(&a, 1 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&a);
    return failed;
}
