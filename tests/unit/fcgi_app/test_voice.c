/*
 * Recordings: which file belongs to what is said, and what the page shows of it.
 */
#include "tests/unit/fcgi_app/site.h"

#include "fcgi/app/voice.h"

static const struct page *page_at(const char *url)
{
    const struct page *p = NULL;

    assert_int_equal(site_find(app.site, str_from(url), NOW, &p), SITE_PAGE);
    return p;
}

static struct str file_of(const struct page *p, bool easy)
{
    struct str name = voice_name(&generation, app.config, voice_text(&generation, &app, p, easy));

    return file_join(&generation, app.config->audio_dir, name);
}

static void put_recording(const struct page *p, bool easy, size_t n)
{
    static char bytes[2 << 20];

    assert_true(n <= sizeof(bytes));
    assert_int_equal(file_mkdirs(app.config->audio_dir, 0755), OK);
    assert_int_equal(file_write(file_of(p, easy), (struct str){bytes, n}, 0644), OK);
}

static bool has(const struct response *r, const char *text)
{
    return str_has(r->body, str_from(text));
}

static void the_name_is_of_all_that_can_be_heard(void **state)
{
    struct config other = *app.config;
    struct str text = STR("Hola.\n\n"), name = voice_name(&generation, &other, text);

    (void)state;
    assert_int_equal(name.n, 2 * VOICE_HASH_BYTES + 4);
    assert_true(str_ends(name, STR(".mp3")));
    assert_str(voice_name(&generation, &other, text), name);
    assert_false(str_eq(voice_name(&generation, &other, STR("Hola\n\n")), name));
    other.voice.speed++;
    assert_false(str_eq(voice_name(&generation, &other, text), name));
    other = *app.config;
    other.voice.bitrate_kbps = 48;
    assert_false(str_eq(voice_name(&generation, &other, text), name));
    other = *app.config;
    other.voice.name = STR("es");
    assert_false(str_eq(voice_name(&generation, &other, text), name));
    other = *app.config;
    other.voice.lame = STR("/elsewhere/lame");
    assert_str(voice_name(&generation, &other, text), name);
}

static void a_page_says_title_summary_and_text(void **state)
{
    (void)state;
    assert_str(voice_text(&generation, &app, page_at("/a"), false),
               STR("Sección A.\n\nLo de A.\n\nTexto.\n\n"));
    assert_str(voice_text(&generation, &app, page_at("/a/uno"), true),
               STR("Uno, fácil.\n\nParte fácil.\n\nEs corto.\n\n"));
}

static void only_who_asks_gets_a_player(void **state)
{
    struct response r;

    (void)state;
    put_recording(page_at("/a"), false, 500000);
    r = ask("/a");
    assert_false(has(&r, "<audio"));
    r = ask("/a?a11y=v-1");
    assert_true(has(&r, "<audio controls preload=\"none\" src=\"/audio/"));
    assert_true(has(&r, "489 KB"));
    assert_true(has(&r, "2 min 5 s")); /* 500,000 bytes at 32 kbit/s */
    r = ask_as("GET", "/a", "HTTP_COOKIE=a11y=v-1.r-1");
    assert_true(has(&r, "<audio"));
    put_recording(page_at("/a"), false, 1363149);
    r = ask("/a?a11y=v-1");
    assert_true(has(&r, "1.3 MB"));
}

static void easy_reading_has_its_own(void **state)
{
    const struct page *p = page_at("/a/uno");
    struct str easy = file_of(p, true), full = file_of(p, false);
    struct response r;

    (void)state;
    put_recording(p, true, 4000);
    put_recording(p, false, 4000);
    assert_false(str_eq(easy, full));
    r = ask("/a/uno?a11y=l-1.v-1");
    assert_true(str_has(r.body, str_sub(easy, easy.n - 44, easy.n)));
    assert_false(str_has(r.body, str_sub(full, full.n - 44, full.n)));
    r = ask("/a/uno?a11y=v-1");
    assert_true(str_has(r.body, str_sub(full, full.n - 44, full.n)));
}

static void what_is_not_made_yet_is_said_and_soon_forgotten(void **state)
{
    struct ctx c = {.app = &app, .arena = &request};
    struct request req = {.now = NOW};
    struct answer answer = {.valid_until = TIME_NEVER};
    struct response r = ask("/a/dos?a11y=v-1");

    (void)state;
    assert_false(has(&r, "<audio"));
    assert_true(has(&r, "todavía no está listo"));
    c.req = &req;
    c.choice.v[AXIS_VOICE] = 1;
    voice_view(&c, page_at("/a/dos"), &answer);
    assert_true(answer.view.audio_missing);
    assert_int_equal(answer.valid_until, NOW + VOICE_RETRY_S);
    answer.valid_until = NOW + 5;
    voice_view(&c, page_at("/a/dos"), &answer);
    assert_int_equal(answer.valid_until, NOW + 5);
}

static void files_show_what_there_is(void **state)
{
    struct response r;

    (void)state;
    put_recording(page_at("/a"), false, 4000);
    app.files_only = true;
    r = ask("/a");
    assert_true(has(&r, "<audio"));
    r = ask("/a/dos");
    assert_false(has(&r, "todavía no está listo"));
    app.files_only = false;
}

static void off_is_off(void **state)
{
    const struct config *before = app.config;
    struct config off = *app.config;
    struct response r;

    (void)state;
    put_recording(page_at("/a"), false, 4000);
    off.voice.enabled = false;
    app.config = &off;
    r = ask("/a?a11y=v-1");
    app.config = before;
    assert_false(has(&r, "<audio"));
    assert_false(has(&r, "todavía no está listo"));
}

static void a_film_in_sign_language_is_shown(void **state)
{
    struct page *p = (struct page *)(uintptr_t)page_at("/a/dos");
    struct sign_language none = {0};
    struct response r;

    (void)state;
    p->front.sign_language = (struct sign_language){.video = STR("/estatico/v.1.mp4"),
                                                    .type = STR("video/mp4"),
                                                    .captions = STR("/estatico/v.1.vtt"),
                                                    .transcript = STR("Se explica.")};
    r = ask("/a/dos");
    assert_true(has(&r, "<source src=\"/estatico/v.1.mp4\" type=\"video/mp4\">"));
    assert_true(has(&r, "<track kind=\"captions\" srclang=\"es\" label=\"Español\" "
                        "src=\"/estatico/v.1.vtt\">"));
    assert_true(has(&r, "<p>Se explica.</p>"));
    p->front.sign_language = (struct sign_language){.video = STR("https://v.example/1"),
                                                    .transcript_url = STR("/a/uno")};
    r = ask("/a/dos");
    assert_false(has(&r, "<video"));
    assert_true(has(&r, "<a href=\"https://v.example/1\">"));
    assert_true(has(&r, "<a href=\"/a/uno\">Texto"));
    p->front.sign_language = none;
    r = ask("/a/dos");
    assert_false(has(&r, "Lengua de Señas"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_name_is_of_all_that_can_be_heard),
        cmocka_unit_test(a_page_says_title_summary_and_text),
        cmocka_unit_test(only_who_asks_gets_a_player),
        cmocka_unit_test(easy_reading_has_its_own),
        cmocka_unit_test(what_is_not_made_yet_is_said_and_soon_forgotten),
        cmocka_unit_test(files_show_what_there_is),
        cmocka_unit_test(off_is_off),
        cmocka_unit_test(a_film_in_sign_language_is_shown),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
