/* What is pressed is large, or stands in running text. */
#include "tests/unit/accessibility/audit_fixture.h"

static const struct str targets[] = {STR_INIT("list"), STR_INIT("button")};
static const struct str running[] = {STR_INIT("prose")};
static const struct audit_theme theme = {.targets = {targets, ARRAY_LEN(targets)},
                                         .running = {running, ARRAY_LEN(running)}};

#define LINK "<a href=\"/a\">Acta</a>"

static void links_stand_in_running_text_or_are_large(void **state)
{
    static const struct audit_row rows[] = {
        {"<ul class=\"x list y\"><li>" LINK "</li></ul>", NULL},
        {"<ul class=\"listing\"><li>" LINK "</li></ul>", "html-target-small"},
        {"<p><a class=\"button\" href=\"/a\">Acta</a></p>", NULL},
        {"<p>" LINK "</p>", "html-target-small"},
        {"<p>Lea el " LINK ".</p>", NULL},
        {"<p>" LINK " de ayer.</p>", NULL},
        {"<p><b>" LINK "</b> <em>de ayer</em></p>", NULL},
        /* words of another block are not around it */
        {"<ul><li><p>Lea</p>" LINK "</li></ul>", "html-target-small"},
        {"<div class=\"prose\"><ul><li>" LINK "</li></ul></div>", NULL},
        {"<p><a id=\"x\">Acta</a></p>", NULL},
        {"<p aria-hidden=\"true\">" LINK "</p>", NULL},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

static void controls_are_large_wherever_they_stand(void **state)
{
    static const struct audit_row rows[] = {
        {"<p><button class=\"button\">Ir</button></p>", NULL},
        {"<p>Pulse <button>Ir</button></p>", "html-target-small"},
        {"<div class=\"prose\"><details><summary>Más</summary></details></div>",
         "html-target-small"},
        {"<p class=\"list\"><label>a <input name=\"a\"></label></p>", NULL},
        {"<p><label>a <input name=\"a\"></label></p>", "html-target-small"},
        {"<p><input type=\"hidden\" name=\"a\"></p>", NULL},
        {"<p><label>a <select name=\"a\"><option>b</option></select></label></p>",
         "html-target-small"},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

static int set_up(void **state)
{
    (void)state;
    audit_fixture_theme = &theme;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_stand_in_running_text_or_are_large),
        cmocka_unit_test(controls_are_large_wherever_they_stand),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
