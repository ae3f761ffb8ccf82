/* {{tabla "file"}} in a page: what comes out, where it may stand. */
#include "tests/unit/content/table_test.h"

#define TABLE                                                                        \
    "title: T <1>\n"                                                                 \
    "columns:\n"                                                                     \
    "  - {name: a, label: \"A *b* | c\"}\n"                                          \
    "  - {name: n, kind: number, total: true}\n"                                     \
    "  - {name: l, kind: link}\n"                                                    \
    "notes: [\"Una *nota* [x](y)\"]\n"                                               \
    "rows:\n"                                                                        \
    "  - {a: \"<b>|_x_ {{dato}}\", n: 1, l: \"[ir & ver](/a)\", note: \"Al pie\"}\n" \
    "  - {a: y, n: 2}\n"

static void add_table(struct fixture *f, const struct table_data *t)
{
    struct markdown_file *files = ARENA_ARRAY(&f->a, struct markdown_file, 1);

    files[0] =
        (struct markdown_file){t->path, STR("/estatico/t.66.csv"), STR("text/csv"), 100, 0, 0};
    f->env.files = files;
    f->env.nfiles = 1;
    f->env.tables = t;
    f->env.ntables = 1;
}

static void assert_has(struct fixture *f, const char *s)
{
    if (!str_has(f->r.body.s, str_from(s)))
        fail_msg("no %s in\n" STR_FMT, s, STR_ARG(f->r.body.s));
}

static void its_texts_are_only_texts(void **state)
{
    struct fixture *f = *state;

    add_table(f, table_of_yaml(f, TABLE));
    assert_str(fixture_diags(f), STR(""));
    assert_true(fixture_render(f, STR("Uno.\n{{tabla \"t.yml\"}}\nDos.\n")));
    assert_str(fixture_diags(f), STR(""));
    assert_null(html_check(&f->a, f->r.body.s, false));
    assert_has(f, "<caption id=\"tabla-1\">T &lt;1&gt;</caption>");
    assert_has(f, "<th scope=\"col\">A *b* | c</th>");
    assert_has(f, "<th scope=\"row\">&lt;b&gt;|_x_ {{dato}}<sup");
    assert_has(f, "<td class=\"align-end\">1</td>");
    assert_has(f, "<td><a href=\"/a\">ir &amp; ver</a></td>");
    assert_has(f, "<th scope=\"row\"><strong>Total</strong></th>");
    assert_has(f, "<td class=\"align-end\"><strong>3</strong></td>");
    assert_has(f, "<p>Una *nota* [x](y)</p>");
    assert_has(f, "Al pie");
    assert_has(f, "<a href=\"/estatico/t.66.csv\">Datos de la tabla \xC2\xABT &lt;1&gt;\xC2\xBB "
                  "<span class=\"file-meta\">(CSV, 1 KB)</span></a>");
    assert_true(str_has(f->r.text, STR("<b>|_x_ {{dato}}")));
    assert_has(f, "<p>Dos.</p>");
}

static void a_csv_has_its_title_from_the_page(void **state)
{
    struct fixture *f = *state;

    add_table(f, table_of_csv(f, STR("A,B\nx,1\n")));
    assert_true(fixture_render(f, STR("{{tabla \"t.csv\" \"El t\xC3\xADtulo\"}}\n")));
    assert_str(fixture_diags(f), STR(""));
    assert_has(f, "<caption id=\"tabla-1\">El t\xC3\xADtulo</caption>");
    assert_has(f, "<td class=\"align-end\">1</td>");
}

static void what_is_wrong_is_told(void **state)
{
    static const struct page_case v[] = {
        {"a\n\n{{tabla \"t.csv\"}}\n", "error 3 table-untitled t.csv\n"},
        {"{{tabla \"u.yml\"}}\n", "error 1 table-file u.yml\n"},
        {"{{tabla \"../dir/t.csv\"}}\n", "error 1 table-file ../dir/t.csv\n"},
        {"{{tabla t.csv}}\n", "error 1 table-form {{tabla t.csv}}\n"},
        {"{{tabla}}\n", "error 1 table-form {{tabla}}\n"},
        {"{{tabla \"t.csv\" \"T\"}}\n\n#### Salto\n", "error 3 heading-jump Salto 1 4\n"}};
    struct fixture *f = *state;

    add_table(f, table_of_csv(f, STR("A,B\nx,1\n")));
    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        (void)fixture_render(f, str_from(v[i].in));
        assert_str(fixture_diags(f), str_from(v[i].out));
    }
}

/* What is wrong with a CSV is told by the page that shows it, with the line in the CSV. */
static void a_broken_file_is_told_with_its_place(void **state)
{
    struct fixture *f = *state;
    struct table_data *t = table_of_csv(f, STR("A,B\nx\n"));

    t->problems = f->d;
    add_table(f, t);
    assert_false(fixture_render(f, STR("{{tabla \"t.csv\" \"T\"}}\n")));
    assert_str(fixture_diags(f), STR("error 1 table-file-broken t.csv\nerror 2 table-row 2\n"));
    assert_str(f->d.first->next->file, STR("t.yml"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(its_texts_are_only_texts), T(a_csv_has_its_title_from_the_page), T(what_is_wrong_is_told),
        T(a_broken_file_is_told_with_its_place)};

    return RUN_PAGES(tests);
}
