/*
 * estrado serve
 */
#include "fcgi/cmd.h"
#include "fcgi/serve.h"

int cmd_serve(struct cmd *cmd)
{
    struct serve_options o = {
        .site_yml = cmd->site_yml, .share_dir = cmd->share_dir, .overrides = cmd->overrides};

    o.watch = cmd_flag(cmd, "--watch");
    if (!cmd_done(cmd, 1))
        return EXIT_TROUBLE;
    return master_run(&o);
}
