/* Landmarks: how many, what they are called, and that everything stands in one. */
#include "tests/unit/accessibility/audit_fixture.h"

static const struct str landmarks[] = {STR_INIT("banner"), STR_INIT("contentinfo")};
static const struct audit_theme theme = {.landmarks = {landmarks, ARRAY_LEN(landmarks)}};

#define NAV(name) "<nav " name "><ul><li><a href=\"/a\">a</a></li></ul></nav>"
#define PAGE(before, behind)                                       \
    "<html lang=\"es\"><head><title>x</title></head><body>" before \
    "<main><h1>x</h1></main>" behind "</body></html>"

static void assert_page(const char *html, const char *codes)
{
    char got[1024];

    audit_codes(str_from(html), got, sizeof(got));
    if (strcmp(got, codes) != 0)
        fail_msg("%s\ngives \"%s\" instead of \"%s\"", html, got, codes);
}

static void landmarks_of_one_role_have_names_of_their_own(void **state)
{
    static const struct audit_row rows[] = {
        {NAV("aria-label=\"Menú\""), NULL},
        {NAV("aria-label=\"Menú\"") NAV("aria-label=\"Migas\""), NULL},
        {NAV(""), "html-landmark-nameless"},
        {NAV("aria-label=\" \""), "html-landmark-nameless"},
        {NAV("aria-label=\"Menú\"") NAV("aria-label=\"menú\""), "html-landmark-twice"},
        {NAV("aria-labelledby=\"m\"") "<h2 id=\"m\">Menú</h2>", NULL},
        {NAV("aria-labelledby=\"m\"") "<h2 id=\"m\">Menú</h2>" NAV("aria-label=\"Menú\""),
         "html-landmark-twice"},
        {"<section aria-label=\"a\">x</section><section aria-label=\"b\">x</section>", NULL},
        {"<section aria-label=\"a\">x</section><section aria-label=\"a\">x</section>",
         "html-landmark-twice"},
        /* no landmarks without names */
        {"<section>x</section><section>x</section>", NULL},
        {"<div role=\"search\">x</div><div role=\"search\" aria-label=\"b\">x</div>", NULL},
        {"<div role=\"search\">x</div><div role=\"search\">x</div>", "html-landmark-twice"},
        {"<div role=\"group\">x</div><div role=\"group\">x</div>", NULL},
        {"<aside aria-hidden=\"true\">x</aside><aside>y</aside>", NULL},
    };

    (void)state;
    audit_fixture_theme = NULL;
    assert_audit(rows, ARRAY_LEN(rows));
}

static void what_the_theme_wants_on_every_page_is_there_once(void **state)
{
    (void)state;
    audit_fixture_theme = &theme;
    assert_page(PAGE("<header>a</header>", "<footer>b</footer>"), "");
    assert_page(PAGE("<header>a</header>", ""), "html-landmark-number");
    assert_page(PAGE("", ""), "html-landmark-number html-landmark-number");
    assert_page(PAGE("<div role=\"banner\">a</div>", "<div role=\"contentinfo\">b</div>"), "");
    assert_page(PAGE("<header>a</header><header>c</header>", "<footer>b</footer>"),
                "html-landmark-number html-landmark-twice");
    /* that of an article is none of the page */
    assert_page(PAGE("<header>a</header>", "<article><header>x</header></article>"
                                           "<footer>b</footer>"),
                "html-outside-landmark");
}

static void everything_is_read_in_a_landmark(void **state)
{
    (void)state;
    audit_fixture_theme = NULL;
    assert_page(PAGE("", " \n"), "");
    assert_page(PAGE("<p>a</p>", ""), "html-outside-landmark");
    assert_page(PAGE("", "<div><b>a</b></div>"), "html-outside-landmark");
    assert_page(PAGE("<p aria-hidden=\"true\">a</p>", ""), "");
    assert_page("<html lang=\"es\"><head><title>x</title></head><body><a href=\"#c\">Saltar</a>"
                "<main id=\"c\"><h1>x</h1></main></body></html>",
                "");
    assert_page("<html lang=\"es\"><head><title>x</title></head><body><a href=\"#c\">Saltar</a>"
                "<a href=\"#c\">Otra vez</a><main id=\"c\"><h1>x</h1></main></body></html>",
                "html-outside-landmark");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(landmarks_of_one_role_have_names_of_their_own),
        cmocka_unit_test(what_the_theme_wants_on_every_page_is_there_once),
        cmocka_unit_test(everything_is_read_in_a_landmark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
