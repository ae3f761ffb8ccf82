/*
 * estrado migrate
 */
#include "fcgi/base/files.h"
#include "fcgi/cmd.h"
#include "fcgi/serve.h"
#include "fcgi/store/migrate.h"

#include <stdio.h>

int cmd_migrate(struct cmd *cmd)
{
    const struct config *config = cmd_load_config(cmd);
    bool named = cmd_flag(cmd, "--role");
    struct str role = named && cmd->argc > 1 ? str_from(cmd->argv[1]) : STR("estrado_owner");
    struct diags d;
    struct pg *pg;
    int applied = 0;
    enum err e;

    if (config == NULL || !cmd_done(cmd, named ? 2 : 1))
        return EXIT_TROUBLE;
    diags_init(&d, cmd->arena);
    pg = pg_open(cmd->arena, &(struct pg_options){.socket_dir = config->pg_socket_dir,
                                                  .database = config->pg_database,
                                                  .role = role,
                                                  .port = config->pg_port,
                                                  .statement_ms = 600000});
    e = migrate_run(pg, cmd->arena, file_join(cmd->arena, cmd->share_dir, STR("fcgi/store/schema")),
                    &d, &applied);
    print_diags(&d, cmd->texts);
    if (e == OK)
        printf("%d applied\n", applied);
    return e == OK ? EXIT_FINE : e == ERR_UNAVAILABLE ? EXIT_TROUBLE : EXIT_FOUND;
}
