/*
 * estrado config: what site.yml means, one value of it, nginx's files for it.
 */
#include "accessibility/palette.h"
#include "fcgi/base/files.h"
#include "fcgi/cmd.h"
#include "fcgi/config/nginx.h"
#include "fcgi/serve.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int usage(void)
{
    (void)fputs("usage: estrado config show | get KEY | nginx DIR\n", stderr);
    return EXIT_TROUBLE;
}

/* The colours of nginx's error pages are the theme's. */
static bool theme_colours(struct cmd *cmd, const struct config *config, struct diags *d,
                          struct str *ret_css)
{
    struct str dir = app_theme_dir(cmd->arena, config, cmd->share_dir);
    const struct palette *p = app_palette(cmd->arena, dir, dir, d);

    if (p == NULL)
        return false;
    *ret_css = palette_css(cmd->arena, p);
    return true;
}

static int write_nginx(struct cmd *cmd, const struct config *config, struct str dir)
{
    char absolute[PATH_MAX];
    struct diags d;
    struct str colours;
    enum err e = ERR_INVALID;

    /* nginx wants absolute paths in its files. */
    if (file_mkdirs(dir, 0755) == OK && realpath(arena_cstr(cmd->arena, dir), absolute) != NULL)
        dir = str_from(absolute);
    diags_init(&d, cmd->arena);
    if (theme_colours(cmd, config, &d, &colours))
        e = nginx_write(config, file_join(cmd->arena, cmd->share_dir, STR("nginx")), dir, colours,
                        &d);
    print_diags(&d, cmd->texts);
    if (e != OK)
        (void)fprintf(stderr, "estrado: " STR_FMT ": %s\n", STR_ARG(dir), err_name(e));
    return e == OK ? EXIT_FINE : EXIT_TROUBLE;
}

static int get(const struct config *config, struct arena *a, struct str key)
{
    struct str value;

    if (!config_get(config, a, key, &value)) {
        (void)fprintf(stderr, "estrado: no such key: " STR_FMT "\n", STR_ARG(key));
        return EXIT_FOUND;
    }
    printf(STR_FMT "\n", STR_ARG(value));
    return EXIT_FINE;
}

int cmd_config(struct cmd *cmd)
{
    const struct config *config = cmd_load_config(cmd);
    const char *what = cmd->argc > 1 ? cmd->argv[1] : "";

    if (config == NULL)
        return EXIT_TROUBLE;
    if (cmd->argc == 2 && strcmp(what, "show") == 0) {
        config_show(config, cmd->arena, stdout);
        return EXIT_FINE;
    }
    if (cmd->argc == 3 && strcmp(what, "get") == 0)
        return get(config, cmd->arena, str_from(cmd->argv[2]));
    if (cmd->argc == 3 && strcmp(what, "nginx") == 0)
        return write_nginx(cmd, config, str_from(cmd->argv[2]));
    return usage();
}
