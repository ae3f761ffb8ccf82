#include "tests/unit/content/page_test.h"

#include "content/prepare.h"

/* What discount gets to see, each mark as "{N}". */
static struct str prepared(struct fixture *f, const char *source, struct pieces *ret_pieces)
{
    struct buf out;
    struct str rest;

    diags_init(&f->d, &f->a);
    buf_init(&out, MARKDOWN_MAX);
    assert_true(prepare(&f->a, &f->env, STR("p.md"), STR(""), str_from(source), 1, &f->d, &out,
                        ret_pieces));
    buf_clear(&f->b);
    rest = arena_str(&f->a, buf_str(&out));
    buf_release(&out);
    for (size_t i = 0; i < rest.n; i++) {
        bool begin = str_starts(str_sub(rest, i, rest.n), STR(MARK_BEGIN));
        bool end = str_starts(str_sub(rest, i, rest.n), STR(MARK_END));

        buf_addc(&f->b, begin ? '{' : end ? '}' : rest.p[i]);
        i += begin || end ? 2 : 0;
    }
    return buf_str(&f->b);
}

static void ordinary_text_is_not_touched(void **state)
{
    static const char *const v[] = {"a\n\nb *c* `d`\n",
                                    "- a\n    - b\n\n        código\n",
                                    "    código {{dato \"x\"}}\n",
                                    "> a\n> b\n",
                                    "a\\*b\n",
                                    "| a | b |\n|---|---|\n| 1 | 2 |\n"};
    struct pieces pieces;

    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        assert_str(prepared(*state, v[i], &pieces), str_from(v[i]));
        assert_int_equal(pieces.n, 0);
    }
}

static void ours_becomes_marks_with_their_lines(void **state)
{
    struct pieces p;

    assert_str(prepared(*state, "x {{dato \"correo\"}}\n::: aviso\n\nI. a\n:::\n", &p),
               STR("x {0}\n\n{1}\n\n\n\n{2} a\n\n{3}\n\n"));
    assert_int_equal(p.n, 4);
    assert_int_equal(p.v[0].kind, PIECE_INLINE);
    assert_str(p.v[0].html, STR("a&amp;b@ejemplo.mx"));
    assert_str(p.v[0].text, STR("a&b@ejemplo.mx"));
    assert_int_equal(p.v[1].kind, PIECE_BLOCK);
    assert_int_equal(p.v[1].line, 2);
    assert_int_equal(p.v[2].kind, PIECE_LEGAL);
    assert_int_equal(p.v[2].level, LEGAL_FRACTION);
    assert_str(p.v[2].text, STR("I."));
    assert_str(p.v[3].html, STR("</div>\n"));
}

static void headings_and_tables_are_noted_outside_code(void **state)
{
    static const struct source_line want[] = {{1, 2}, {5, 3}, {8, 2}, {11, 0}, {15, 1}};
    struct pieces p;

    (void)prepared(
        *state, "## a\n```\n# b\n```\n> ### c\n    # d\n\ne\n---\n\nf|g\n-|-\nh|i\n\nj\n==\n", &p);
    assert_int_equal(p.nlines, ARRAY_LEN(want));
    for (size_t i = 0; i < ARRAY_LEN(want); i++) {
        assert_int_equal(p.lines[i].line, want[i].line);
        assert_int_equal(p.lines[i].level, want[i].level);
    }
}

static void more_pieces_than_fit_are_an_error(void **state)
{
    struct fixture *f = *state;
    struct pieces pieces;
    struct buf in, out;

    buf_init(&in, 1u << 20);
    buf_init(&out, 1u << 20);
    for (int i = 0; i < 20001; i++)
        buf_add(&in, STR("I. a\n"));
    diags_init(&f->d, &f->a);
    assert_false(
        prepare(&f->a, &f->env, STR("p.md"), STR(""), buf_str(&in), 1, &f->d, &out, &pieces));
    assert_string_equal(f->d.first->code, "markdown-too-big");
    buf_release(&in);
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(ordinary_text_is_not_touched), T(ours_becomes_marks_with_their_lines),
        T(headings_and_tables_are_noted_outside_code), T(more_pieces_than_fit_are_an_error)};

    return RUN_PAGES(tests);
}
