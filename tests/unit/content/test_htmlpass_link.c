#include "tests/unit/content/page_test.h"

static void addresses_of_the_list_become_links(void **state)
{
    static const struct page_case v[] = {
        {"[a](/b?c=1&d=2#e)\n", "<p><a href=\"/b?c=1&amp;d=2#e\">a</a></p>\n"},
        {"[a](#b)\n", "<p><a href=\"#b\">a</a></p>\n"},
        {"[a](HTTPS://b.mx)\n",
         "<p><a href=\"HTTPS://b.mx\" rel=\"external noopener\">a</a></p>\n"},
        {"[a](http://b.mx \"t\")\n",
         "<p><a href=\"http://b.mx\" rel=\"external noopener\">a</a></p>\n"},
        {"[a](mailto:b@c.mx)\n", "<p><a href=\"mailto:b@c.mx\">a</a></p>\n"},
        {"<b@c.mx>\n", "<p><a href=\"mailto:b@c.mx\">b@c.mx</a></p>\n"},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
}

static void all_others_are_named(void **state)
{
    static const struct page_case v[] = {
        {"[a](javascript:b)\n", "error 1 link-unsafe javascript:b\n"},
        {"[a](//b.mx)\n", "error 1 link-unsafe //b.mx\n"},
        {"[a](/b\\c)\n", "error 1 link-unsafe /b\\c\n"},
        {"[a](?b)\n", "error 1 link-unsafe ?b\n"},
        {"[a](b/c:d)\n", "error 1 link-unsafe b/c:d\n"},
        {"[a]()\n", "error 1 link-unsafe \n"},
        {"[](/b)\n", "error 1 link-empty /b\n"},
        {"[![](mapa.png)](/b)\n", "error 1 image-without-alt mapa.png\nerror 1 link-empty /b\n"},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

static void files_say_type_size_and_language(void **state)
{
#define FILE_LINK(rest, meta) \
    "<p><a href=\"/estatico/" rest "\">a <span class=\"file-meta\">" meta "</span></a></p>\n"
    static const struct page_case v[] = {
        {"[a](acta.pdf)\n", FILE_LINK("acta.22.pdf", "(PDF, 120 KB)")},
        {"[a](./acta.pdf#page=2)\n", FILE_LINK("acta.22.pdf#page=2", "(PDF, 120 KB)")},
        {"[a](acta.pdf \"hch\")\n",
         FILE_LINK("acta.22.pdf\" hreflang=\"hch", "(PDF, 120 KB, idioma: wixárika)")},
        {"[a](acta.pdf \"zap-MX\")\n",
         FILE_LINK("acta.22.pdf\" hreflang=\"zap-MX", "(PDF, 120 KB, idioma: zap-MX)")},
        {"[a](acta.pdf \"es\")\n", FILE_LINK("acta.22.pdf", "(PDF, 120 KB)")},
        {"[a](acta.pdf \"Acta completa\")\n", FILE_LINK("acta.22.pdf", "(PDF, 120 KB)")},
        {"[a](<acta larga.pdf>)\n", FILE_LINK("acta-larga.11.pdf", "(PDF, 1 KB)")},
        {"[a](acta%20larga.pdf)\n", FILE_LINK("acta-larga.11.pdf", "(PDF, 1 KB)")},
        {"[a](sesión.pdf)\n", FILE_LINK("sesion.55.pdf", "(PDF, 1.0 MB)")},
        {"[a](datos.csv)\n", FILE_LINK("datos.33.csv", "(CSV, 5.2 MB)")},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
}

static void files_that_are_not_there_are_named(void **state)
{
    static const struct page_case v[] = {
        {"[a](otra.pdf)\n", "error 1 file-missing otra.pdf\n"},
        {"[a](../dir/acta.pdf)\n", "error 1 file-missing ../dir/acta.pdf\n"},
        {"[a](%2e%2e/x)\n", "error 1 file-missing %2e%2e/x\n"},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

static void images_have_words_size_and_a_file(void **state)
{
    static const struct page_case v[] = {
        {"![a \"b\"](mapa.png)\n",
         "<p><img src=\"/estatico/mapa.44.png\" alt=\"a &quot;b&quot;\" width=\"640\" "
         "height=\"480\" loading=\"lazy\" decoding=\"async\"></p>\n"},
    };
    static const struct page_case wrong[] = {
        {"![](mapa.png)\n", "error 1 image-without-alt mapa.png\n"},
        {"![ ](mapa.png)\n", "error 1 image-without-alt mapa.png\n"},
        {"![a](mapa2.png)\n", "error 1 file-missing mapa2.png\n"},
        {"![a](/mapa.png)\n", "error 1 image-not-ours /mapa.png\n"},
        {"![a](https://b.mx/c.png)\n", "error 1 image-not-ours https://b.mx/c.png\n"},
        {"![a](acta.pdf)\n", "error 1 image-type acta.pdf\n"},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
    assert_diags(*state, wrong, ARRAY_LEN(wrong));
}

static void links_are_listed_with_their_lines(void **state)
{
    struct fixture *f = *state;

    assert_true(
        fixture_render(f, STR("[a](/b)\n\n[c](/d#e) [x][y] [n](acta.pdf)\n\n[y]: https://z.mx\n")));
    assert_int_equal(f->r.links.n, 3);
    assert_str(f->r.links.v[1].href, STR("/d#e"));
    assert_int_equal(f->r.links.v[1].line, 3);
    assert_str(f->r.links.v[2].href, STR("https://z.mx"));
    assert_int_equal(f->r.links.v[2].line, 5);
}

static void notes_have_links_both_ways(void **state)
{
    static const struct page_case v[] = {
        {"a[^x]\n\n[^x]: b\n",
         "<p>a<sup id=\"nota_1_texto\"><a href=\"#nota_1\" role=\"doc-noteref\" aria-label=\"Nota "
         "1\">1</a></sup></p>\n"
         "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Notas\">\n<ol>\n<li "
         "id=\"nota_1\">\nb "
         "<a href=\"#nota_1_texto\" class=\"footnote-back\" role=\"doc-backlink\" "
         "aria-label=\"Volver al texto de la nota 1\">↩</a></li>\n</ol>\n</section>\n"},
        {"[a](#fn:1)\n", "<p><a href=\"#fn:1\">a</a></p>\n"},
    };
    struct fixture *f = *state;

    assert_bodies(f, v, ARRAY_LEN(v));
    assert_true(fixture_render(f, STR("a[^x] c\n\n[^x]: b\n")));
    assert_str(f->r.text, STR("a c\nb\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(addresses_of_the_list_become_links), T(all_others_are_named),
        T(files_say_type_size_and_language),   T(files_that_are_not_there_are_named),
        T(images_have_words_size_and_a_file),  T(links_are_listed_with_their_lines),
        T(notes_have_links_both_ways)};

    return RUN_PAGES(tests);
}
