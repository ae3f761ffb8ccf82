/* Each rule on a page that breaks it alone, and on one that keeps it. */
#include "tests/unit/accessibility/audit_fixture.h"

#include <stdlib.h>

static void assert_document(const char *html, const char *codes)
{
    char got[2048];

    audit_codes(str_from(html), got, sizeof(got));
    assert_string_equal(got, codes);
}

static void a_sound_page_has_no_error(void **state)
{
    (void)state;
    assert_document(SOUND_BEGIN SOUND_END, "");
}

static void the_frame_of_a_page_is_checked(void **state)
{
    (void)state;
    assert_document("", "html-lang html-title html-h1 html-main");
    assert_document(
        "<html><head><title>x</title></head><body><main><h1>x</h1></main></body></html>",
        "html-lang");
    assert_document("<html lang=\" \"><head><title>x</title></head><body><main><h1>x</h1></main>"
                    "</body></html>",
                    "html-lang");
    assert_document("<html lang=\"es\"><head><title> </title></head><body><main><h1>x</h1></main>"
                    "</body></html>",
                    "html-title");
    assert_document("<html lang=\"es\"><head><title>x</title><title>y</title></head><body><main>"
                    "<h1>x</h1></main></body></html>",
                    "html-title");
    assert_document("<html lang=\"es\"><head></head><body><main><h1>x</h1></main></body></html>",
                    "html-title");
    assert_document(
        "<html lang=\"es\"><head><title>x</title></head><body><header><h1>x</h1><h1>y</h1></header>"
        "</body></html>",
        "html-h1 html-main");
}

static void headings_do_not_jump(void **state)
{
    static const struct audit_row rows[] = {
        {"<h2>a</h2><h3>b</h3><h2>c</h2><h3>d</h3><h4>e</h4><h2>f</h2>", NULL},
        {"<h3>a</h3>", "html-heading-jump"},
        {"<h2>a</h2><h4>b</h4>", "html-heading-jump"},
        {"<h2></h2>", "html-nameless"},
        {"<h2><img src=\"/x.png\" alt=\"Plano\" width=\"1\" height=\"1\"></h2>", NULL},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
    assert_document(
        "<html lang=\"es\"><head><title>x</title></head><body><header><h2>Antes</h2></header><main>"
        "<h1>x</h1></main></body></html>",
        "");
}

static void images_say_what_they_show_and_how_large(void **state)
{
    static const struct audit_row rows[] = {
        {"<p><img src=\"/x.png\" alt=\"\" width=\"1\" height=\"1\"></p>", NULL},
        {"<p><img src=\"/x.png\" width=\"1\" height=\"1\"></p>", "html-image"},
        {"<p><img src=\"/x.png\" alt=\"x\" height=\"1\"></p>", "html-image"},
        {"<p><img src=\"/x.png\" alt=\"x\" width=\"1\"></p>", "html-image"},
        {"<p><img></p>", "html-image"},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

static void tables_have_captions_and_heads(void **state)
{
    static const struct audit_row rows[] = {
        {"<table><caption>c</caption><tr><th scope=\"col\">a</th></tr><tr><td>1</td></tr></table>",
         NULL},
        {"<table><tr><th scope=\"col\">a</th></tr></table>", "html-table"},
        {"<table><caption>c</caption><tr><td>a</td></tr></table>", "html-table"},
        {"<table><caption></caption><tr><th scope=\"col\">a</th></tr></table>", "html-nameless"},
        {"<table><caption>c</caption><tr><th scope=\"col\"></th></tr></table>", "html-nameless"},
        /* the inner table's head is not the outer one's */
        {"<table><caption>c</caption><tr><td><table><caption>d</caption><tr><th "
         "scope=\"col\">x</th></tr>"
         "</table></td></tr></table>",
         "html-table"},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

static void nothing_runs_or_is_styled_in_the_page(void **state)
{
    static const struct audit_row rows[] = {
        {"<script>x()</script>", "html-inline"},
        {"<script src=\"/x.js\"></script>", NULL},
        {"<script type=\"application/ld+json\">{\"a\": \"<b>\"}</script>", NULL},
        {"<script type=\"module\">x()</script>", "html-inline"},
        {"<style>p{}</style>", "html-inline"},
        {"<p style=\"color:red\">x</p>", "html-inline"},
        {"<p onclick=\"x()\">x</p>", "html-inline"},
        {"<p ONCLICK=\"x()\">x</p>", "html-inline"},
        {"<p><a href=\"javascript:x()\">x</a></p>", "html-inline"},
        {"<p><a href=\" JavaScript:x()\">x</a></p>", "html-inline"},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

static void nothing_is_loaded_from_elsewhere(void **state)
{
    static const struct audit_row rows[] = {
        {"<p><a href=\"https://ejemplo.mx/\">x</a></p>", NULL}, /* a link loads nothing */
        {"<p><img src=\"https://ejemplo.mx/x.png\" alt=\"\" width=\"1\" height=\"1\"></p>",
         "html-foreign"},
        {"<p><img src=\"//ejemplo.mx/x.png\" alt=\"\" width=\"1\" height=\"1\"></p>",
         "html-foreign"},
        {"<p><img src=\"/x.png\" srcset=\"/a.png 1x, HTTPS://b.mx/c.png 2x\" alt=\"\" width=\"1\" "
         "height=\"1\"></p>",
         "html-foreign"},
        {"<link rel=\"stylesheet\" href=\"https://ejemplo.mx/x.css\">", "html-foreign"},
        {"<link rel=\"alternate stylesheet\" href=\"//ejemplo.mx/x.css\">", "html-foreign"},
        {"<link rel=\"preconnect\" href=\"https://ejemplo.mx\">", "html-foreign"},
        {"<link rel=\"alternate\" href=\"https://ejemplo.mx/en\" hreflang=\"en\">", NULL},
        {"<svg aria-hidden=\"true\"><use href=\"/estatico/i.1.svg#x\"/></svg>", NULL},
        {"<svg aria-hidden=\"true\"><use href=\"https://x.mx/i.svg#x\"/></svg>", "html-foreign"},
        {"<form action=\"https://x.mx/\"><button>x</button></form>", "html-foreign"},
        {"<form action=\"/buscar\"><button>x</button></form>", NULL},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

static void the_first_link_skips_to_the_content(void **state)
{
#define PAGE(links)                                                                           \
    "<html lang=\"es\"><head><title>x</title></head><body>" links "<main id=\"c\"><h1>x</h1>" \
    "</main></body></html>"
    (void)state;
    assert_document(
        PAGE("<a href=\"#c\">Saltar</a><nav aria-label=\"x\"><a href=\"/\">Inicio</a></nav>"), "");
    assert_document(PAGE("<header><a href=\"/\">Inicio</a><a href=\"#c\">Saltar</a></header>"),
                    "html-skip-link");
    assert_document(PAGE("<header><a href=\"#\">Saltar</a></header>"),
                    "html-skip-link html-reference");
    assert_document(PAGE("<header><a>Sin destino</a><a href=\"#c\">Saltar</a></header>"), "");
    assert_document(PAGE(""), "");
}

static void errors_have_their_line_and_what_they_are_about(void **state)
{
    struct arena a;
    struct diags d;

    (void)state;
    arena_init(&a, (size_t)1 << 20);
    diags_init(&d, &a);
    audit_html(STR("/x"), STR(SOUND_BEGIN "<p>\n<img\nsrc=\"/a.png\"></p>" SOUND_END), NULL, &d);
    assert_int_equal(d.nerrors, 1);
    assert_str(d.first->file, STR("/x"));
    assert_int_equal(d.first->line, 14);
    assert_str(d.first->args[0], STR("/a.png"));
    arena_release(&a);
}

/* A page that is wrong all over is told up to a number, in linear time. */
static void the_number_of_errors_is_bounded(void **state)
{
    static const char *const patterns[] = {
        "<img>", "<p id=\"\">", "<a href=\"#x\"></a>", "</b>", "<i>", "<", "<table>", "<input>"};
    size_t size = 400000;
    char *html = malloc(size);

    (void)state;
    assert_non_null(html);
    for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
        struct arena a;
        struct diags d;

        for (size_t k = 0; k < size; k++)
            html[k] = patterns[i][k % strlen(patterns[i])];
        arena_init(&a, (size_t)16 << 20);
        diags_init(&d, &a);
        audit_html(STR("/x"), (struct str){html, size}, NULL, &d);
        assert_int_equal(d.nerrors, AUDIT_ERRORS_MAX);
        arena_release(&a);
    }
    free(html);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_page_has_no_error),
        cmocka_unit_test(the_frame_of_a_page_is_checked),
        cmocka_unit_test(headings_do_not_jump),
        cmocka_unit_test(images_say_what_they_show_and_how_large),
        cmocka_unit_test(tables_have_captions_and_heads),
        cmocka_unit_test(nothing_runs_or_is_styled_in_the_page),
        cmocka_unit_test(nothing_is_loaded_from_elsewhere),
        cmocka_unit_test(the_first_link_skips_to_the_content),
        cmocka_unit_test(errors_have_their_line_and_what_they_are_about),
        cmocka_unit_test(the_number_of_errors_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
