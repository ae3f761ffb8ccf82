#include "tests/unit/content/page_test.h"

static void ids_are_folded_and_unique(void **state)
{
    static const struct page_case v[] = {
        {"## ¿Qué es?\n## Que es\n## ...\n## Tabla 1\n",
         "<h2 id=\"que-es\">¿Qué es?</h2>\n<h2 id=\"que-es-2\">Que es</h2>\n<h2 "
         "id=\"seccion\">...</h2>\n<h2 id=\"tabla-1\">Tabla 1</h2>\n"},
        {"## Artículo 8\n\nArtículo 8. x\n",
         "<h2 id=\"articulo-8\">Artículo 8</h2>\n<p class=\"legal-article\" "
         "id=\"articulo-8-2\"><strong class=\"legal-number\">Artículo 8.</strong> x</p>\n"},
        {"## *a* `b` [c](/d) ##\n",
         "<h2 id=\"a-b-c\"><em>a</em> <code>b</code> <a href=\"/d\">c</a></h2>\n"},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
}

static void levels_to_four_are_kept(void **state)
{
    struct fixture *f = *state;

    assert_true(fixture_render(f, STR("## a\n### b\n#### c\n##### d\n###### e\n## f\n")));
    assert_int_equal(f->r.headings.n, 4);
    assert_int_equal(f->r.headings.v[2].level, 4);
    assert_str(f->r.headings.v[3].id, STR("f"));
}

static void wrong_headings_are_named_with_their_line(void **state)
{
    static const struct page_case v[] = {
        {"a\n\n# b\n", "error 3 heading-one b\n"},
        {"### b\n", "error 1 heading-jump b 1 3\n"},
        {"## a\n\n#### b\n\n#### c\n", "error 3 heading-jump b 2 4\n"},
        {"```\n## x\n```\n\n## a\n\n#### x\n", "error 7 heading-jump x 2 4\n"},
        {"## a\n##\n", "error 2 heading-empty\n"},
        {"## `` ` ``\n## ![](mapa.png)\n",
         "error 2 image-without-alt mapa.png\nerror 2 heading-empty\n"},
        {"> #### b\n", "error 1 heading-jump b 1 4\n"},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

int main(void)
{
    const struct CMUnitTest tests[] = {T(ids_are_folded_and_unique), T(levels_to_four_are_kept),
                                       T(wrong_headings_are_named_with_their_line)};

    return RUN_PAGES(tests);
}
