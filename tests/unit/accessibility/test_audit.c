/*
 * Each rule of the audit with the smallest page that breaks it, and a page that breaks none.
 */
#include "tests/unit/test.h"

#include "accessibility/audit.h"
#include "fcgi/base/arena.h"

#include <string.h>

#define HEAD \
    "<!DOCTYPE html><html lang=\"es-MX\"><head><title>T</title></head><body><a href=\"#c\">Ir</a>"
#define PAGE(inside) HEAD "<main id=\"c\"><h1>Uno</h1>" inside "</main></body></html>"

static struct diags look(struct arena *a, const char *html)
{
    struct diags d;

    diags_init(&d, a);
    audit_html(STR("p"), str_from(html), &d);
    return d;
}

static void a_right_page_has_no_findings(void **state)
{
    struct arena a;
    struct diags d;

    (void)state;
    arena_init(&a, (size_t)1 << 20);
    d = look(&a,
             PAGE("<h2>Dos</h2><img src=\"/a.png\" alt=\"x\" width=\"1\" height=\"1\"><form><label "
                  "for=\"q\">Q</label>"
                  "<input id=\"q\" "
                  "name=\"q\"><button>Ir</button></form><table><caption>C</caption><tr><th>A</th></"
                  "tr></table>"
                  "<a href=\"/x\"><img src=\"/b.png\" alt=\"y\" width=\"1\" height=\"1\"></a>"));
    assert_int_equal(d.nerrors, 0);
    arena_release(&a);
}

static void each_rule_finds_what_breaks_it(void **state)
{
    static const struct {
        const char *html, *code;
    } cases[] = {
        {"<html><head><title>T</title></head><body><a href=\"#c\">I</a><main "
         "id=\"c\"><h1>U</h1></main></body></html>",
         "html-lang"},
        {"<html lang=\"es\"><head><title></title></head><body><a href=\"#c\">I</a><main "
         "id=\"c\"><h1>U</h1></main></body></html>",
         "html-title"},
        {HEAD "<main id=\"c\"><p>x</p></main></body></html>", "html-h1"},
        {PAGE("<h1>Otro</h1>"), "html-h1"},
        {HEAD "<div id=\"c\"><h1>U</h1></div></body></html>", "html-main"},
        {PAGE("<h3>Salto</h3>"), "html-heading-jump"},
        {PAGE("<p id=\"c\">x</p>"), "html-id-twice"},
        {PAGE("<img src=\"/a.png\" width=\"1\" height=\"1\">"), "html-image"},
        {PAGE("<img src=\"/a.png\" alt=\"x\">"), "html-image"},
        {PAGE("<a href=\"/x\"></a>"), "html-nameless"},
        {PAGE("<button> </button>"), "html-nameless"},
        {PAGE("<input name=\"q\">"), "html-unlabelled"},
        {PAGE("<a href=\"#nada\">x</a>"), "html-reference"},
        {PAGE("<p aria-describedby=\"nada\">x</p>"), "html-reference"},
        {PAGE("<table><tr><td>x</td></tr></table>"), "html-table"},
        {PAGE("<p style=\"color:red\">x</p>"), "html-inline"},
        {PAGE("<p onclick=\"x()\">x</p>"), "html-inline"},
        {PAGE("<script>x()</script>"), "html-inline"},
        {PAGE("<img src=\"https://malo.mx/a.png\" alt=\"x\" width=\"1\" height=\"1\">"),
         "html-foreign"},
        {PAGE("<p><em>x</p></em>"), "html-nesting"},
        {PAGE("<div>"), "html-nesting"},
        {"<html lang=\"es\"><head><title>T</title></head><body><a "
         "href=\"/x\">x</a><main><h1>U</h1></main></body></html>",
         "html-skip-link"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct arena a;
        struct diags d;
        bool found = false;

        arena_init(&a, (size_t)1 << 20);
        d = look(&a, cases[i].html);
        for (const struct diag *g = d.first; g != NULL; g = g->next)
            found = found || strcmp(g->code, cases[i].code) == 0;
        if (!found)
            fail_msg("%s not found in %s", cases[i].code, cases[i].html);
        arena_release(&a);
    }
}

static void data_for_machines_is_no_script(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, (size_t)1 << 20);
    assert_int_equal(look(&a, PAGE("<script type=\"application/ld+json\">{}</script>")).nerrors, 0);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_right_page_has_no_findings),
        cmocka_unit_test(each_rule_finds_what_breaks_it),
        cmocka_unit_test(data_for_machines_is_no_script),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
