/* Names of links, buttons and controls; references. */
#include "tests/unit/accessibility/audit_fixture.h"

#define ICON "<svg aria-hidden=\"true\"><use href=\"/i.svg#a\"/></svg>"

static void links_and_buttons_have_names(void **state)
{
    static const struct audit_row rows[] = {
        {"<p><a href=\"/\">Inicio</a></p>", NULL},
        {"<p><a href=\"/\"><b>Inicio</b></a></p>", NULL},
        {"<p><a href=\"/\"></a></p>", "html-link-nameless"},
        {"<p><a href=\"/\"> &nbsp; </a></p>", "html-link-nameless"},
        {"<p><a href=\"/\">" ICON "</a></p>", "html-link-nameless"},
        {"<p><a href=\"/\"><span aria-hidden=\"true\">x</span></a></p>", "html-link-nameless"},
        {"<p><a href=\"/\" aria-label=\"Inicio\">" ICON "</a></p>", NULL},
        {"<p><a href=\"/\" aria-label=\" \">" ICON "</a></p>", "html-link-nameless"},
        {"<p><a href=\"/\" title=\"Inicio\"></a></p>", "html-title-only"},
        {"<p><a href=\"/\" title=\"Inicio\">Ir al inicio</a></p>", NULL},
        {"<p><button title=\"Cerrar\">" ICON "</button></p>", "html-title-only"},
        {"<p><svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg></p>", "html-nameless"},
        {"<p><svg role=\"img\" aria-label=\"Gráfica\"><path d=\"M0 0\"/></svg></p>", NULL},
        {"<p><a href=\"/\">" ICON "<span>Inicio</span></a></p>", NULL},
        {"<p><a href=\"/\"><svg><title>Inicio</title></svg></a></p>", NULL},
        {"<p><a href=\"/\"><img src=\"/x\" alt=\"Inicio\" width=\"1\" height=\"1\"></a></p>", NULL},
        {"<p><a href=\"/\"><img src=\"/x\" alt=\"\" width=\"1\" height=\"1\"></a></p>",
         "html-link-nameless"},
        {"<div aria-hidden=\"true\"><a href=\"/\"></a></div>", NULL},
        {"<p><a id=\"x\"></a></p>", NULL}, /* no link */
        {"<p><button>Enviar</button></p>", NULL},
        {"<p><button>" ICON "</button></p>", "html-nameless"},
        {"<p><input type=\"submit\"></p>", NULL}, /* browsers name it */
        {"<p><input type=\"button\"></p>", "html-nameless"},
        {"<p><input type=\"button\" value=\"Ver\"></p>", NULL},
        {"<p><input type=\"image\" src=\"/x\" alt=\"Ir\"></p>", NULL},
        {"<p><input type=\"image\" src=\"/x\"></p>", "html-nameless"},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

static void controls_have_labels(void **state)
{
    static const struct audit_row rows[] = {
        {"<p><label for=\"q\">Buscar</label><input id=\"q\" name=\"q\"></p>", NULL},
        {"<p><input id=\"q\" name=\"q\"><label for=\"q\">Buscar</label></p>", NULL},
        {"<p><label>Buscar <input name=\"q\"></label></p>", NULL},
        {"<p><input name=\"q\"></p>", "html-unlabelled"},
        {"<p><input></p>", "html-unlabelled"},
        {"<p><input id=\"q\" placeholder=\"Buscar\"></p>", "html-unlabelled"},
        {"<p><input aria-label=\"Buscar\"></p>", NULL},
        {"<p><b id=\"t\">Buscar</b><input aria-labelledby=\"t\"></p>", NULL},
        {"<p><input type=\"hidden\" name=\"x\"></p>", NULL},
        {"<p><select id=\"s\"><option>a</option></select></p>", "html-unlabelled"},
        {"<p><textarea id=\"s\"></textarea></p>", "html-unlabelled"},
        {"<p><label for=\"q\"></label><input id=\"q\"></p>", "html-nameless"},
        {"<p><input type=\"checkbox\" id=\"c\"><label for=\"d\">x</label></p>",
         "html-reference html-unlabelled"},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

static void references_lead_somewhere(void **state)
{
    static const struct audit_row rows[] = {
        {"<p><a href=\"#a\">x</a></p><h2 id=\"a\">x</h2>", NULL},
        {"<p><a href=\"#a\">x</a></p>", "html-reference"},
        {"<p><a href=\"#\">x</a></p>", "html-reference"},
        {"<p><a href=\"/otra#a\">x</a></p>", NULL}, /* of another page */
        {"<p id=\"a\">x</p><p id=\"a\">y</p>", "html-id-twice"},
        {"<p id=\"a\">x</p><p id=\"a\">y</p><p id=\"a\">z</p>", "html-id-twice html-id-twice"},
        {"<p id=\"\">x</p>", "html-id-twice"},
        {"<p id=\"a\">x</p><p id=\"A\">y</p>", NULL}, /* ids have case */
        {"<p aria-describedby=\"a b\" id=\"a\">x</p>", "html-reference"},
        {"<p aria-describedby=\"  a\n a \" id=\"a\">x</p>", NULL},
        {"<section aria-labelledby=\"t\"><h2 id=\"t\">x</h2></section>", NULL},
        {"<section aria-labelledby=\"t\"><h2>x</h2></section>", "html-reference"},
        {"<p><label for=\"q\">x</label></p>", "html-reference"},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_and_buttons_have_names),
        cmocka_unit_test(controls_have_labels),
        cmocka_unit_test(references_lead_somewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
