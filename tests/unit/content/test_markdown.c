/*
 * Whole pages: tests/golden/markdown/NN-name.in against .out. `test_markdown --accept` writes what
 * comes out now; look at the difference before it is committed.
 */
#include "tests/unit/content/page_test.h"

#define GOLDEN "tests/golden/markdown"

/* Body, diags, headings, links and plain text. */
static struct str shown(struct fixture *f, struct str source)
{
    bool ok = fixture_render(f, source);

    (void)fixture_diags(f);
    buf_addf(&f->b, "==== %s\n", ok ? "accepted" : "refused");
    if (ok) {
        buf_add(&f->b, f->r.body.s);
        buf_add(&f->b, STR("==== text\n"));
        buf_add(&f->b, f->r.text);
        buf_addf(&f->b, "==== %d words\n", f->r.words);
    }
    for (size_t i = 0; ok && i < f->r.headings.n; i++)
        buf_addf(&f->b, "heading %d #" STR_FMT " " STR_FMT "\n", f->r.headings.v[i].level,
                 STR_ARG(f->r.headings.v[i].id), STR_ARG(f->r.headings.v[i].text));
    for (size_t i = 0; ok && i < f->r.links.n; i++)
        buf_addf(&f->b, "link %d " STR_FMT "\n", f->r.links.v[i].line,
                 STR_ARG(f->r.links.v[i].href));
    return buf_str(&f->b);
}

/* The first line that differs, for a failure that can be read. */
static void assert_same(struct str path, struct str got, struct str want)
{
    struct str g, w;

    for (int line = 1;; line++) {
        bool more = str_line(&got, &g), wanted = str_line(&want, &w);

        if (!more && !wanted)
            return;
        if (more != wanted || !str_eq(g, w))
            fail_msg(STR_FMT ":%d\n  got  " STR_FMT "\n  want " STR_FMT, STR_ARG(path), line,
                     STR_ARG(more ? g : STR("(the end)")), STR_ARG(wanted ? w : STR("(the end)")));
    }
}

/* Calls fn for each page below GOLDEN; how many there are. */
static size_t each_golden(struct fixture *f,
                          void (*fn)(struct fixture *f, struct str in, struct str out_path))
{
    struct file_list files;
    size_t n = 0;

    assert_int_equal(file_tree(&f->a, STR(GOLDEN), &files), OK);
    for (size_t i = 0; i < files.n; i++) {
        struct str path = file_join(&f->a, STR(GOLDEN), files.v[i].path), in;

        if (!str_ends(path, STR(".in")))
            continue;
        assert_int_equal(file_read(&f->a, path, 1u << 20, &in), OK);
        f->env.glossary = NULL;
        if (str_has(path, STR("glossary")))
            fixture_add_glossary(f);
        fn(f, in, arena_join(&f->a, str_sub(path, 0, path.n - 3), STR(".out"), STR("")));
        n++;
    }
    return n;
}

static void compare(struct fixture *f, struct str in, struct str out_path)
{
    struct str want;

    assert_int_equal(file_read(&f->a, out_path, 1u << 20, &want), OK);
    assert_same(out_path, shown(f, in), want);
    assert_null(html_check(&f->a, f->r.body.s, f->d.nerrors > 0));
}

static void accept(struct fixture *f, struct str in, struct str out_path)
{
    assert_int_equal(file_write(out_path, shown(f, in), 0644), OK);
}

static void goldens_come_out_as_they_did(void **state)
{
    assert_true(each_golden(*state, compare) >= 15);
}

static void accept_goldens(void **state)
{
    print_message("%zu pages\n", each_golden(*state, accept));
}

static void an_empty_page_is_one(void **state)
{
    static const struct page_case v[] = {{"", ""}, {"\n\n", ""}, {"   \n", ""}};

    assert_bodies(*state, v, ARRAY_LEN(v));
}

/* Every way to smuggle something in that was thought of; each must be named to the editor or come
 * out as text. */
static void nothing_is_smuggled_in(void **state)
{
    static const char *const v[] = {
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <b onclick=x>",
        "<!-- x -->",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](?q=1)",
        "[x](tel:)",
        "[x](a/b:c)",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html,<b>)",
        "[x](vbscript:x)",
        "[x](//ejemplo.mx)",
        "[x](/\\ejemplo.mx)",
        "[x](file:///etc/passwd)",
        "![x](javascript:alert(1))",
        "![x](https://ejemplo.mx/x.png)",
        "![x](data:image/png;base64,x)",
        "![x](../../etc/passwd)",
        "<javascript:alert(1)>",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "[x](raw:<b>)",
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        if (fixture_render(f, str_from(v[i])))
            fail_msg("accepted: %s\n" STR_FMT, v[i], STR_ARG(f->r.body.s));
        assert_null(html_check(&f->a, f->r.body.s, true));
    }
}

static void what_looks_like_html_is_text_where_it_is_escaped(void **state)
{
    static const struct page_case v[] = {
        {"`<b>` \\<b> 5 < 6 &lt;script&gt;",
         "<p><code>&lt;b&gt;</code> &lt;b&gt; 5 &lt; 6 &lt;script&gt;</p>\n"},
        {"[x](class:y) [x](abbr:y)", "<p>[x](class:y) [x](abbr:y)</p>\n"},
        {"&amp;lt;b> &#60;b&#62;", "<p>&amp;lt;b&gt; &lt;b&gt;</p>\n"},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {T(goldens_come_out_as_they_did), T(an_empty_page_is_one),
                                       T(nothing_is_smuggled_in),
                                       T(what_looks_like_html_is_text_where_it_is_escaped)};
    const struct CMUnitTest rewrite[] = {T(accept_goldens)};

    if (argc > 1 && str_eq(str_from(argv[1]), STR("--accept")))
        return RUN_PAGES(rewrite);
    return RUN_PAGES(tests);
}
