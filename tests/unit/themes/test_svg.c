#include "tests/unit/test.h"

#include "themes/svg.h"

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

static void takes_what_only_draws(void **state)
{
    static const struct str good[] = {
        STR_INIT("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><path d=\"M0 0\" "
                 "fill=\"url(#a)\"/></svg>"),
        STR_INIT(
            "<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" "
            "\"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"><!-- <script> onload= --><svg/>"),
        STR_INIT("<svg><use xlink:href=\"#a\"/><use href='#b'/><image "
                 "href=\"data:image/png;base64,AA==\"/></svg>"),
        STR_INIT("<svg><style><![CDATA[.a > .b { fill: url( \"#g\" ) }]]></style></svg>"),
        STR_INIT("<svg><text>only words: on the script = x</text></svg>"),
        STR_INIT("<svg><animate attributeName=\"opacity\"/></svg>"),
        STR_INIT("<svg><g id=\"sections\" data-href=\"x\"/></svg>"),
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        svg_check(STR("x.svg"), good[i], &f->d);
    assert_int_equal(f->d.nerrors, 0);
}

static void refuses_what_does_more_with_its_line(void **state)
{
    static const struct {
        struct str content;
        const char *code;
    } cases[] = {
        {STR_INIT("\n<script>x</script>"), "svg-script"},
        {STR_INIT("\n<SCRIPT/>"), "svg-script"},
        {STR_INIT("\n<svg:script/>"), "svg-script"},
        {STR_INIT("\n<g onload=\"x\"/>"), "svg-event"},
        {STR_INIT("\n<g\tOnClick='x'/>"), "svg-event"},
        {STR_INIT("\n<g a=\"b\"onload=x>"), "svg-event"},
        {STR_INIT("\n<g/onload=x>"), "svg-event"},
        {STR_INIT("\n<set attributeName=\"onclick\" to=\"x\"/>"), "svg-event"},
        {STR_INIT("\n<animate attributeName=\"xlink:href\" values=\"x\"/>"), "svg-event"},
        {STR_INIT("\n<image href=\"https://example.org/x.png\"/>"), "svg-external"},
        {STR_INIT("\n<image xlink:href=\"//example.org/x.png\"/>"), "svg-external"},
        {STR_INIT("\n<use href=\"other.svg#a\"/>"), "svg-external"},
        {STR_INIT("\n<a href=\" javascript:x\"/>"), "svg-external"},
        {STR_INIT("\n<use href=\"data:image/svg+xml,x\"/>"), "svg-external"},
        {STR_INIT("\n<g style=\"fill: URL(https://example.org/#a)\"/>"), "svg-external"},
        {STR_INIT("\n<style>@import 'x.css';</style>"), "svg-external"},
        {STR_INIT("\n<svg xml:base=\"https://example.org/\"/>"), "svg-external"},
        {STR_INIT("\n<?xml-stylesheet href=\"x.css\"?>"), "svg-external"},
        {STR_INIT("\n<foreignObject/>"), "svg-foreign"},
        {STR_INIT("\n<iframe/>"), "svg-foreign"},
        {STR_INIT("<!DOCTYPE svg [\n<!ENTITY a \"b\">]>"), "svg-entity"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        diags_init(&f->d, &f->a);
        svg_check(STR("x.svg"), cases[i].content, &f->d);
        assert_int_equal(f->d.nerrors, 1);
        assert_string_equal(f->d.first->code, cases[i].code);
        assert_int_equal(f->d.first->line, 2);
    }
}

static void refuses_other_encodings(void **state)
{
    struct fixture *f = *state;

    svg_check(STR("x.svg"), STR("\xFF\xFE<\0s\0"), &f->d);
    assert_string_equal(f->d.first->code, "asset-content");
}

static void stands_any_cut(void **state)
{
    struct fixture *f = *state;
    struct str whole =
        STR("<?x?><!--a--><![CDATA[b]]><g a='b' c=\"d\" e = f onx=\"y\"/>url(\"x\")");

    for (size_t n = 0; n <= whole.n; n++) {
        /* A copy, so that a read past the end is one past an allocation. */
        svg_check(STR("x.svg"), arena_str(&f->a, str_sub(whole, 0, n)), &f->d);
    }
    assert_true(f->d.nerrors > 0);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(takes_what_only_draws),
        T(refuses_what_does_more_with_its_line),
        T(refuses_other_encodings),
        T(stands_any_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
