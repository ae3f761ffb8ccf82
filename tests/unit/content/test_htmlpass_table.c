#include "tests/unit/content/page_test.h"

#define OPEN(n, caption)                                                                    \
    "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"tabla-" n \
    "\">\n<table>\n<caption id=\"tabla-" n "\">" caption "</caption>\n<thead>\n<tr>"
#define MIDDLE "</tr>\n</thead>\n<tbody>\n<tr>"
#define CLOSE  "</tr>\n</tbody>\n</table>\n</div>\n"

static void heads_have_scope_and_tables_captions(void **state)
{
    static const struct page_case v[] = {
        {"Tabla: a <1> & b\n\n| c | d |\n|--|--|\n| e | *f* |\n",
         OPEN("1",
              "a &lt;1&gt; &amp; b") "<th scope=\"col\">c</th>\n<th scope=\"col\">d</th>\n" MIDDLE
                                     "<td>e</td>\n<td><em>f</em></td>\n" CLOSE},
        {"Tabla (filas): a\n| | d |\n|--|--:|\n| e | 1 |\n",
         OPEN("1", "a") "<td></td>\n<th scope=\"col\" class=\"align-end\">d</th>\n" MIDDLE
                        "<th scope=\"row\">e</th>\n<td class=\"align-end\">1</td>\n" CLOSE},
        {"Tabla: a\nc|d\n:-:|-\ne|\n",
         OPEN("1", "a") "<th scope=\"col\" class=\"align-center\">c</th>\n<th "
                        "scope=\"col\">d</th>\n" MIDDLE
                        "<td class=\"align-center\">e</td>\n<td></td>\n" CLOSE},
    };
    struct fixture *f = *state;

    assert_true(v[0].in != NULL);
    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        struct buf flat;
        struct str body, line, want = str_from(v[i].out);

        /* discount's line breaks inside a row are of no interest */
        assert_true(fixture_render(f, str_from(v[i].in)));
        assert_null(html_check(&f->a, f->r.body.s, false));
        buf_init(&flat, 1u << 16);
        for (body = f->r.body.s; str_line(&body, &line);)
            buf_add(&flat, line);
        buf_clear(&f->b);
        while (str_line(&want, &line))
            buf_add(&f->b, line);
        assert_str(buf_str(&flat), buf_str(&f->b));
        buf_release(&flat);
    }
}

static void tables_that_cannot_be_read_aloud_are_named(void **state)
{
    static const struct page_case v[] = {
        {"a\n\nc|d\n-|-\ne|f\n", "error 3 table-without-caption\n"},
        {"Tabla: a\n| | |\n|-|-|\n|b|c|\n", "error 2 table-without-heads\n"},
        {"Tabla: a\n| b\n", "error 1 caption-without-table\n"},
        {"Tabla: a\nb|c\n\nTabla: d\ne|f\n-|-\ng|h\n", "error 1 caption-without-table\n"},
        {"x\n| a | b |\n|---|---|\n| 1 | 2 |\n", "error 2 table-broken\n"},
        {"| a | b |\n|---|---|\n", "error 1 table-broken\n"},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

static void cells_are_words_of_their_own(void **state)
{
    struct fixture *f = *state;

    assert_true(fixture_render(f, STR("Tabla: a\nb|c\n-|-\nd|e\n")));
    assert_str(f->r.text, STR("a\nb\nc\nd\ne\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {T(heads_have_scope_and_tables_captions),
                                       T(tables_that_cannot_be_read_aloud_are_named),
                                       T(cells_are_words_of_their_own)};

    return RUN_PAGES(tests);
}
