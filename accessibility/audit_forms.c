/*
 * Groups of controls, fields with errors, and what a browser may fill in.
 */
#include "accessibility/audit_state.h"

/* HTML living standard, 4.10.18.7.1: detail tokens of autofill, then what may stand before. */
#define FIELDS                                                                               \
    "on off name honorific-prefix given-name additional-name family-name honorific-suffix "  \
    "nickname username new-password current-password one-time-code organization-title "      \
    "organization street-address address-line1 address-line2 address-line3 address-level4 "  \
    "address-level3 address-level2 address-level1 country country-name postal-code cc-name " \
    "cc-given-name cc-additional-name cc-family-name cc-number cc-exp cc-exp-month "         \
    "cc-exp-year cc-csc cc-type transaction-currency transaction-amount language bday "      \
    "bday-day bday-month bday-year sex url photo tel tel-country-code tel-national "         \
    "tel-area-code tel-local tel-local-prefix tel-local-suffix tel-extension email impp"
#define BEFORE "shipping billing home work mobile fax pager webauthn"

static bool is_known(struct str word)
{
    return token_is_one_of(word, FIELDS) || token_is_one_of(word, BEFORE) ||
           str_eq_nocase(str_sub(word, 0, 8), STR("section-"));
}

/* Known words, the last of which says what the field holds. */
static bool autocomplete_is_valid(struct str value)
{
    struct str word = {NULL, 0}, last = {NULL, 0};

    value = str_trim(value);
    while (value.n > 0) {
        str_cut(value, ' ', &word, &value);
        if (word.n > 0 && !is_known(word))
            return false;
        last = word.n > 0 ? word : last;
    }
    return token_is_one_of(last, FIELDS) || str_eq_nocase(last, STR("webauthn"));
}

static void check_field(struct audit *t, const struct token *tag)
{
    struct str name = tag->name, value = {NULL, 0}, by = {NULL, 0};

    (void)token_attribute(tag, STR("name"), &name);
    if (token_attribute(tag, STR("type"), &value) && str_eq_nocase(value, STR("radio")) &&
        !audit_inside(t, "fieldset"))
        audit_tell(t, tag->line, "html-radio-group", name, STR(""));
    if (token_attribute(tag, STR("autocomplete"), &value) && !autocomplete_is_valid(value))
        audit_tell(t, tag->line, "html-autocomplete", name, value);
    if (!token_attribute(tag, STR("aria-invalid"), &value) || token_is_one_of(value, "false"))
        return;
    if (!token_attribute(tag, STR("aria-describedby"), &by) || token_text_is_blank(by))
        audit_tell(t, tag->line, "html-invalid-undescribed", name, STR(""));
}

/* For input, select, textarea and legend. */
void audit_form_part(struct audit *t, const struct token *tag)
{
    struct element *group;

    if (!token_is_one_of(tag->name, "legend")) {
        check_field(t, tag);
        return;
    }
    group = audit_innermost(t, "fieldset");
    if (group != NULL)
        group->has_first = true;
}

void audit_form_closed(struct audit *t, const struct element *e)
{
    if (token_is_one_of(e->name, "fieldset") && !e->hidden && !e->has_first && e->label.n == 0 &&
        e->labelledby.n == 0)
        audit_tell(t, e->line, "html-fieldset", STR(""), STR(""));
}
