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

/* The first pool answers for the hosts of micrositios, too. One that is wrong brings none. */
static const struct config *with_hosts(struct cmd *cmd, const struct config *config)
{
    struct diags d;
    struct micrositios all;
    struct config *copy = ARENA_NEW(cmd->arena, struct config);
    struct str *v;
    size_t n = config->pools[0].hosts.n;

    diags_init(&d, cmd->arena);
    all = app_read_micrositios(cmd->arena, config, &d);
    for (size_t i = 0; i < all.n; i++)
        n += all.v[i].hosts.n;
    v = ARENA_ARRAY(cmd->arena, struct str, n);
    n = 0;
    for (size_t i = 0; i < config->pools[0].hosts.n; i++)
        v[n++] = config->pools[0].hosts.v[i];
    for (size_t i = 0; i < all.n; i++) {
        for (size_t k = 0; k < all.v[i].hosts.n; k++)
            v[n++] = all.v[i].hosts.v[k];
    }
    *copy = *config;
    copy->pools[0].hosts = (struct strs){v, n};
    print_diags(&d, cmd->texts);
    return copy;
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
        e = nginx_write(with_hosts(cmd, config),
                        file_join(cmd->arena, cmd->share_dir, STR("nginx")), dir, colours, &d);
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
