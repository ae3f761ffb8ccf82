#include "tests/unit/test.h"

#include "fcgi/base/buf.h"
#include "fcgi/base/files.h"
#include "themes/assets.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture {
    struct arena a;
    struct diags d;
    struct str dir, in, out;
};

static void write_file(struct fixture *f, const char *name, struct str content)
{
    struct str path = file_join(&f->a, f->in, str_from(name));
    size_t slash = path.n;

    while (path.p[slash - 1] != '/')
        slash--;
    assert_int_equal(file_mkdirs(str_sub(path, 0, slash - 1), 0700), OK);
    assert_int_equal(file_write(path, content, 0600), OK);
}

static int set_up(void **state)
{
    static struct fixture f;
    static char dir[64];

    arena_init(&f.a, 64u << 20);
    diags_init(&f.d, &f.a);
    (void)snprintf(dir, sizeof(dir), "/tmp/estrado-assets-XXXXXX");
    assert_non_null(mkdtemp(dir));
    f.dir = str_from(dir);
    f.in = file_join(&f.a, f.dir, STR("in"));
    f.out = file_join(&f.a, f.dir, STR("out/deep"));
    assert_int_equal(file_mkdirs(f.in, 0700), OK);
    *state = &f;
    return 0;
}

static void remove_below(struct fixture *f, const char *const *folders)
{
    struct file_list files;

    assert_int_equal(file_tree(&f->a, f->dir, &files), OK);
    for (size_t i = 0; i < files.n; i++)
        assert_int_equal(unlink(file_join(&f->a, f->dir, files.v[i].path).p), 0);
    for (; *folders != NULL; folders++)
        (void)rmdir(file_join(&f->a, f->dir, str_from(*folders)).p);
}

static int tear_down(void **state)
{
    static const char *const folders[] = {"in/css", "in/icons", "in", "out/deep", "out", NULL};
    struct fixture *f = *state;

    remove_below(f, folders);
    assert_int_equal(rmdir(f->dir.p), 0);
    arena_release(&f->a);
    return 0;
}

static const struct assets *publish(struct fixture *f)
{
    return assets_publish(&f->a, f->in, STR("static"), f->out, NULL, &f->d);
}

/* What nginx would send for this address, with an ending such as ".gz". */
static enum err published(struct fixture *f, const struct asset *asset, const char *ending,
                          struct str *ret_content)
{
    struct str name = str_sub(asset->url, sizeof("/estatico/") - 1, asset->url.n);

    return file_read(&f->a,
                     file_join(&f->a, f->out, arena_join(&f->a, name, str_from(ending), STR(""))),
                     1u << 20, ret_content);
}

static struct str rules(struct fixture *f)
{
    struct str s;
    struct buf b;

    buf_init(&b, 65536);
    for (int i = 0; i < 100; i++)
        buf_addf(&b, ".c%d { background: url(../icons/x.svg) }\n", i);
    s = arena_str(&f->a, buf_str(&b));
    buf_release(&b);
    return s;
}

static void publishes_under_names_with_a_hash(void **state)
{
    struct fixture *f = *state;
    const struct assets *s;
    const struct asset *asset;
    struct str content;

    write_file(f, "Mapa del Distrito Á.PNG",
               STR("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\0\x02\0\0\0\x03"));
    write_file(f, "notas.txt", STR("x"));
    s = publish(f);
    assert_non_null(s);
    assert_int_equal(s->n, 2);
    asset = assets_find(s, STR("Mapa del Distrito Á.PNG"));
    assert_non_null(asset);
    assert_true(str_starts(asset->url, STR("/estatico/mapa-del-distrito-a.")));
    assert_true(str_ends(asset->url, STR(".png")));
    assert_int_equal(asset->url.n, strlen("/estatico/mapa-del-distrito-a.0123456789abcdef.png"));
    assert_str(asset->type, STR("image/png"));
    assert_int_equal(asset->width, 2);
    assert_int_equal(asset->height, 3);
    assert_int_equal(asset->size, 24);
    assert_int_equal(published(f, asset, "", &content), OK);
    assert_int_equal(content.n, 24);
    assert_int_equal(published(f, asset, ".gz", &content), ERR_NOT_FOUND);
    assert_null(assets_find(s, STR("mapa.png")));
}

static void texts_get_twins_when_they_are_smaller(void **state)
{
    struct fixture *f = *state;
    const struct assets *s;
    struct str content, gz, br;

    write_file(f, "icons/x.svg", STR("<svg/>"));
    write_file(f, "css/estilo.css", rules(f));
    s = publish(f);
    assert_non_null(s);
    assert_int_equal(published(f, assets_find(s, STR("css/estilo.css")), "", &content), OK);
    assert_int_equal(published(f, assets_find(s, STR("css/estilo.css")), ".gz", &gz), OK);
    assert_int_equal(published(f, assets_find(s, STR("css/estilo.css")), ".br", &br), OK);
    assert_true(gz.n < content.n && br.n < gz.n);
    assert_int_equal(published(f, assets_find(s, STR("icons/x.svg")), ".gz", &gz), ERR_NOT_FOUND);
}

static void styles_name_what_they_use_by_its_published_name(void **state)
{
    struct fixture *f = *state;
    const struct assets *s, *again;
    struct str content, icon;

    write_file(f, "css/estilo.css", rules(f));
    write_file(f, "icons/x.svg", STR("<svg/>"));
    s = publish(f);
    assert_non_null(s);
    icon = assets_find(s, STR("icons/x.svg"))->url;
    assert_int_equal(published(f, assets_find(s, STR("css/estilo.css")), "", &content), OK);
    assert_true(
        str_has(content, arena_fmt(&f->a, "url(" STR_FMT ")", STR_ARG(str_sub(icon, 10, icon.n)))));
    /* Another icon is another style sheet. */
    write_file(f, "icons/x.svg", STR("<svg width=\"1\"/>"));
    again = publish(f);
    assert_non_null(again);
    assert_false(str_eq(assets_find(s, STR("css/estilo.css"))->url,
                        assets_find(again, STR("css/estilo.css"))->url));
}

static void a_front_goes_before_its_sheet_and_into_its_name(void **state)
{
    struct fixture *f = *state;
    struct asset_front front = {STR("css/estilo.css"), STR(":root{--page:#fff}\n")};
    const struct assets *plain, *fronted;
    struct str before, after;

    write_file(f, "css/estilo.css", STR("a{color:var(--page)}\n"));
    write_file(f, "css/otro.css", STR("b{top:0}\n"));
    plain = publish(f);
    fronted = assets_publish(&f->a, f->in, STR("static"), f->out, &front, &f->d);
    assert_non_null(plain);
    assert_non_null(fronted);
    assert_int_equal(published(f, assets_find(plain, front.path), "", &before), OK);
    assert_int_equal(published(f, assets_find(fronted, front.path), "", &after), OK);
    assert_str(after, arena_join(&f->a, front.text, before, STR("")));
    assert_false(
        str_eq(assets_find(plain, front.path)->url, assets_find(fronted, front.path)->url));
    assert_str(assets_find(fronted, STR("css/otro.css"))->url,
               assets_find(plain, STR("css/otro.css"))->url);
}

static void what_is_there_already_is_not_written_again(void **state)
{
    struct fixture *f = *state;
    const struct assets *s;
    struct str path, content;

    write_file(f, "a.txt", STR("hola"));
    s = publish(f);
    assert_non_null(s);
    path = file_join(&f->a, f->out, str_sub(s->v[0].url, 10, s->v[0].url.n));
    assert_int_equal(file_write(path, STR("mark"), 0644), OK);
    assert_non_null(publish(f));
    assert_int_equal(file_read(&f->a, path, 100, &content), OK);
    assert_str(content, STR("mark"));
}

static void sources_of_pages_are_left_alone(void **state)
{
    struct fixture *f = *state;
    const struct assets *s;

    write_file(f, "_index.md", STR("x"));
    write_file(f, "datos.yml", STR("x"));
    write_file(f, ".hidden.txt", STR("x"));
    s = publish(f);
    assert_non_null(s);
    assert_int_equal(s->n, 0);
    assert_null(assets_find(s, STR("_index.md")));
    assert_int_equal(unlink(file_join(&f->a, f->in, STR(".hidden.txt")).p), 0);
}

static void other_types_are_errors(void **state)
{
    struct fixture *f = *state;
    const struct assets *s;

    write_file(f, "a.exe", STR("x"));
    write_file(f, "b", STR("x"));
    write_file(f, "c.html", STR("x"));
    write_file(f, "d.js", STR("x"));
    write_file(f, "e.txt", STR("x"));
    s = publish(f);
    assert_null(assets_find(s, STR("a.exe")));
    assert_non_null(assets_find(s, STR("e.txt")));
    assert_int_equal(f->d.nerrors, 4);
    assert_string_equal(f->d.first->code, "asset-type");
    assert_str(f->d.first->file, STR("static/a.exe"));
    assert_str(f->d.first->args[0], STR("exe"));
    assert_string_equal(f->d.first->next->code, "asset-no-type");
}

static void an_image_of_another_format_is_a_warning(void **state)
{
    struct fixture *f = *state;
    const struct assets *s;

    write_file(f, "a.png", STR("GIF89a"));
    s = publish(f);
    assert_non_null(s);
    assert_int_equal(f->d.nwarnings, 1);
    assert_int_equal(s->v[0].width, 0);
}

static void an_svg_with_a_script_is_an_error(void **state)
{
    struct fixture *f = *state;

    write_file(f, "a.svg", STR("<svg>\n<script/></svg>"));
    assert_null(assets_find(publish(f), STR("a.svg")));
    assert_string_equal(f->d.first->code, "svg-script");
    assert_str(f->d.first->file, STR("static/a.svg"));
}

/* A file too large by itself does not count among the others. */
static void attachments_have_limits(void **state)
{
    struct fixture *f = *state;
    static char much[700 * 1024], more[1200 * 1024];
    const struct assets *s;

    write_file(f, "a.mp4", (struct str){more, sizeof(more)});
    write_file(f, "b.mp4", (struct str){much, sizeof(much)});
    write_file(f, "c.mp4", (struct str){much, sizeof(much)});
    write_file(f, "d.txt", STR("x"));
    s = assets_publish_within(&f->a, f->in, STR("static"), f->out, &(struct asset_limits){1, 1},
                              &f->d);
    assert_null(assets_find(s, STR("a.mp4")));
    assert_non_null(assets_find(s, STR("b.mp4")));
    assert_null(assets_find(s, STR("c.mp4")));
    assert_null(assets_find(s, STR("d.txt")));
    assert_int_equal(f->d.nerrors, 2);
    assert_string_equal(f->d.first->code, "assets-too-big");
    assert_str(f->d.first->args[1], STR("c.mp4"));
    assert_string_equal(f->d.first->next->code, "asset-too-big");
    assert_str(f->d.first->next->file, STR("static/a.mp4"));
}

static void what_was_made_is_published_as_what_was_found(void **state)
{
    struct fixture *f = *state;
    struct asset asset;

    (void)publish(f);
    assert_true(assets_publish_made(&f->a, STR("x/La tabla.csv"), STR("x.yml"), STR("a,b\n"),
                                    f->out, &f->d, &asset));
    assert_true(str_starts(asset.url, STR("/estatico/la-tabla.")));
    assert_true(str_ends(asset.url, STR(".csv")));
    assert_str(asset.type, STR("text/csv"));
    assert_int_equal(asset.size, 4);
    assert_false(
        assets_publish_made(&f->a, STR("x.exe"), STR("x"), STR("a"), f->out, &f->d, &asset));
    assert_str(assets_type(STR("a/B.PDF")), STR("application/pdf"));
    assert_int_equal(assets_type(STR("a/b.md")).n, 0);
}

static void folders_that_cannot_be_used_are_errors(void **state)
{
    struct fixture *f = *state;

    assert_null(assets_publish(&f->a, STR("/nonexistent/x"), STR("static"), f->out, NULL, &f->d));
    assert_string_equal(f->d.first->code, "asset-folder");
    diags_init(&f->d, &f->a);
    write_file(f, "a.txt", STR("x"));
    assert_null(assets_publish(&f->a, f->in, STR("static"), STR("/dev/null/x"), NULL, &f->d));
    assert_string_equal(f->d.first->code, "asset-write");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(publishes_under_names_with_a_hash),
        T(texts_get_twins_when_they_are_smaller),
        T(styles_name_what_they_use_by_its_published_name),
        T(a_front_goes_before_its_sheet_and_into_its_name),
        T(what_is_there_already_is_not_written_again),
        T(sources_of_pages_are_left_alone),
        T(other_types_are_errors),
        T(an_image_of_another_format_is_a_warning),
        T(an_svg_with_a_script_is_an_error),
        T(attachments_have_limits),
        T(what_was_made_is_published_as_what_was_found),
        T(folders_that_cannot_be_used_are_errors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
