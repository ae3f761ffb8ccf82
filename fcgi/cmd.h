/*
 * Subcommands: main.c is their table; each but `version` is one small file.
 */
#ifndef ESTRADO_CMD_H
#define ESTRADO_CMD_H

#include "fcgi/app/app.h"

/* What stands before the subcommand: --config FILE, --set KEY=VALUE. */
struct cmd {
    struct arena *arena;
    struct str site_yml, share_dir;
    struct strs overrides;
    const struct messages *texts; /* may be NULL */
    int argc;                     /* of the subcommand; argv[0] is its name */
    char **argv;
    bool without_value; /* the last word is an option that misses its value */
};

/* Exit statuses, as for grep: 0 fine, 1 found something wrong, 2 could not work. */
enum { EXIT_FINE = 0, EXIT_FOUND = 1, EXIT_TROUBLE = 2 };

typedef int cmd_fn(struct cmd *cmd);
cmd_fn cmd_new, cmd_micrositio, cmd_serve, cmd_check, cmd_render, cmd_config, cmd_migrate, cmd_jobs,
    cmd_barriers, cmd_journal;

/* site.yml, or NULL after its errors were printed. */
const struct config *cmd_load_config(struct cmd *cmd);
/* True and the option taken out of argv when it is there. */
bool cmd_flag(struct cmd *cmd, const char *name);
/* The same for an option with a word behind it; false too when the word is missing. */
bool cmd_option(struct cmd *cmd, const char *name, struct str *ret_value);
/* After the options were taken out: false, and the odd one named, unless argc words are left. */
bool cmd_done(const struct cmd *cmd, int argc);

#endif
