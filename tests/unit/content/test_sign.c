/* The video in sign language: what the head may say, which files it names. */
#include "content/lint.h"
#include "tests/unit/content/site_fixture.h"

static const struct markdown_file files[] = {
    {STR_INIT("es-MX/a/clave.mp4"), STR_INIT("/estatico/clave.1.mp4"), STR_INIT("video/mp4"), 9, 0,
     0},
    {STR_INIT("es-MX/a/clave.vtt"), STR_INIT("/estatico/clave.1.vtt"), STR_INIT("text/vtt"), 9, 0,
     0},
    {STR_INIT("es-MX/clave.webm"), STR_INIT("/estatico/clave.1.webm"), STR_INIT("video/webm"), 9, 0,
     0},
    {STR_INIT("es-MX/foto.png"), STR_INIT("/estatico/foto.1.png"), STR_INIT("image/png"), 9, 1, 1}};

/* The page /a, whose head has this below "sign_language:"; NULL when it was left out. */
static const struct sign_language *load(struct site_fixture *f, const char *path, const char *lines)
{
    const struct page *p;

    f->env.files = files;
    f->env.nfiles = ARRAY_LEN(files);
    fixture_write(f, "_index.md", "title: Inicio\nsummary: a\n", "");
    fixture_write(f, path, arena_fmt(&f->a, "title: A\nsummary: a\nsign_language:\n%s", lines).p,
                  "");
    fixture_load_written(f);
    p = fixture_page(f, "/a");
    return p == NULL ? NULL : &p->front.sign_language;
}

static void files_beside_the_page_become_addresses(void **state)
{
    struct site_fixture *f = *state;
    const struct sign_language *s =
        load(f, "a/_index.md",
             "  video: clave.mp4\n  captions: clave.vtt\n  title: T\n  transcript: Hola.\n");

    assert_non_null(s);
    assert_int_equal(f->d.nwarnings, 0);
    assert_str(s->video, STR("/estatico/clave.1.mp4"));
    assert_str(s->type, STR("video/mp4"));
    assert_str(s->captions, STR("/estatico/clave.1.vtt"));
    assert_str(s->title, STR("T"));
    assert_str(s->transcript, STR("Hola."));
    assert_int_equal(s->transcript_url.n, 0);
    s = load(f, "a/_index.md", "  video: ../clave.webm\n");
    assert_null(s); /* only beside it */
}

static void a_video_elsewhere_keeps_its_address(void **state)
{
    struct site_fixture *f = *state;
    const struct sign_language *s =
        load(f, "a.md", "  video: https://ejemplo.mx/v?x=1\n  transcript: /\n");

    assert_non_null(s);
    assert_str(s->video, STR("https://ejemplo.mx/v?x=1"));
    assert_int_equal(s->type.n, 0);
    assert_str(s->transcript_url, STR("/"));
    assert_int_equal(s->transcript.n, 0);
    assert_int_equal(fixture_page(f, "/")->front.sign_language.video.n, 0);
}

static void what_is_wrong_is_told(void **state)
{
    static const struct {
        const char *lines, *code;
    } rows[] = {
        {"  captions: clave.vtt\n", "sign-without-video"},
        {"  video: falta.mp4\n", "file-missing"},
        {"  video: foto.png\n", "sign-video"},
        {"  video: http://ejemplo.mx/v\n", "sign-video"},
        {"  video: \"https:///v\"\n", "sign-video"},
        {"  video: \"javascript:alert(1)\"\n", "sign-video"},
        {"  video: /estatico/clave.1.mp4\n", "file-missing"},
        {"  video: clave.webm\n  captions: foto.png\n", "sign-captions"},
        {"  video: clave.webm\n  captions: https://ejemplo.mx/a.vtt\n", "file-missing"},
        {"  video: clave.webm\n  transcript: /a b\n", "front-path"},
        {"  video: [clave.webm]\n", "front-type"},
    };
    struct site_fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_null(load(f, "a.md", rows[i].lines));
        assert_true(fixture_count(f, rows[i].code, NULL) == 1);
    }
    assert_non_null(load(f, "a.md", "  video: clave.webm\n  subtitles: x\n"));
    assert_int_equal(f->d.nwarnings, 1);
}

static void a_transcript_that_is_not_there_is_a_broken_link(void **state)
{
    struct site_fixture *f = *state;
    struct lint_options o = {NULL, 0, 1710460800};
    const struct diag *g = NULL;

    assert_non_null(load(f, "a.md", "  video: clave.webm\n  transcript: /nada\n"));
    diags_init(&f->d, &f->a);
    lint_site(f->site, &o, &f->d);
    assert_int_equal(fixture_count(f, "link-broken", &g), 1);
    assert_int_equal(g->line, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(files_beside_the_page_become_addresses),
        FIXTURE_TEST(a_video_elsewhere_keeps_its_address),
        FIXTURE_TEST(what_is_wrong_is_told),
        FIXTURE_TEST(a_transcript_that_is_not_there_is_a_broken_link),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
