/* Groups, errors and what a browser may fill in. */
#include "tests/unit/accessibility/audit_fixture.h"

#define RADIO       "<label><input type=\"radio\" name=\"r\" value=\"1\"> uno</label>"
#define FIELD(more) "<label>Correo <input name=\"c\" " more "></label>"

static void groups_have_names(void **state)
{
    static const struct audit_row rows[] = {
        {"<fieldset><legend>Texto</legend>" RADIO "</fieldset>", NULL},
        {"<fieldset>" RADIO "</fieldset>", "html-fieldset"},
        {"<fieldset><legend> </legend>" RADIO "</fieldset>", "html-nameless"},
        {"<fieldset aria-label=\"Texto\">" RADIO "</fieldset>", NULL},
        {"<p>" RADIO "</p>", "html-radio-group"},
        {"<p><label><input type=\"checkbox\" name=\"x\"> uno</label></p>", NULL},
        /* the legend of the inner one is not the outer one's */
        {"<fieldset><fieldset><legend>a</legend></fieldset></fieldset>", "html-fieldset"},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

static void a_field_with_an_error_says_which(void **state)
{
    static const struct audit_row rows[] = {
        {"<p id=\"e\">Falta</p>" FIELD("aria-invalid=\"true\" aria-describedby=\"e\""), NULL},
        {FIELD("aria-invalid=\"true\""), "html-invalid-undescribed"},
        {FIELD("aria-invalid=\"true\" aria-describedby=\" \""), "html-invalid-undescribed"},
        {FIELD("aria-invalid=\"true\" aria-describedby=\"e\""), "html-reference"},
        {FIELD("aria-invalid=\"false\""), NULL},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

static void autocomplete_is_known(void **state)
{
    static const struct audit_row rows[] = {
        {FIELD("autocomplete=\"email\""), NULL},
        {FIELD("autocomplete=\"off\""), NULL},
        {FIELD("autocomplete=\"section-a home tel\""), NULL},
        {FIELD("autocomplete=\"username webauthn\""), NULL},
        {FIELD("autocomplete=\"correo\""), "html-autocomplete"},
        {FIELD("autocomplete=\"home\""), "html-autocomplete"},
        {FIELD("autocomplete=\"\""), "html-autocomplete"},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_have_names),
        cmocka_unit_test(a_field_with_an_error_says_which),
        cmocka_unit_test(autocomplete_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
