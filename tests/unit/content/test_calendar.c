/* Calendars of processes: what is read, what is told, which phase holds. */
#include "tests/unit/test.h"

#include "content/calendar.h"
#include "fcgi/base/buf.h"

struct fixture {
    struct arena a;
    struct diags d;
    struct buf b;
    struct process p;
};
static const struct str zone = STR_INIT("America/Mexico_City");

static int set_up(void **state)
{
    static struct fixture f;

    arena_init(&f.a, (size_t)64 << 20);
    buf_init(&f.b, 1u << 20);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    buf_release(&f->b);
    arena_release(&f->a);
    return 0;
}

static bool parse(struct fixture *f, struct str source)
{
    diags_init(&f->d, &f->a);
    return calendar_parse(&f->a, STR("p.yml"), STR("p"), source, zone, &f->d, &f->p);
}

static struct str diags_of(struct fixture *f)
{
    buf_clear(&f->b);
    for (const struct diag *g = f->d.first; g != NULL; g = g->next)
        buf_addf(&f->b, "%d %s\n", g->line, g->code);
    return buf_str(&f->b);
}

static void days_are_whole_and_of_the_zone(void **state)
{
    struct fixture *f = *state;

    assert_true(parse(f, STR("title: P\nphases:\n"
                             "  - {phase: jornada, from: 2024-06-02, source: S, confirmed: true}\n"
                             "  - {phase: campaign, from: 2024-03-01, to: 2024-05-31, source: S, "
                             "confirmed: true}\nacts:\n"
                             "  - {id: b, title: B}\n"
                             "  - {id: a, title: A, from: 2024-01-31 18:30}\n")));
    assert_str(diags_of(f), STR(""));
    assert_int_equal(f->p.nphases, 2);
    assert_int_equal(f->p.phases[0].kind, PHASE_CAMPAIGN);
    assert_int_equal(f->p.phases[0].span.until, 1717221600); /* 2024-06-01 00:00 -06:00 */
    assert_int_equal(f->p.phases[1].span.from, 1717308000);
    assert_int_equal(f->p.phases[1].span.until, 1717308000 + 86400);
    assert_str(f->p.acts[0].id, STR("a"));
    assert_false(f->p.acts[0].span.days);
    assert_false(f->p.acts[0].span.confirmed);
    assert_int_equal(f->p.acts[1].span.from, 0);
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
    struct fixture *f = *state;

    assert_false(parse(f, STR("title: P\nphases:\n  - {phase: feria}\n"
                              "  - {phase: veda, from: 2024-06-02, to: 2024-06-01}\n"
                              "  - {phase: veda, from: 2024-06-02, confirmed: true}\n"
                              "  - {phase: veda, confirmed: true, source: S}\n"
                              "acts:\n  - {title: A}\n  - {id: a, title: A}\n"
                              "  - {id: a, title: A}\nwithholding: {from: 2024-01-01}\n")));
    assert_str(diags_of(f), STR("3 calendar-phase\n4 calendar-backwards\n5 calendar-source\n"
                                "6 calendar-source\n8 calendar-act\n10 calendar-act-twice\n"
                                "11 withholding-basis\n"));
    assert_false(parse(f, STR("phases: []\n")));
    assert_str(diags_of(f), STR("1 calendar-title\n"));
    assert_false(parse(f, STR("- a\n")));
    assert_str(diags_of(f), STR("1 yaml-not-a-map\n"));
}

static const struct calendar *of(struct fixture *f)
{
    static int64_t edges[32];
    struct calendar *c = ARENA_NEW(&f->a, struct calendar);

    *c = (struct calendar){.v = &f->p, .n = 1, .edges = edges};
    return c;
}

static void only_a_confirmed_phase_holds(void **state)
{
    struct fixture *f = *state;
    const struct process *process = NULL;
    const struct phase *p;

    assert_true(
        parse(f, STR("title: P\nphases:\n"
                     "  - {phase: preparation, from: 2024-01-01, to: 2024-06-30, source: S, "
                     "confirmed: true}\n"
                     "  - {phase: campaign, from: 2024-03-01, to: 2024-05-31, source: S}\n"
                     "  - {phase: jornada, from: 2024-06-02, source: S, confirmed: true}\n")));
    assert_null(calendar_phase(of(f), 1704088799, NULL)); /* a second before 2024 */
    assert_int_equal(calendar_phase(of(f), 1704088800, NULL)->kind, PHASE_PREPARATION);
    assert_int_equal(calendar_phase(of(f), 1713000000, NULL)->kind, PHASE_PREPARATION);
    p = calendar_phase(of(f), 1717308000, &process); /* the one that began last */
    assert_int_equal(p->kind, PHASE_JORNADA);
    assert_str(process->title, STR("P"));
    assert_int_equal(calendar_phase(of(f), 1717308000 + 86400, NULL)->kind, PHASE_PREPARATION);
    assert_null(calendar_phase(of(f), 1719813600, NULL)); /* 2024-07-01 */
}

static void a_rule_meets_what_it_names_and_spares_its_exceptions(void **state)
{
    struct fixture *f = *state;
    static const struct type news = {.id = STR_INIT("news")};
    struct page p = {.url = STR("/prensa/uno")}, q = {.url = STR("/otra"), .type = &news},
                r = {.url = STR("/prensa/civica/a")}, s = {.url = STR("/prensados")};
    const struct withholding *w = &f->p.withholding;

    assert_true(parse(f, STR("title: P\nwithholding:\n  from: 2024-03-01\n  to: 2024-06-02\n"
                             "  source: S\n  confirmed: true\n  legal_basis: L\n"
                             "  applies: {types: [news], paths: [/prensa]}\n"
                             "  exceptions: {paths: [/prensa/civica]}\n")));
    assert_true(withholding_meets(w, &p));
    assert_true(withholding_meets(w, &q));
    assert_false(withholding_meets(w, &r));
    assert_false(withholding_meets(w, &s));
    assert_false(withholding_is_on(w)); /* nobody has confirmed it */
    calendar_withhold(of(f), &p);
    assert_null(p.withheld);
    f->p.withholding.confirmed_by = STR("Una persona");
    f->p.withholding.confirmed_on = 1;
    calendar_withhold(of(f), &p);
    assert_ptr_equal(p.withheld, w);
}

static void a_folder_is_read_whole_or_empty(void **state)
{
    struct fixture *f = *state;
    const struct calendar *c;

    diags_init(&f->d, &f->a);
    c = calendar_load(&f->a, STR("/tmp/no-such-folder"), STR("c"), zone, &f->d);
    assert_int_equal(c->n, 0);
    assert_int_equal(calendar_valid_until(c, 0), TIME_NEVER);
    c = calendar_load(&f->a, STR("content/calendario"), STR("c"), zone, &f->d);
    assert_str(diags_of(f), STR(""));
    assert_true(c->n >= 2);
    assert_int_equal(calendar_valid_until(c, 1717308000 - 1), 1717308000);
    assert_int_equal(calendar_phase(c, 1717308000, NULL)->kind, PHASE_JORNADA);
    assert_int_equal(phase_of(STR("jornada")), PHASE_JORNADA);
    assert_int_equal(phase_of(STR("")), PHASE_NONE);
    assert_str(phase_word(PHASE_VEDA), STR("veda"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(days_are_whole_and_of_the_zone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_told_with_its_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_a_confirmed_phase_holds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_rule_meets_what_it_names_and_spares_its_exceptions,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_folder_is_read_whole_or_empty, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
