/* iCalendar: folding, escaping, days and moments. */
#include "tests/unit/test.h"

#include "content/ical.h"

static void a_calendar_is_written_by_the_book(void **state)
{
    static const struct str titles[PHASE__MAX] = {[PHASE_JORNADA] = STR_INIT("Jornada")};
    struct arena a;
    struct diags d;
    struct process p;
    struct calendar c = {.v = &p, .n = 1};
    struct buf b;
    const struct ical o = {.host = STR("x.mx"),
                           .base_url = STR("https://x.mx"),
                           .name = STR("Calendario; uno"),
                           .zone = STR("America/Mexico_City"),
                           .unconfirmed = STR("por confirmar"),
                           .stamp = 0};

    (void)state;
    arena_init(&a, (size_t)16 << 20);
    diags_init(&d, &a);
    buf_init(&b, 1u << 20);
    assert_true(calendar_parse(
        &a, STR("p.yml"), STR("p"),
        STR("title: P\nphases:\n"
            "  - {phase: jornada, from: 2024-06-02, source: S, confirmed: true, link: /a}\n"
            "acts:\n  - id: uno\n    from: 2024-06-02 18:30\n    to: 2024-06-02 19:00\n    title: "
            "ñññññññññññññññññññññññññññññññññññ, a\\b; c\n  - {id: dos, title: Sin fecha}\n"),
        o.zone, &d, &p));
    ical_write(&b, &a, &o, &c, titles);
    assert_str(
        buf_str(&b),
        STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Estrado//Calendario//ES\r\n"
            "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nX-WR-CALNAME:Calendario\\; uno\r\n"
            "X-WR-TIMEZONE:America/Mexico_City\r\n"
            "BEGIN:VEVENT\r\nUID:p.phase-jornada@x.mx\r\nDTSTAMP:19700101T000000Z\r\n"
            "DTSTART;VALUE=DATE:20240602\r\nDTEND;VALUE=DATE:20240603\r\nSUMMARY:Jornada\r\n"
            "URL:https://x.mx/a\r\nCATEGORIES:P\r\nSTATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\n"
            "END:VEVENT\r\n"
            "BEGIN:VEVENT\r\nUID:p.uno@x.mx\r\nDTSTAMP:19700101T000000Z\r\n"
            "DTSTART:20240603T003000Z\r\nDTEND:20240603T010000Z\r\n"
            "SUMMARY:por confirmar: ññññññññññññññññññññññññññ\r\n"
            " ñññññññññ\\, a\\\\b\\; c\r\nCATEGORIES:P\r\nSTATUS:TENTATIVE\r\n"
            "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));
    buf_release(&b);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_calendar_is_written_by_the_book)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
