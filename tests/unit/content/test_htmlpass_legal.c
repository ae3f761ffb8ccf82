#include "tests/unit/content/page_test.h"

#define LIST "\n<ul class=\"legal\" role=\"list\">\n<li><span class=\"legal-number\">"

static void kinds_nest_in_the_order_in_which_they_open(void **state)
{
    static const struct page_case v[] = {
        {"I. a\n\na) b\n\nII. c\n",
         LIST "I.</span> a\n" LIST "a)</span> b\n</li>\n</ul>\n</li>\n<li><span "
              "class=\"legal-number\">II.</span> c</li>\n</ul>\n"},
        {"3. a\n\nI. b\n\n4. c\n",
         LIST "3.</span> a\n" LIST "I.</span> b\n</li>\n</ul>\n</li>\n<li><span "
              "class=\"legal-number\">4.</span> c</li>\n</ul>\n"},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
}

static void an_article_is_a_paragraph_that_can_be_linked(void **state)
{
    static const struct page_case v[] = {
        {"Artículo 8 bis. a *b*\n",
         "<p class=\"legal-article\" id=\"articulo-8-bis\"><strong class=\"legal-number\">Artículo "
         "8 bis.</strong> a <em>b</em></p>\n"},
        {"I. a\n\nArtículo 9. b\n",
         LIST "I.</span> a\n</li>\n</ul>\n<p class=\"legal-article\" id=\"articulo-9\"><strong "
              "class=\"legal-number\">Artículo 9.</strong> b</p>\n"},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
}

static void what_follows_closes_the_list(void **state)
{
    static const struct page_case v[] = {
        {"I. a\n\nb\n", LIST "I.</span> a\n</li>\n</ul>\n<p>b</p>\n"},
        {"I. a\n## b\n", LIST "I.</span> a\n</li>\n</ul>\n<h2 id=\"b\">b</h2>\n"},
        {"I. a\n\n> b\n", LIST "I.</span> a\n</li>\n</ul>\n<blockquote><p>b</p>\n</blockquote>\n"},
        {"I. a\n\n    b\n\nII. c\n", LIST "I.</span> a\n\n<p>b</p>\n</li>\n<li><span "
                                          "class=\"legal-number\">II.</span> c</li>\n</ul>\n"},
        {"::: legal\nI. a\n:::\nb\n", LIST "I.</span> a</li>\n</ul>\n<p>b</p>\n"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        assert_true(fixture_render(f, str_from(v[i].in)));
        assert_null(html_check(&f->a, f->r.body.s, false));
    }
    assert_bodies(f, v, 1);
}

static void numbers_are_words_of_the_page(void **state)
{
    struct fixture *f = *state;

    assert_true(fixture_render(f, STR("Artículo 8. a\n\nI. b\n")));
    assert_str(f->r.text, STR("Artículo 8. a\nI. b\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {T(kinds_nest_in_the_order_in_which_they_open),
                                       T(an_article_is_a_paragraph_that_can_be_linked),
                                       T(what_follows_closes_the_list),
                                       T(numbers_are_words_of_the_page)};

    return RUN_PAGES(tests);
}
