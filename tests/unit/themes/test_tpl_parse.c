#include "tests/unit/test.h"

#include "fcgi/base/buf.h"
#include "themes/tpl_parse.h"

struct fixture {
    struct arena a;
    struct diags d;
};

static int set_up(void **state)
{
    static struct fixture f;

    arena_init(&f.a, 64u << 20);
    diags_init(&f.d, &f.a);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(&((struct fixture *)*state)->a);
    return 0;
}

/* Tokens as one line of text: a letter for the kind, the line, the text and arguments. */
static struct str tokens_of(struct fixture *f, struct str source)
{
    struct tpl_tokens t = tpl_parse(&f->a, STR("x"), source, &f->d);
    struct str s;
    struct buf b;

    buf_init(&b, 65536);
    for (size_t i = 0; i < t.n; i++) {
        buf_addf(&b, "%c%d(" STR_FMT, "xfheiucIMSJ!"[t.v[i].kind], t.v[i].line,
                 STR_ARG(t.v[i].text));
        for (int k = 0; k < t.v[i].nargs; k++)
            buf_addf(&b, "," STR_FMT, STR_ARG(t.v[i].args[k]));
        buf_addc(&b, ')');
    }
    s = arena_str(&f->a, buf_str(&b));
    buf_release(&b);
    return s;
}

static void reads_every_kind_of_tag(void **state)
{
    assert_str(tokens_of(*state, STR("a{{b}}{{{c}}}{{#d}}{{?e}}{{^f}}{{/g}}{{>_h-1}}{{t \"i.j\" k "
                                     "l}}{{splice \"m\"}}{{json n}}{{!o}}p")),
               STR("x1(a)f1(b)h1(c)e1(d)i1(e)u1(f)c1(g)I1(_h-1)M1(i.j,k,l)S1(m)J1(n)!1()x1(p)"));
}

static void fields_may_be_called_like_words_of_the_language(void **state)
{
    assert_str(tokens_of(*state, STR("{{t}}{{json}}{{splice}}")), STR("f1(t)f1(json)f1(splice)"));
}

static void knows_the_line_of_every_tag(void **state)
{
    assert_str(tokens_of(*state, STR("a\n{{b}}\n\n{{! x\ny }}z {{c}}")),
               STR("x1(a\n)f2(b)x2(\n\n)!4()x5(z )f5(c)"));
}

static void lines_of_sections_only_vanish(void **state)
{
    static const struct {
        struct str source, tokens;
    } cases[] = {
        {STR_INIT("a\n  {{?b}}  \nc"), STR_INIT("x1(a\n)i2(b)x2(c)")},
        {STR_INIT("{{?b}}\nc"), STR_INIT("i1(b)x1(c)")},
        {STR_INIT("  {{?b}}\nc"), STR_INIT("x1()i1(b)x1(c)")},
        {STR_INIT("a\n{{?b}}"), STR_INIT("x1(a\n)i2(b)")},
        {STR_INIT("a\n{{?b}} "), STR_INIT("x1(a\n)i2(b)x2()")},
        {STR_INIT("a\r\n{{?b}}\r\nc"), STR_INIT("x1(a\r\n)i2(b)x2(c)")},
        {STR_INIT("a\n {{/b}} {{^b}} \nc"), STR_INIT("x1(a\n)c2(b)x2()u2(b)x2(c)")},
        {STR_INIT("a\n{{?b}}\n{{?c}}\nd"), STR_INIT("x1(a\n)i2(b)x2()i3(c)x3(d)")},
        {STR_INIT("a {{?b}}\nc"), STR_INIT("x1(a )i1(b)x1(\nc)")},
        {STR_INIT("{{?b}} c\n"), STR_INIT("i1(b)x1( c\n)")},
        {STR_INIT("{{x}} {{?b}}\n"), STR_INIT("f1(x)x1( )i1(b)x1(\n)")},
        {STR_INIT("\n{{?b}}{{x}}\n"), STR_INIT("x1(\n)i2(b)f2(x)x2(\n)")},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_str(tokens_of(*state, cases[i].source), cases[i].tokens);
}

static void bad_tags_are_errors_with_their_line_and_the_rest_goes_on(void **state)
{
    static const struct {
        struct str source;
        const char *code;
    } cases[] = {
        {STR_INIT("\n{{a b}}{{c}}"), "tpl-bad-tag"},
        {STR_INIT("\n{{}}{{c}}"), "tpl-bad-tag"},
        {STR_INIT("\n{{#}}{{c}}"), "tpl-bad-tag"},
        {STR_INIT("\n{{A}}{{c}}"), "tpl-bad-tag"},
        {STR_INIT("\n{{t \"x}}{{c}}"), "tpl-bad-tag"},
        {STR_INIT("\n{{t \"x\" \"y\"}}{{c}}"), "tpl-bad-tag"},
        {STR_INIT("\n{{t \"\"}}{{c}}"), "tpl-bad-tag"},
        {STR_INIT("\n{{splice x}}{{c}}"), "tpl-bad-tag"},
        {STR_INIT("\n{{json a b}}{{c}}"), "tpl-bad-tag"},
        {STR_INIT("\n{{>../x}}{{c}}"), "tpl-bad-tag"},
        {STR_INIT("\n{{{a.b}}}{{c}}"), "tpl-bad-tag"},
        {STR_INIT("\n{{a{{c}}"), "tpl-open-tag"},
        {STR_INIT("\n{{a\n}}{{c}}"), "tpl-open-tag"},
        {STR_INIT("\n{{{a}}{{c}}"), "tpl-open-tag"},
        {STR_INIT("\n{{t \"x\" a b c d}}{{c}}"), "tpl-bad-tag"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        diags_init(&f->d, &f->a);
        assert_true(str_has(tokens_of(f, cases[i].source), STR("(c)")));
        assert_int_equal(f->d.nerrors, 1);
        assert_string_equal(f->d.first->code, cases[i].code);
        assert_int_equal(f->d.first->line, 2);
    }
}

static void other_encodings_are_refused(void **state)
{
    struct fixture *f = *state;

    assert_str(tokens_of(f, STR("a\xE1{{b}}")), STR(""));
    assert_string_equal(f->d.first->code, "tpl-not-utf8");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(reads_every_kind_of_tag),
        T(fields_may_be_called_like_words_of_the_language),
        T(knows_the_line_of_every_tag),
        T(lines_of_sections_only_vanish),
        T(bad_tags_are_errors_with_their_line_and_the_rest_goes_on),
        T(other_encodings_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
