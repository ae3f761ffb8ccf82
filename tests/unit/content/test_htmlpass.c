#include "tests/unit/content/page_test.h"

#include "content/htmlpass.h"

/* discount's part is played by the test. */
static bool pass(struct fixture *f, const char *html)
{
    struct htmlpass_source src = {STR_INIT("p.md"), STR_INIT("dir"), STR_INIT("uno\n\ndos\n"), 1};
    struct pieces none = {.n = 0};

    diags_init(&f->d, &f->a);
    return htmlpass(&f->a, &f->env, &src, str_from(html), &none, &f->d, &f->r);
}

static void tags_that_discount_does_not_make_are_refused(void **state)
{
    static const char *const v[] = {
        "<script>x</script>", "<b>x</b>", "<iframe>", "<style>", "<P>",           "<h7>", "<pp>",
        "<!-- x -->",         "<",        "<>",       "<span>",  "<svg onload=x>"};
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        assert_false(pass(f, v[i]));
        assert_string_equal(f->d.first->code, "tag-unknown");
        assert_null(html_check(&f->a, f->r.body.s, true));
    }
}

static void attributes_that_are_not_needed_are_dropped(void **state)
{
    static const struct page_case v[] = {
        {"<p style=\"text-align:center\" onclick=\"x\">a</p>", "<p>a</p>\n"},
        {"<li class=\"x\" onload='y'>a</li>", "<li>a</li>\n"},
        {"<a href=\"/x\" onclick=\"y\" target=\"_top\">a</a>", "<a href=\"/x\">a</a>"},
        {"<pre><code class=\"c\">x</code></pre>", "<pre tabindex=\"0\"><code>x</code></pre>\n"},
        {"<em title=\">\">a</em>", "<em>a</em>"},
        {"<sup id=\"fnref:x\">a</sup>", "<sup>a</sup>"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        assert_true(pass(f, v[i].in));
        assert_str(f->r.body.s, str_from(v[i].out));
    }
}

static void text_is_escaped_whatever_it_is(void **state)
{
    struct fixture *f = *state;

    assert_true(pass(f, "<p>a > b &amp; &lt;c&gt; \" ' &amp;lt;</p>"));
    assert_str(f->r.body.s, STR("<p>a &gt; b &amp; &lt;c&gt; &quot; &#39; &amp;lt;</p>\n"));
    assert_str(f->r.text, STR("a > b & <c> \" ' &lt;\n"));
}

static void words_are_counted_and_folded(void **state)
{
    struct fixture *f = *state;

    assert_true(pass(f, "<h2>Qué es</h2>\n\n<p>El <em>Instituto</em>\n<em>Electoral</em></p>"));
    assert_int_equal(f->r.words, 5);
    assert_str(f->r.text, STR("Qué es\nEl Instituto\nElectoral\n"));
    assert_str(f->r.folded, STR("que es el instituto electoral"));
}

static void a_page_that_grows_too_big_is_refused(void **state)
{
    struct fixture *f = *state;
    struct buf b;

    buf_init(&b, (size_t)8 << 20);
    for (int i = 0; i < 900000; i++)
        buf_add(&b, STR("\"\"\"\"\""));
    buf_addc(&b, '\0');
    assert_false(pass(f, b.p));
    assert_string_equal(f->d.first->code, "markdown-too-big");
    assert_true(f->r.body.s.n <= (size_t)4 << 20);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(tags_that_discount_does_not_make_are_refused),
        T(attributes_that_are_not_needed_are_dropped), T(text_is_escaped_whatever_it_is),
        T(words_are_counted_and_folded), T(a_page_that_grows_too_big_is_refused)};

    return RUN_PAGES(tests);
}
