/* Links that say the same and lead elsewhere. */
#include "tests/unit/accessibility/audit_fixture.h"

#define ICON "<svg aria-hidden=\"true\"><use href=\"/i.svg#a\"/></svg>"

static void links_that_say_the_same_lead_to_the_same(void **state)
{
    static const struct audit_row rows[] = {
        {"<p><a href=\"/a\">Acuerdo</a> <a href=\"/b\">Acta</a></p>", NULL},
        {"<p><a href=\"/a\">Acuerdo</a> <a href=\"/a\">Acuerdo</a></p>", NULL},
        {"<p><a href=\"/a\">Acuerdo</a> <a href=\"/b\">Acuerdo</a></p>", "html-link-ambiguous"},
        {"<p><a href=\"/a\">Ver  el\nacta</a> <a href=\"/b\"> Ver el acta</a></p>",
         "html-link-ambiguous"},
        {"<p><a href=\"/a\">Ver <b>acta</b></a> <a href=\"/b\">" ICON "Ver acta</a></p>",
         "html-link-ambiguous"},
        {"<p><a href=\"/a\" aria-label=\"Ver acta 1\">Ver</a> <a href=\"/b\">Ver</a></p>", NULL},
        {"<p><a href=\"/a\" aria-label=\"Ver\">Acta</a> <a href=\"/b\">Ver</a></p>",
         "html-link-ambiguous"},
        {"<p><a href=\"/a\"><img src=\"/x\" alt=\"Ver\" width=\"1\" height=\"1\"></a> "
         "<a href=\"/b\">Ver</a></p>",
         "html-link-ambiguous"},
        {"<p><a href=\"/a\">Ver</a> <a href=\"/a?volver=%2Fb\">Ver</a></p>", NULL},
        {"<p><a href=\"/a?x\">Ver</a> <a href=\"/b?x\">Ver</a></p>", "html-link-ambiguous"},
        /* lists of links repeat what they lead to */
        {"<nav aria-label=\"n\"><ul><li><a href=\"/a\">Ver</a></li></ul></nav>"
         "<p><a href=\"/b\">Ver</a></p>",
         NULL},
        {"<p aria-hidden=\"true\"><a href=\"/a\">Ver</a></p><p><a href=\"/b\">Ver</a></p>", NULL},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

static void that_is_a_warning(void **state)
{
    struct arena a;
    struct diags d;

    (void)state;
    arena_init(&a, (size_t)1 << 20);
    diags_init(&d, &a);
    audit_html(STR("/x"),
               STR(SOUND_BEGIN "<p><a href=\"/a\">Ver</a>\n<a href=\"/b\">Ver</a></p>" SOUND_END),
               NULL, &d);
    assert_int_equal(d.nerrors, 0);
    assert_int_equal(d.nwarnings, 1);
    assert_str(d.first->args[0], STR("Ver"));
    assert_str(d.first->args[1], STR("/b"));
    assert_int_equal(d.first->line, 14);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_that_say_the_same_lead_to_the_same),
        cmocka_unit_test(that_is_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
