/*
 * Content types of site.yml.
 */
#include "tests/unit/fcgi_config/site.h"

#define HEAD SITE_HEAD "types:\n"

static void a_type_has_its_fields_its_date_and_its_period(void **state)
{
    const struct config *c =
        site(HEAD "  page: {label: P, plural: Ps}\n"
                  "  call:\n    label: Call\n    plural: Calls\n    date: opens\n"
                  "    address: /calls\n"
                  "    period: {from: opens, until: closes, before: b, during: d, after: a}\n"
                  "    fields:\n"
                  "      opens: {kind: datetime, label: O, required: true, seconds: true}\n"
                  "      closes: {kind: date, label: C, required: true, listed: true}\n"
                  "      kind: {kind: choice, label: K, choices: {a: A, b: B}}\n"
                  "      number: {kind: act, label: N}\n");
    const struct type *t;

    (void)state;
    show_diags();
    assert_non_null(c);
    assert_int_equal(c->types.n, 2);
    assert_null(types_find(&c->types, STR("none")));
    t = types_find(&c->types, STR("call"));
    assert_non_null(t);
    assert_str(t->address, STR("/calls"));
    assert_int_equal(t->nfields, 4);
    assert_ptr_equal(t->dated, &t->fields[0]);
    assert_true(t->fields[0].required && t->fields[0].seconds && !t->fields[0].listed);
    assert_ptr_equal(t->period.until, &t->fields[1]);
    assert_str(t->period.during, STR("d"));
    assert_int_equal(t->fields[2].nchoices, 2);
    assert_str(t->fields[2].choices[1].label, STR("B"));
    assert_int_equal(type_field_named(t, STR("number"))->kind, FIELD_ACT);
    assert_null(type_field_named(t, STR("none")));
    assert_string_equal(field_kind_name(FIELD_DATETIME), "datetime");
}

struct wrong {
    const char *yaml, *code;
};

static void what_is_wrong_is_told(void **state)
{
    static const struct wrong rows[] = {
        {"  a: {label: A, plural: B, feilds: {}}\n", "config-unknown-key-near"},
        {"  a: {label: A}\n", "type-label"},
        {"  a: [b]\n", "config-map"},
        {"  a: {label: [b], plural: B}\n", "config-scalar"},
        {"  a: {label: A, plural: B, fields: c}\n", "config-map"},
        {"  a: {label: A, plural: B, address: Calls}\n", "type-address"},
        {"  a: {label: A, plural: B, address: /a/}\n", "type-address"},
        {"  a: {label: A, plural: B, date: x}\n", "type-moment"},
        {"  a: {label: A, plural: B, date: x, fields: {x: {kind: text, label: X}}}\n",
         "type-moment"},
        {"  a: {label: A, plural: B, fields: {x: {kind: datetme, label: X}}}\n", "type-kind-near"},
        {"  a: {label: A, plural: B, fields: {x: {kind: zzzzzzzz, label: X}}}\n", "type-kind"},
        {"  a: {label: A, plural: B, fields: {x: {kind: text}}}\n", "type-label"},
        {"  a: {label: A, plural: B, fields: {x: {kind: text, label: X, required: si}}}\n",
         "config-choice"},
        {"  a: {label: A, plural: B, fields: {x: {kind: choice, label: X}}}\n", "type-choices"},
        {"  a: {label: A, plural: B, fields: {x: {kind: text, label: X, choices: {b: c}}}}\n",
         "type-choices"},
        {"  a: {label: A, plural: B, fields: {x: {kind: act, label: X}, y: {kind: act, label: "
         "Y}}}\n",
         "type-two-acts"},
        {"  a: {label: A, plural: B, fields: {x: {kind: date, label: X}, y: {kind: date, label: Y, "
         "required: true}}, period: {from: x, until: y, before: b, during: d, after: a}}\n",
         "type-period"},
        {"  a: {label: A, plural: B, fields: {x: {kind: date, label: X, required: true}}, "
         "period: {from: x, until: x}}\n",
         "type-period"},
        {"  'a b': {label: A, plural: B}\n", "config-word"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char text[600];
        bool told = false;

        assert_true(snprintf(text, sizeof(text), HEAD "%s", rows[i].yaml) < (int)sizeof(text));
        assert_null(site(text));
        for (const struct diag *g = diags.first; g != NULL; g = g->next)
            told = told || (strcmp(g->code, rows[i].code) == 0 && g->line > 0);
        if (!told) {
            show_diags();
            fail_msg("%s not told: %s", rows[i].code, rows[i].yaml);
        }
    }
}

static void types_must_be_a_map(void **state)
{
    (void)state;
    assert_null(site(SITE_HEAD "types: [a]\n"));
    assert_found("config-types", 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_type_has_its_fields_its_date_and_its_period),
        cmocka_unit_test(what_is_wrong_is_told),
        cmocka_unit_test(types_must_be_a_map),
    };
    int failed;

    arena_init(&arena, (size_t)16 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
