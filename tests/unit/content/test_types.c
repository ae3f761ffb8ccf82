/* Values of pages by their type: read, refused with their line, asked. */
#include "content/types.h"
#include "tests/unit/content/typed_site.h"

static void values_are_read_by_their_kind(void **state)
{
    struct site_fixture *f = *state;
    const struct page *p =
        typed_page(f, "title: X\ntype: session\nparams:\n  body: Consejo\n  kind: ordinary\n"
                      "  starts: 2023-04-24 10:30\n  agenda: [uno, dos]\n  acts: iepc acg 29 2019\n"
                      "  seats: 7\n  open: true\n  video: https://a.mx/v\n  see: /x\n  minutes: "
                      "instituto/acta.pdf\n"
                      "  table: [{a: 1}]\n  notes: |\n    uno\n    dos\n  links: [/x, /]\n");

    assert_non_null(p);
    assert_int_equal(f->d.nerrors + f->d.nwarnings, 0);
    assert_str(p->type->id, STR("session"));
    assert_int_equal(p->fields.n, ARRAY_LEN(session_fields));
    assert_str(page_field(p, STR("body"))->text, STR("Consejo"));
    assert_str(field_choice_label(&session_fields[1], page_field(p, STR("kind"))->text),
               STR("Ordinaria"));
    assert_int_equal(page_field(p, STR("starts"))->number, 1682353800);
    assert_int_equal(page_field(p, STR("agenda"))->texts.n, 2);
    assert_str(page_field(p, STR("acts"))->texts.v[0], STR("IEPC-ACG-029-2019"));
    assert_int_equal(page_field(p, STR("seats"))->number, 7);
    assert_int_equal(page_field(p, STR("open"))->number, 1);
    assert_str(page_field(p, STR("notes"))->text, STR("uno\ndos"));
    assert_int_equal(page_field(p, STR("table"))->table->nchildren, 1);
    assert_null(page_field(p, STR("none")));
    assert_int_equal(p->when, 1682353800);
    assert_int_equal(p->year, 2023);
}

static void a_choice_without_a_label_shows_its_id(void **state)
{
    (void)state;
    assert_str(field_choice_label(&session_fields[1], STR("extra")), STR("extra"));
}

struct wrong {
    const char *head, *code;
    int line;
};

static void what_is_wrong_is_told_with_its_line(void **state)
{
    static const struct wrong rows[] = {
        {"title: X\ntype: sesion\n", "type-unknown-near", 3},
        {"title: X\ntype: zzzzzzz\n", "type-unknown", 3},
        {"title: X\ntype: session\n", "field-missing", 3},
        {"title: X\ntype: session\nparams:\n  body: [a]\n", "field-value", 5},
        {"title: X\ntype: session\nparams:\n  body: A\n  kind: ordinari\n", "field-choice", 6},
        {"title: X\ntype: session\nparams:\n  body: A\n  starts: 2023-02-30\n", "field-value", 6},
        {"title: X\ntype: session\nparams:\n  body: A\n  seats: siete\n", "field-value", 6},
        {"title: X\ntype: session\nparams:\n  body: A\n  open: maybe\n", "field-value", 6},
        {"title: X\ntype: session\nparams:\n  body: A\n  video: javascript:a\n", "field-value", 6},
        {"title: X\ntype: session\nparams:\n  body: A\n  see: x\n", "field-value", 6},
        {"title: X\ntype: session\nparams:\n  body: A\n  minutes: ../a\n", "field-value", 6},
        {"title: X\ntype: session\nparams:\n  body: A\n  table: [1]\n", "field-value", 6},
        {"title: X\ntype: session\nparams:\n  body: A\n  agenda: {a: b}\n", "field-value", 6},
        {"title: X\ntype: session\nparams:\n  body: A\n  acts: [x]\n", "field-value", 6},
        {"title: X\ntype: agreement\nslug: y\nparams:\n  number: ACG-1-2020\n", "act-address", 3},
        {"title: X\ntype: call\nparams:\n  opens: 2026-01-01\n  closes: 2026-02-01 10:00\n",
         "field-hour", 5},
        {"title: X\ntype: call\nparams:\n  opens: 2026-03-01 10:00\n  closes: 2026-02-01 10:00\n",
         "field-period", 6},
        {"title: X\nlist: {type: sessions}\n", "type-unknown-near", 3},
    };
    struct site_fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct diag *g = NULL;

        assert_null(typed_page(f, rows[i].head));
        if (fixture_count(f, rows[i].code, &g) != 1 || g->line != rows[i].line)
            fail_msg("%s%s at %d", rows[i].head, rows[i].code, g == NULL ? 0 : g->line);
        assert_int_equal(f->d.nerrors, 1);
    }
}

static void keys_that_no_field_has_are_warnings(void **state)
{
    struct site_fixture *f = *state;
    const struct diag *g = NULL;

    assert_non_null(typed_page(f, "title: X\ntype: session\nparams:\n  body: A\n  strts: 1\n"
                                  "  zzzzzz: 1\n  cards: [{title: a, url: /}]\n"));
    assert_int_equal(f->d.nwarnings, 2);
    assert_int_equal(fixture_count(f, "field-unknown-near", &g), 1);
    assert_int_equal(g->line, 6);
    assert_str(g->args[1], STR("starts"));
    assert_int_equal(fixture_count(f, "field-unknown", NULL), 1);
}

static void a_site_that_declares_no_types_takes_any(void **state)
{
    struct site_fixture *f = *state;

    fixture_write(f, "_index.md", "title: Inicio\ntype: whatever\n", "");
    fixture_load_written(f);
    assert_int_equal(f->d.nerrors, 0);
    assert_null(fixture_page(f, "/")->type);
}

static void a_period_turns_at_its_seconds(void **state)
{
    struct site_fixture *f = *state;
    const struct page *p =
        typed_page(f, "title: X\ntype: call\nparams:\n  opens: '1970-01-01T00:01:40Z'\n"
                      "  closes: '1970-01-01T00:03:20Z'\n");
    int64_t edge = 0, edges[2];

    assert_non_null(p);
    assert_int_equal(page_period(p, 99, &edge), PERIOD_BEFORE);
    assert_int_equal(edge, 100);
    assert_int_equal(page_period(p, 100, &edge), PERIOD_DURING);
    assert_int_equal(edge, 200);
    assert_int_equal(page_period(p, 199, &edge), PERIOD_DURING);
    assert_int_equal(page_period(p, 200, &edge), PERIOD_AFTER);
    assert_int_equal(types_edges(p, edges), 2);
    assert_int_equal(site_valid_until(f->site, 0), 100); /* stored pages turn with it */
    assert_int_equal(site_valid_until(f->site, 100), 200);
    assert_int_equal(site_valid_until(f->site, 200), TIME_NEVER);
    assert_int_equal(page_period(fixture_page(f, "/"), 0, &edge), PERIOD_NONE);
}

static void an_act_lives_at_its_address_wherever_its_file_is(void **state)
{
    struct site_fixture *f = *state;
    const struct page *p;

    fixture_write(f, "_index.md", "title: Inicio\n", "");
    fixture_write(f, "a/b/c.md", "title: X\ntype: agreement\nparams:\n  number: acg 7/2020\n", "");
    typed_load(f);
    p = fixture_page(f, "/acuerdos/IEPC-ACG-007-2020");
    assert_non_null(p);
    assert_str(page_act(p), STR("IEPC-ACG-007-2020"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        FIXTURE_TEST(values_are_read_by_their_kind),
        FIXTURE_TEST(a_choice_without_a_label_shows_its_id),
        FIXTURE_TEST(what_is_wrong_is_told_with_its_line),
        FIXTURE_TEST(keys_that_no_field_has_are_warnings),
        FIXTURE_TEST(a_site_that_declares_no_types_takes_any),
        FIXTURE_TEST(a_period_turns_at_its_seconds),
        FIXTURE_TEST(an_act_lives_at_its_address_wherever_its_file_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
