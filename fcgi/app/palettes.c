/*
 * The theme's palette.yml, and what micrositios lay over it.
 */
#include "fcgi/app/app.h"
#include "fcgi/base/files.h"

#define MICROSITIO_MAX (256u * 1024)
#define SCRATCH_MAX    ((size_t)64 << 20)

static const struct str file_name = STR_INIT("/micrositio.yml");

const struct palette *app_palette(struct arena *a, struct str theme_dir, struct str shown_dir,
                                  struct diags *d)
{
    struct str shown = file_join(a, shown_dir, STR("palette.yml")), source;
    enum err e = file_read_beneath(a, theme_dir, STR("palette.yml"), PALETTE_FILE_MAX, &source);

    if (e == OK)
        return palette_parse(a, shown, source, d);
    if (e == ERR_TOO_BIG)
        diag_error(d, shown, 0, "file-too-big", STR("64 KB"));
    else
        diag_error(d, shown, 0, "file-unreadable");
    return NULL;
}

/* Only the key `palette`: the rest of the file is for whoever reads micrositios. */
static void check_micrositio(const struct app *app, struct arena *a, struct str path,
                             struct diags *d)
{
    const struct config *config = app->config;
    struct str shown = file_join(a, app_shown(config, config->micrositios_dir), path), source;
    const struct yaml *colours;
    const struct palette *p;

    if (file_read_beneath(a, config->micrositios_dir, path, MICROSITIO_MAX, &source) != OK) {
        diag_error(d, shown, 0, "file-unreadable");
        return;
    }
    colours = yaml_get(yaml_parse(a, shown, source, 1, d), STR("palette"));
    p = colours == NULL ? NULL : palette_overlay(a, app->palette, shown, colours, d);
    if (p != NULL)
        palette_check(p, d);
}

/* <id>/micrositio.yml and nothing deeper; a template is none. */
static bool is_micrositio(struct str path)
{
    return path.p[0] != '_' && str_ends(path, file_name) &&
           str_index(path, '/') == path.n - file_name.n;
}

void app_check_palettes(const struct app *app, struct diags *d)
{
    struct file_list files;
    struct arena a;

    if (app->palette == NULL)
        return;
    palette_check(app->palette, d);
    arena_init(&a, SCRATCH_MAX);
    if (file_tree(&a, app->config->micrositios_dir, &files) == OK) {
        for (size_t i = 0; i < files.n; i++) {
            if (is_micrositio(files.v[i].path))
                check_micrositio(app, &a, files.v[i].path, d);
        }
    }
    arena_release(&a);
}
