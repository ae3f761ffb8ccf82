/* Alerts: what is read, what is told, which are on, which were put away. */
#include "tests/unit/test.h"

#include "content/alerts.h"
#include "fcgi/base/buf.h"

struct fixture {
    struct arena a;
    struct diags d;
    struct buf b;
};
static const struct str zone = STR_INIT("America/Mexico_City");
static const struct str two = STR_INIT(
    "- {id: b, title: B, text: T, starts: 2024-06-02 08:00, ends: 2024-06-02 18:00, dismissible: "
    "true, link: {url: /a, text: A}}\n"
    "- {id: a, level: emergency, title: A, starts: 2024-06-02, ends: 2024-06-03, site: urna}\n");
#define EIGHT  1717336800 /* 2024-06-02 08:00 -06:00 */
#define SIX_PM 1717372800

static int set_up(void **state)
{
    static struct fixture f;

    arena_init(&f.a, (size_t)16 << 20);
    buf_init(&f.b, 1u << 20);
    diags_init(&f.d, &f.a);
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

static const struct alerts *parse(struct fixture *f, struct str source)
{
    return alerts_parse(&f->a, STR("a.yml"), source, zone, &f->d);
}

static struct str diags_of(struct fixture *f)
{
    buf_clear(&f->b);
    for (const struct diag *g = f->d.first; g != NULL; g = g->next)
        buf_addf(&f->b, "%d %s\n", g->line, g->code);
    return buf_str(&f->b);
}

static void alerts_are_on_in_their_time_and_on_their_site(void **state)
{
    struct fixture *f = *state;
    const struct alerts *alerts = parse(f, two);

    assert_str(diags_of(f), STR(""));
    assert_int_equal(alerts->n, 2);
    assert_str(alerts->v[0].id, STR("a")); /* the emergency comes first */
    assert_str(alert_word(alerts->v[0].level), STR("emergency"));
    assert_false(alert_is_on(&alerts->v[1], STR(""), EIGHT - 1));
    assert_true(alert_is_on(&alerts->v[1], STR(""), EIGHT));
    assert_false(alert_is_on(&alerts->v[1], STR(""), SIX_PM));
    assert_false(alert_is_on(&alerts->v[0], STR(""), EIGHT));
    assert_true(alert_is_on(&alerts->v[0], STR("urna"), EIGHT));
    assert_int_equal(alerts_valid_until(alerts, EIGHT - 1), EIGHT);
    assert_int_equal(alerts_valid_until(alerts, EIGHT), SIX_PM);
    assert_int_equal(alerts_valid_until(alerts, SIX_PM + 86400), TIME_NEVER);
}

static void only_what_may_be_put_away_is(void **state)
{
    struct fixture *f = *state;
    const struct alerts *alerts = parse(f, two);
    char long_cookie[ALERTS_COOKIE_MAX + 2] = "b";

    assert_int_equal(alerts_dismissed(alerts, STR("x.b.a."), STR("urna"), EIGHT), 2);
    assert_int_equal(alerts_dismissed(alerts, STR("b"), STR(""), SIX_PM), 0);
    assert_int_equal(alerts_dismissed(alerts, STR(""), STR(""), EIGHT), 0);
    for (size_t i = 1; i <= ALERTS_COOKIE_MAX; i++)
        long_cookie[i] = '.';
    assert_int_equal(alerts_dismissed(alerts, str_from(long_cookie), STR(""), EIGHT), 0);
    assert_str(alerts_cookie(&f->a, alerts, 3), STR("a.b"));
    assert_str(alerts_cookie(&f->a, alerts, 0), STR(""));
}

static void what_is_wrong_is_told_and_left_out(void **state)
{
    struct fixture *f = *state;
    const struct alerts *alerts = parse(
        f,
        STR("- {id: A b, title: T, starts: 2024-01-01, ends: 2024-01-02}\n"
            "- {id: b, starts: 2024-01-01, ends: 2024-01-02}\n"
            "- {id: c, title: T, starts: 2024-01-01}\n"
            "- {id: d, title: T, starts: 2024-01-01, ends: 2024-01-02, level: emergency, "
            "dismissible: true}\n"
            "- {id: e, title: T, starts: 2024-01-01, ends: 2024-01-02}\n"
            "- {id: e, title: T, starts: 2024-01-01, ends: 2024-01-02}\n"
            "- {id: f, title: T, starts: 2024-01-01, ends: 2024-01-02, link: {url: 'javascript:x', "
            "text: A}}\n"));

    assert_int_equal(alerts->n, 1);
    assert_str(diags_of(f), STR("1 alert-id\n2 alert-text\n3 alert-time\n4 alert-emergency\n"
                                "6 alert-id\n7 front-path\n"));
}

static void a_missing_file_holds_none(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(alerts_load(&f->a, STR("/tmp/no-such.yml"), STR("a"), zone, &f->d)->n, 0);
    assert_int_equal(alerts_load(&f->a, STR("content/alertas.yml"), STR("a"), zone, &f->d)->n, 0);
    assert_str(diags_of(f), STR(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(alerts_are_on_in_their_time_and_on_their_site, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(only_what_may_be_put_away_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_told_and_left_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_missing_file_holds_none, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
