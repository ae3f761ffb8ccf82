/* Files on a disk: a theme's palette, and micrositios beside the pages. */
#include "tests/unit/test.h"

#include "fcgi/app/app.h"
#include "fcgi/base/files.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct arena arena;
static struct diags diags;
static char root[32];

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 64u << 20);
    diags_init(&diags, &arena);
    (void)snprintf(root, sizeof(root), "/tmp/estrado-palettes-XXXXXX");
    return mkdtemp(root) == NULL;
}

static int remove_one(const char *path, const struct stat *state, int kind, struct FTW *where)
{
    (void)state;
    (void)kind;
    (void)where;
    return remove(path);
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void write_micrositio(const char *id, const char *text)
{
    struct str dir = arena_fmt(&arena, "%s/content/micrositios/%s", root, id);

    assert_int_equal(file_mkdirs(dir, 0755), OK);
    assert_int_equal(
        file_write(file_join(&arena, dir, STR("micrositio.yml")), str_from(text), 0644), OK);
}

/* The real theme over a site whose folder is `root`. */
static void check(void)
{
    struct config config = {.root = str_from(root),
                            .micrositios_dir =
                                file_join(&arena, str_from(root), STR("content/micrositios"))};
    struct app app = {.config = &config};

    app.palette =
        app_palette(&arena, STR("themes/institucional"), STR("themes/institucional"), &diags);
    assert_non_null(app.palette);
    app_check_palettes(&app, &diags);
}

static void a_site_without_micrositios_is_fine(void **state)
{
    (void)state;
    check();
    assert_int_equal(diags.nerrors, 0);
}

static void colours_of_a_micrositio_are_checked_in_every_word(void **state)
{
    (void)state;
    write_micrositio("a", "title: Uno\npalette:\n  claro-sistema: {accent: '#8a1c4a'}\n");
    write_micrositio("b", "title: Dos\npalette:\n  c-oscuro: {link: '#6688aa'}\n");
    write_micrositio("c", "title: Tres\n");
    write_micrositio("b/deeper", "palette: {nothing: {}}\n");
    check();
    assert_true(diags.nerrors > 0);
    for (const struct diag *g = diags.first; g != NULL; g = g->next) {
        assert_str(g->file, STR("content/micrositios/b/micrositio.yml"));
        assert_int_equal(g->line, 3);
        assert_string_equal(g->code, "palette-contrast");
        assert_true(str_starts(g->args[0], STR("c-oscuro: link / ")));
    }
}

static void a_micrositio_that_cannot_be_read_is_told(void **state)
{
    (void)state;
    write_micrositio("a", "title: Uno\n\tpalette: x\n");
    check();
    assert_true(diags.nerrors > 0);
    assert_str(diags.first->file, STR("content/micrositios/a/micrositio.yml"));
    assert_int_equal(diags.first->line, 2);
}

static void a_theme_without_palette_is_an_error(void **state)
{
    (void)state;
    assert_null(app_palette(&arena, str_from(root), STR("themes/x"), &diags));
    assert_int_equal(diags.nerrors, 1);
    assert_str(diags.first->file, STR("themes/x/palette.yml"));
    assert_string_equal(diags.first->code, "file-unreadable");
}

static void a_palette_has_a_ceiling(void **state)
{
    char *large = arena_zalloc(&arena, PALETTE_FILE_MAX + 1, 1);
    struct str file = arena_fmt(&arena, "%s/palette.yml", root);

    (void)state;
    for (size_t i = 0; i < PALETTE_FILE_MAX + 1; i++)
        large[i] = '#';
    assert_int_equal(file_write(file, (struct str){large, PALETTE_FILE_MAX + 1}, 0644), OK);
    assert_null(app_palette(&arena, str_from(root), STR("x"), &diags));
    assert_string_equal(diags.first->code, "file-too-big");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_site_without_micrositios_is_fine, set_up, tear_down),
        cmocka_unit_test_setup_teardown(colours_of_a_micrositio_are_checked_in_every_word, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_micrositio_that_cannot_be_read_is_told, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_theme_without_palette_is_an_error, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_palette_has_a_ceiling, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
