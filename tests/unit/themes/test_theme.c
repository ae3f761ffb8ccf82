#include "tests/unit/test.h"

#include "fcgi/base/buf.h"
#include "fcgi/base/files.h"
#include "themes/theme.h"

#include <stdlib.h>
#include <unistd.h>

struct page {
    struct str title;
    int64_t n;
};
static const struct tpl_field fields[] = {
    TPL_F_TEXT(struct page, title), TPL_F_INT(struct page, n), {0}};
static const struct theme_view views[] = {{"home", fields}, {"page", fields}};

struct fixture {
    struct arena a;
    struct diags d;
    struct str dir;
};

static void write_file(struct fixture *f, const char *name, struct str content)
{
    assert_int_equal(file_write(file_join(&f->a, f->dir, str_from(name)), content, 0600), OK);
}

static int set_up(void **state)
{
    static struct fixture f;
    static char dir[64];

    arena_init(&f.a, 64u << 20);
    diags_init(&f.d, &f.a);
    (void)snprintf(dir, sizeof(dir), "/tmp/estrado-theme-XXXXXX");
    assert_non_null(mkdtemp(dir));
    f.dir = str_from(dir);
    assert_int_equal(file_mkdirs(file_join(&f.a, f.dir, STR("templates")), 0700), OK);
    assert_int_equal(file_mkdirs(file_join(&f.a, f.dir, STR("locales")), 0700), OK);
    write_file(&f, "locales/es-MX.yml", STR("hello: '{0} hola'\nplain: texto\n"));
    write_file(&f, "templates/home.html", STR("{{>_head}}<p>{{t \"hello\" title}}</p>\n"));
    write_file(&f, "templates/page.html", STR("{{>_head}}<p>{{n}} {{t \"plain\"}}</p>\n"));
    write_file(&f, "templates/_head.html", STR("<h1>{{title}}</h1>\n"));
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    struct file_list files;

    assert_int_equal(file_tree(&f->a, f->dir, &files), OK);
    for (size_t i = 0; i < files.n; i++)
        assert_int_equal(unlink(file_join(&f->a, f->dir, files.v[i].path).p), 0);
    assert_int_equal(rmdir(file_join(&f->a, f->dir, STR("templates")).p), 0);
    assert_int_equal(rmdir(file_join(&f->a, f->dir, STR("locales")).p), 0);
    assert_int_equal(rmdir(f->dir.p), 0);
    arena_release(&f->a);
    return 0;
}

static const struct theme *load(struct fixture *f)
{
    return theme_load(&f->a, f->dir, STR("themes/x"), STR("es-MX"), views, ARRAY_LEN(views), &f->d);
}

static struct str rendered(struct fixture *f, const struct theme *t, size_t view)
{
    struct page page = {STR("Título"), 7};
    struct buf b;
    struct tpl_out out = {.buf = &b};
    struct str s;

    buf_init(&b, 4096);
    tpl_render(theme_template(t, view), &page, &f->a, &out);
    s = arena_str(&f->a, buf_str(&b));
    buf_release(&b);
    return s;
}

static void loads_every_view_and_the_texts(void **state)
{
    struct fixture *f = *state;
    const struct theme *t = load(f);

    assert_non_null(t);
    assert_str(rendered(f, t, 0), STR("<h1>Título</h1><p>Título hola</p>\n"));
    assert_str(rendered(f, t, 1), STR("<h1>Título</h1><p>7 texto</p>\n"));
    assert_str(messages_format(theme_messages(t), &f->a, STR("plain"), NULL, 0), STR("texto"));
}

static void a_mistake_in_a_shared_part_is_told_once(void **state)
{
    struct fixture *f = *state;

    write_file(f, "templates/_head.html", STR("<h1>\n{{titulo_que_no_hay}}</h1>\n"));
    assert_null(load(f));
    assert_int_equal(f->d.nerrors, 1);
    assert_str(f->d.first->file, STR("themes/x/templates/_head.html"));
    assert_int_equal(f->d.first->line, 2);
}

static void a_missing_view_is_an_error(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(unlink(file_join(&f->a, f->dir, STR("templates/page.html")).p), 0);
    assert_null(load(f));
    assert_int_equal(f->d.nerrors, 1);
    assert_string_equal(f->d.first->code, "tpl-missing");
    assert_str(f->d.first->args[0], STR("page"));
}

static void missing_texts_are_one_error_and_not_one_a_slot(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(unlink(file_join(&f->a, f->dir, STR("locales/es-MX.yml")).p), 0);
    assert_null(load(f));
    assert_int_equal(f->d.nerrors, 1);
    assert_string_equal(f->d.first->code, "theme-locale-missing");
    assert_str(f->d.first->file, STR("themes/x/locales/es-MX.yml"));
}

static void a_part_that_is_a_symbolic_link_is_refused(void **state)
{
    struct fixture *f = *state;
    struct str link = file_join(&f->a, f->dir, STR("templates/_head.html"));

    assert_int_equal(unlink(link.p), 0);
    assert_int_equal(symlink("/etc/passwd", link.p), 0);
    assert_null(load(f));
    assert_string_equal(f->d.first->code, "file-unreadable");
    assert_int_equal(unlink(link.p), 0);
}

static void a_template_above_its_limit_is_refused(void **state)
{
    struct fixture *f = *state;
    size_t n = 256 * 1024 + 1;
    char *text = arena_zalloc(&f->a, n, 1);

    memset(text, 'x', n);
    write_file(f, "templates/_head.html", (struct str){text, n});
    assert_null(load(f));
    assert_string_equal(f->d.first->code, "file-too-big");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(loads_every_view_and_the_texts),
        T(a_mistake_in_a_shared_part_is_told_once),
        T(a_missing_view_is_an_error),
        T(missing_texts_are_one_error_and_not_one_a_slot),
        T(a_part_that_is_a_symbolic_link_is_refused),
        T(a_template_above_its_limit_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
