/* What plays, opens, zooms; the root; the order of the keyboard. */
#include "tests/unit/accessibility/audit_fixture.h"

#define TRACK "<track kind=\"captions\" src=\"/a.vtt\" srclang=\"es\" label=\"Español\">"
#define ROOT(words)                                                                        \
    "<html lang=\"es\" class=\"" words "\"><head><title>x</title></head><body><main><h1>x" \
    "</h1></main></body></html>"
#define ZOOM(content)                                                                    \
    "<html lang=\"es\"><head><title>x</title><meta name=\"viewport\" content=\"" content \
    "\"></head><body><main><h1>x</h1></main></body></html>"

static void assert_page(const char *html, const char *codes)
{
    char got[1024];

    audit_codes(str_from(html), got, sizeof(got));
    if (strcmp(got, codes) != 0)
        fail_msg("%s\ngives \"%s\" instead of \"%s\"", html, got, codes);
}

static void players_wait_and_have_controls_and_captions(void **state)
{
    static const struct audit_row rows[] = {
        {"<audio controls preload=\"none\" src=\"/a.mp3\"></audio>", NULL},
        {"<audio src=\"/a.mp3\"></audio>", "html-media-controls"},
        {"<audio controls autoplay src=\"/a.mp3\"></audio>", "html-media-autoplay"},
        {"<video controls>" TRACK "</video>", NULL},
        {"<video controls></video>", "html-media-captions"},
        {"<video controls><track kind=\"chapters\" src=\"/a.vtt\"></video>", "html-media-captions"},
        {"<video>" TRACK "</video>", "html-media-controls"},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

static void what_opens_says_what(void **state)
{
    static const struct audit_row rows[] = {
        {"<details><summary>Más</summary><p>x</p></details>", NULL},
        {"<details><p>x</p></details>", "html-details"},
        {"<details><summary> </summary></details>", "html-nameless"},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

static void nobody_is_kept_from_zooming(void **state)
{
    (void)state;
    assert_page(ZOOM("width=device-width, initial-scale=1"), "");
    assert_page(ZOOM("width=device-width, user-scalable=yes"), "");
    assert_page(ZOOM("width=device-width, user-scalable=no"), "html-viewport");
    assert_page(ZOOM("width=device-width, maximum-scale=1"), "html-viewport");
    assert_page(ZOOM("user-scalable = 0"), "html-viewport");
}

static void the_root_has_only_words_of_a_choice(void **state)
{
    (void)state;
    assert_page(ROOT(""), "");
    assert_page(ROOT("c-oscuro t-200 e-1"), "");
    assert_page(ROOT("c-morado"), "html-root-class");
    assert_page(ROOT("c-oscuro c-"), "html-root-class");
}

static void the_keyboard_goes_in_the_order_of_the_page(void **state)
{
    static const struct audit_row rows[] = {
        {"<p tabindex=\"0\">x</p>", NULL},
        {"<p tabindex=\"-1\">x</p>", NULL},
        {"<p tabindex=\"1\">x</p>", "html-tabindex"},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

static void languages_are_languages(void **state)
{
    static const struct audit_row rows[] = {
        {"<p lang=\"hch\">x</p>", NULL},
        {"<p lang=\"en-GB\">x</p>", NULL},
        {"<p lang=\"es-419\">x</p>", NULL},
        {"<p lang=\"español\">x</p>", "html-lang-invalid"},
        {"<p lang=\"e\">x</p>", "html-lang-invalid"},
        {"<p lang=\"es_MX\">x</p>", "html-lang-invalid"},
        {"<p lang=\"es-\">x</p>", "html-lang-invalid"},
        {"<p id=\"a b\">x</p>", "html-id-blank"},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(players_wait_and_have_controls_and_captions),
        cmocka_unit_test(what_opens_says_what),
        cmocka_unit_test(nobody_is_kept_from_zooming),
        cmocka_unit_test(the_root_has_only_words_of_a_choice),
        cmocka_unit_test(the_keyboard_goes_in_the_order_of_the_page),
        cmocka_unit_test(languages_are_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
