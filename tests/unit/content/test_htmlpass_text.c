#include "tests/unit/content/page_test.h"

static void lines_are_those_of_the_file(void **state)
{
    static const struct page_case v[] = {
        {"a\n\n[x](ftp://a)\n\n[y](ftp://b) [z](ftp://a)\n",
         "error 3 link-unsafe ftp://a\nerror 5 link-unsafe ftp://b\nerror 5 link-unsafe ftp://a\n"},
        {"a\r\n\r\n[x](ftp://a)\r\n", "error 3 link-unsafe ftp://a\n"},
        {"a\n\n![](sesión.png)\n",
         "error 3 image-without-alt sesión.png\nerror 3 file-missing sesión.png\n"},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

static void blanks_between_words_stay(void **state)
{
    static const struct page_case v[] = {
        {"*a* *b*\n**c**\n`d`\n",
         "<p><em>a</em> <em>b</em>\n<strong>c</strong>\n<code>d</code></p>\n"},
        {"```\n\n  a\n\n```\n", "<pre tabindex=\"0\"><code>\n  a\n\n</code></pre>\n"},
    };
    struct fixture *f = *state;

    assert_bodies(f, v, ARRAY_LEN(v));
    assert_true(fixture_render(f, STR("*a* *b*\n**c**\n\n- d\n- e\n")));
    assert_str(f->r.text, STR("a b\nc\nd\ne\n"));
}

static void facts_reach_attributes_as_text(void **state)
{
    static const struct page_case v[] = {
        {"[a](tel:{{dato \"telefono\"}})\n", "<p><a href=\"tel:3312345678\">a</a></p>\n"},
        {"[a](mailto:{{dato \"correo\"}})\n",
         "<p><a href=\"mailto:a&amp;b@ejemplo.mx\">a</a></p>\n"},
        {"![{{dato \"viejo\"}}](mapa.png)\n",
         "<p><img src=\"/estatico/mapa.44.png\" alt=\"Calle &lt;1&gt; (por confirmar)\" "
         "width=\"640\" height=\"480\" loading=\"lazy\" decoding=\"async\"></p>\n"},
        {"[a](tel:{{dato \"viejo\"}})\n", "<p><a href=\"tel:Calle&lt;1&gt;\">a</a></p>\n"},
    };
    static const struct page_case wrong[] = {
        {"[a](tel:{{dato \"horario\"}})\n", "error 1 link-unsafe tel:\n"},
        {"[a](/{{dato \"viejo\"}})\n", "error 0 link-unsafe /Calle <1>\n"},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
    assert_diags(*state, wrong, ARRAY_LEN(wrong));
}

static void brackets_that_refer_to_nothing_are_named(void **state)
{
    static const struct page_case v[] = {
        {"a\n\nb[^1] c[^2]\n",
         "error 3 footnote-unresolved [^1]\nerror 3 footnote-unresolved [^2]\n"},
        {"[a][b]\n", "error 1 reference-unresolved\n"},
        {"`[^1] [a][b]` [a] [b]\n", ""},
        {"[a][b]\n\n[b]: /c\n", ""},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

int main(void)
{
    const struct CMUnitTest tests[] = {T(lines_are_those_of_the_file), T(blanks_between_words_stay),
                                       T(facts_reach_attributes_as_text),
                                       T(brackets_that_refer_to_nothing_are_named)};

    return RUN_PAGES(tests);
}
