/* micrositio.yml: what it may say, what is told, which are left out. */
#include "content/micrositio.h"
#include "tests/unit/content/site_fixture.h"

static struct micrositios all;

static void write_yml(struct site_fixture *f, const char *id, const char *text)
{
    struct str dir = arena_fmt(&f->a, STR_FMT "/m/%s", STR_ARG(f->folder), id);

    assert_int_equal(file_mkdirs(dir, 0755), OK);
    assert_int_equal(file_write(file_join(&f->a, dir, STR(MICROSITIO_FILE)), str_from(text), 0644),
                     OK);
}

static void load(struct site_fixture *f)
{
    diags_init(&f->d, &f->a);
    all =
        micrositios_load(&f->a,
                         &(struct micrositio_options){.dir = file_join(&f->a, f->folder, STR("m")),
                                                      .shown = STR("m"),
                                                      .locale = STR("es-MX"),
                                                      .zone = STR("America/Mexico_City")},
                         &f->d);
}

#define HEAD "title: Urna\npath: /urna\n"

static void a_whole_one_is_read(void **state)
{
    struct site_fixture *f = *state;

    write_yml(f, "urna",
              HEAD "short_title: U\nhosts: [urna.localhost]\nlife: archived\n"
                   "archived_on: 2026-11-22\nnote: Ya pasó.\n"
                   "menu:\n  - {title: A, url: /urna/a}\n"
                   "blocks:\n  - {type: hero, title: H, url: /urna/a}\n"
                   "  - type: cards\n    title: C\n    items: [{title: B, url: /b, icon: voto}]\n"
                   "  - {type: news, max: 3}\n");
    load(f);
    assert_int_equal(f->d.nerrors, 0);
    assert_int_equal(all.n, 1);
    assert_str(all.v[0].short_title, STR("U"));
    assert_int_equal(all.v[0].life, MICRO_ARCHIVED);
    assert_int_equal(all.v[0].archived_on, 1795327200);
    assert_int_equal(all.v[0].menu.n, 1);
    assert_int_equal(all.v[0].nblocks, 3);
    assert_str(all.v[0].blocks[1].items.v[0].icon, STR("voto"));
    assert_int_equal(all.v[0].blocks[2].max, 3);
    assert_ptr_equal(micrositio_by_id(&all, STR("urna")), &all.v[0]);
    assert_ptr_equal(micrositio_by_host(&all, STR("urna.localhost")), &all.v[0]);
    assert_null(micrositio_by_host(&all, STR("otro.localhost")));
}

static void without_a_life_it_is_a_draft(void **state)
{
    struct site_fixture *f = *state;

    write_yml(f, "urna", HEAD);
    load(f);
    assert_int_equal(all.n, 1);
    assert_int_equal(all.v[0].life, MICRO_DRAFT);
}

static void a_wrong_one_is_left_out_and_told(void **state)
{
    static const struct {
        const char *text, *code;
    } rows[] = {{"title: X\n", "micrositio-missing"},
                {"path: /urna\n", "micrositio-missing"},
                {HEAD "titel: X\n", "micrositio-key"},
                {"title: X\npath: urna\n", "micrositio-path"},
                {"title: X\npath: /a/b\n", "micrositio-path"},
                {HEAD "life: viva\n", "micrositio-choice"},
                {HEAD "life: archived\n", "micrositio-archived"},
                {HEAD "archived_on: 2026-01-01\n", "micrositio-archived"},
                {HEAD "life: archived\narchived_on: ayer\n", "micrositio-date"},
                {HEAD "menu: [{title: A, url: 'javascript:x'}]\n", "micrositio-url"},
                {HEAD "menu: {title: A}\n", "micrositio-list"},
                {HEAD "menu: [A]\n", "micrositio-map"},
                {HEAD "blocks: [{type: carrusel}]\n", "micrositio-choice"},
                {HEAD "blocks: [{type: news, max: 999}]\n", "micrositio-number"},
                {HEAD "frozen: 00\n", "micrositio-frozen"},
                {HEAD "hosts: {a: b}\n", "micrositio-list"},
                {"- a\n", "micrositio-map"},
                {"", "micrositio-map"}};
    struct site_fixture *f = *state;

    write_yml(f, "otra", "title: Otra\npath: /otra\n");
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        write_yml(f, "urna", rows[i].text);
        load(f);
        assert_int_equal(all.n, 1);
        assert_str(all.v[0].id, STR("otra"));
        assert_true(fixture_count(f, rows[i].code, NULL) > 0);
    }
}

static void two_cannot_share_a_path_or_a_host(void **state)
{
    struct site_fixture *f = *state;

    write_yml(f, "aaaa", "title: A\npath: /urna\nhosts: [x.localhost]\n");
    write_yml(f, "bbbb", "title: B\npath: /urna\n");
    write_yml(f, "cccc", "title: C\npath: /cccc\nhosts: [x.localhost]\n");
    write_yml(f, "_plantilla", "title: @\n");
    load(f);
    assert_int_equal(all.n, 1);
    assert_int_equal(fixture_count(f, "micrositio-twice", NULL), 2);
}

static void frozen_files_must_stay_as_they_are(void **state)
{
    struct site_fixture *f = *state;
    struct str dir = arena_fmt(&f->a, STR_FMT "/m/urna", STR_ARG(f->folder)), digest;

    write_yml(f, "urna", HEAD);
    assert_int_equal(file_write(file_join(&f->a, dir, STR("a.md")), STR("uno"), 0644), OK);
    digest = micrositio_digest(&f->a, dir);
    write_yml(f, "urna", arena_fmt(&f->a, HEAD "frozen: " STR_FMT "\n", STR_ARG(digest)).p);
    load(f);
    assert_int_equal(all.n, 1);
    assert_int_equal(file_write(file_join(&f->a, dir, STR("a.md")), STR("dos"), 0644), OK);
    load(f);
    assert_int_equal(all.n, 0);
    assert_int_equal(fixture_count(f, "micrositio-frozen", NULL), 1);
}

static void ids_are_small_words(void **state)
{
    (void)state;
    assert_true(micrositio_is_id(STR("proceso-electoral-2027")));
    assert_false(micrositio_is_id(STR("en")));
    assert_false(micrositio_is_id(STR("Urna")));
    assert_false(micrositio_is_id(STR("-urna")));
    assert_false(micrositio_is_id(STR("urna--a")));
    assert_false(micrositio_is_id(STR("../etc")));
    assert_false(micrositio_is_id(STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(a_whole_one_is_read),
        FIXTURE_TEST(without_a_life_it_is_a_draft),
        FIXTURE_TEST(a_wrong_one_is_left_out_and_told),
        FIXTURE_TEST(two_cannot_share_a_path_or_a_host),
        FIXTURE_TEST(frozen_files_must_stay_as_they_are),
        FIXTURE_TEST(ids_are_small_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
