#include "tests/unit/content/page_test.h"

static void each_link_has_its_own_line(void **state)
{
    static const struct page_case v[] = {
        {"[](/b)\n\n[](/b)\n", "error 1 link-empty /b\nerror 3 link-empty /b\n"},
        {"![](mapa.png)\n\n![](mapa.png)\n",
         "error 1 image-without-alt mapa.png\nerror 3 image-without-alt mapa.png\n"},
        {"[a](ftp://b)\n\nx\n\n[a](ftp://b)\n",
         "error 1 link-unsafe ftp://b\nerror 5 link-unsafe ftp://b\n"},
        {"[a](x.pdf)\n\n[b](sesión2.pdf)\n\n[b](sesión2.pdf)\n",
         "error 1 file-missing x.pdf\nerror 3 file-missing sesi%C3%B3n2.pdf\n"
         "error 5 file-missing sesi%C3%B3n2.pdf\n"},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

static void words_that_look_like_the_address_are_none(void **state)
{
    static const struct page_case v[] = {
        {"ftp://b/c ftp://bc\n\n[](ftp://b)\n",
         "error 3 link-unsafe ftp://b\nerror 3 link-empty ftp://b\n"},
        {"[a](/c/d)\n\nx/c\n\n[](/c)\n", "error 5 link-empty /c\n"},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

static void what_stands_elsewhere_in_the_file_does_not_mislead(void **state)
{
    static const struct page_case v[] = {
        {"[a][r]\n\n[](/b)\n\n[](/b)\n\n[r]: /z\n",
         "error 3 link-empty /b\nerror 5 link-empty /b\n"},
        {"[a][r]\n\n[b][r]\n\n[r]: ftp://z\n",
         "error 5 link-unsafe ftp://z\nerror 5 link-unsafe ftp://z\n"},
        {"[![](mapa.png)](/b)\n\n![](mapa.png)\n",
         "error 1 image-without-alt mapa.png\nerror 1 link-empty /b\n"
         "error 3 image-without-alt mapa.png\n"},
        {"x\n\n[a]()\n\n[b]()\n", "error 3 link-unsafe \nerror 5 link-unsafe \n"},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

static void headings_and_tables_have_their_lines(void **state)
{
    static const struct page_case v[] = {
        {"## a\n\n#### b\n\n#### c\n", "error 3 heading-jump b 2 4\n"},
        {"x\n\n| a |\n|---|\n| b |\n", "error 3 table-without-caption\n"},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

static void five_thousand_links_are_found_in_linear_time(void **state)
{
    struct fixture *f = *state;
    struct buf b;

    buf_init(&b, 1u << 20);
    for (int i = 0; i < 5000; i++)
        buf_addf(&b, "[a](/%d)\n\n[a](/b)\n\n", i);
    assert_true(fixture_render(f, buf_str(&b)));
    assert_int_equal(f->r.links.n, 10000);
    for (size_t i = 0; i < f->r.links.n; i++)
        assert_int_equal(f->r.links.v[i].line, 1 + 2 * (int)i);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(each_link_has_its_own_line), T(words_that_look_like_the_address_are_none),
        T(what_stands_elsewhere_in_the_file_does_not_mislead),
        T(headings_and_tables_have_their_lines), T(five_thousand_links_are_found_in_linear_time)};

    return RUN_PAGES(tests);
}
