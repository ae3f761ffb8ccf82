/*
 * estrado: the table of subcommands and the options that stand before them.
 */
#include "fcgi/cmd.h"
#include "fcgi/serve.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OVERRIDES_MAX 64

static int cmd_version(struct cmd *cmd)
{
    if (!cmd_done(cmd, 1))
        return EXIT_TROUBLE;
    printf("estrado %s\n", ESTRADO_VERSION);
    return EXIT_FINE;
}

static const struct {
    const char *name;
    cmd_fn *run;
    const char *what;
    const char *help;
} commands[] = {
    {"serve", cmd_serve, "serve the site to nginx",
     "usage: estrado serve [--watch]\n\n"
     "Loads the site and answers nginx on the sockets of site.yml, in the foreground.\n\n"
     "    --watch    show a saved file within a second; nothing is cached\n\n"
     "SIGHUP loads the site anew and switches when that worked; SIGTERM drains and ends.\n"},
    {"check", cmd_check, "check configuration and content",
     "usage: estrado check [--strict] [--json] [--write DIR]\n"
     "   or: estrado check --translations\n\n"
     "Reads site.yml, theme and every page, and prints all that is wrong with file and line.\n"
     "Audits the finished HTML of every page in every variant.\n\n"
     "    --strict     warnings count as errors\n"
     "    --json       one JSON document on standard output\n"
     "    --translations  lists pages that a language of site.yml lacks, and nothing else\n"
     "    --write DIR  writes the audited HTML to files, for other programs to judge\n\n"
     "Exit status: 0 clean, 1 errors found, 2 could not read the site.\n"},
    {"render", cmd_render, "print a page, or write the whole site",
     "usage: estrado render PATH\n"
     "   or: estrado render --all DIR\n\n"
     "Prints the page at PATH (\"/instituto\") as the server would send it, or writes all pages "
     "with\n"
     "their compressed twins to DIR, for nginx alone (nginx.static_only in site.yml).\n"},
    {"config", cmd_config, "show configuration, write nginx's",
     "usage: estrado config show\n"
     "   or: estrado config get KEY\n"
     "   or: estrado config nginx DIR\n\n"
     "Prints what site.yml means, one value of it, or writes nginx's files for it to DIR.\n"},
    {"migrate", cmd_migrate, "bring the database's schema up to date",
     "usage: estrado migrate [--role ROLE]\n\n"
     "Applies what is missing, one transaction a file; does nothing when nothing is.\n\n"
     "    --role     the role that owns the database (estrado_owner)\n"},
    {"barriers", cmd_barriers, "list reports of barriers, mark what is done",
     "usage: estrado barriers [--all] [--contact] [--role ROLE]\n"
     "   or: estrado barriers --done REFERENCE [--role ROLE]\n\n"
     "Lists what visitors reported at /accesibilidad/barrera and is still open, the oldest "
     "first.\n\n"
     "    --all      those that are done too\n"
     "    --contact  show how to answer: personal data, for those who answer\n"
     "    --done     this one is done\n"
     "    --role     the database role to work as (estrado_panel)\n"},
    {"journal", cmd_journal, "list what visitors did not find, accept redirects",
     "usage: estrado journal [--days N] [--role ROLE]\n"
     "   or: estrado journal accept FROM TO\n\n"
     "Lists addresses that do not exist and searches without results, the most frequent first, "
     "with the\nnearest page for each address. 'accept' appends a redirect to redirects.csv when "
     "it "
     "holds.\n\n"
     "    --days     of so many days, today included (30)\n"
     "    --role     the database role to work as (estrado_panel)\n"},
    {"jobs", cmd_jobs, "make what is made beforehand",
     "usage: estrado jobs [--once]\n"
     "   or: estrado jobs --list\n\n"
     "Makes the recordings of pages that are missing, and ends; what is there is not made again.\n"
     "A second run beside the first says so and ends.\n\n"
     "    --list     the jobs\n\n"
     "Exit status: 0 done, 1 a part failed (the log says which), 2 could not work.\n"},
    {"new", cmd_new, "start a micrositio",
     "usage: estrado new micrositio ID [--title TITLE]\n\n"
     "Makes content/micrositios/ID from its template, as a draft. ID: 4 to 60 small letters,\n"
     "digits and hyphens.\n"},
    {"micrositio", cmd_micrositio, "keep an ended micrositio as it is",
     "usage: estrado micrositio freeze ID\n\n"
     "Prints the line of micrositio.yml that makes any change of its files an error.\n"},
    {"version", cmd_version, "print the version", "usage: estrado version\n"},
};

static void usage(FILE *out)
{
    (void)fputs("usage: estrado [--config FILE] [--set KEY=VALUE]... COMMAND [ARGUMENTS]\n\n", out);
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        (void)fprintf(out, "    %-10s %s\n", commands[i].name, commands[i].what);
    (void)fputs("\n'estrado COMMAND --help' tells more. FILE is site.yml when it is not given.\n",
                out);
}

bool cmd_flag(struct cmd *cmd, const char *name)
{
    for (int i = 1; i < cmd->argc; i++) {
        if (strcmp(cmd->argv[i], name) != 0)
            continue;
        memmove(&cmd->argv[i], &cmd->argv[i + 1], (size_t)(cmd->argc - i) * sizeof(char *));
        cmd->argc--;
        return true;
    }
    return false;
}

bool cmd_option(struct cmd *cmd, const char *name, struct str *ret_value)
{
    for (int i = 1; i + 1 < cmd->argc; i++) {
        if (strcmp(cmd->argv[i], name) != 0)
            continue;
        *ret_value = str_from(cmd->argv[i + 1]);
        memmove(&cmd->argv[i], &cmd->argv[i + 2], (size_t)(cmd->argc - i - 1) * sizeof(char *));
        cmd->argc -= 2;
        return true;
    }
    cmd->without_value =
        cmd->without_value || (cmd->argc > 1 && strcmp(cmd->argv[cmd->argc - 1], name) == 0);
    return false;
}

bool cmd_done(const struct cmd *cmd, int argc)
{
    bool misses = cmd->argc < argc || cmd->without_value;

    if (cmd->argc == argc && !misses)
        return true;
    (void)fprintf(stderr, "estrado %s: %s '%s'. See 'estrado %s --help'.\n", cmd->argv[0],
                  misses ? "misses a word after" : "does not know",
                  cmd->argv[misses ? cmd->argc - 1 : argc], cmd->argv[0]);
    return false;
}

const struct config *cmd_load_config(struct cmd *cmd)
{
    struct diags d;
    const struct config *config;

    diags_init(&d, cmd->arena);
    config = config_load(cmd->arena, cmd->site_yml, cmd->overrides, &d);
    print_diags(&d, cmd->texts);
    return config;
}

static int run(struct cmd *cmd)
{
    for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
        if (strcmp(commands[i].name, cmd->argv[0]) != 0)
            continue;
        if (cmd_flag(cmd, "--help")) {
            (void)fputs(commands[i].help, stdout);
            return EXIT_FINE;
        }
        return commands[i].run(cmd);
    }
    (void)fprintf(stderr, "estrado: '%s' is not a command. See 'estrado --help'.\n", cmd->argv[0]);
    return EXIT_TROUBLE;
}

/* The options before the command; false when they are wrong. Moves *argv to the command. */
static bool options(struct cmd *cmd, struct str *sets)
{
    while (cmd->argc > 0 && cmd->argv[0][0] == '-') {
        const char *name = cmd->argv[0], *value = cmd->argc > 1 ? cmd->argv[1] : NULL;

        if (value != NULL && strcmp(name, "--config") == 0) {
            cmd->site_yml = str_from(value);
        } else if (value != NULL && strcmp(name, "--set") == 0 &&
                   cmd->overrides.n < OVERRIDES_MAX) {
            sets[cmd->overrides.n++] = str_from(value);
        } else {
            return false;
        }
        cmd->argc -= 2;
        cmd->argv += 2;
    }
    return true;
}

/* The folder of site.yml, absolute; the program's own files stand there too until it is installed.
 */
static struct str folder_of(struct arena *a, struct str site_yml)
{
    char absolute[PATH_MAX];
    struct str dir;

    if (realpath(arena_cstr(a, site_yml), absolute) == NULL)
        return STR(".");
    dir = str_from(absolute);
    while (dir.n > 1 && dir.p[dir.n - 1] != '/')
        dir.n--;
    return arena_str(a, dir.n > 1 ? str_sub(dir, 0, dir.n - 1) : dir);
}

int main(int argc, char **argv)
{
    struct arena a;
    struct str sets[OVERRIDES_MAX];
    struct cmd cmd = {.arena = &a,
                      .site_yml = STR("site.yml"),
                      .overrides = {sets, 0},
                      .argc = argc - 1,
                      .argv = argv + 1};
    static char version[] = "version";
    struct diags none;
    int status;

    arena_init(&a, (size_t)2 << 30);
    if (cmd.argc > 0 && (strcmp(cmd.argv[0], "--help") == 0 || strcmp(cmd.argv[0], "help") == 0)) {
        usage(stdout);
        return EXIT_FINE;
    }
    if (cmd.argc > 0 && strcmp(cmd.argv[0], "--version") == 0)
        cmd.argv[0] = version;
    if (!options(&cmd, sets) || cmd.argc == 0) {
        if (cmd.argc > 0)
            (void)fprintf(stderr, "estrado: '%s' is no option here, or misses its value.\n\n",
                          cmd.argv[0]);
        usage(stderr);
        return EXIT_TROUBLE;
    }
    cmd.share_dir = app_share_dir(&a, folder_of(&a, cmd.site_yml));
    diags_init(&none, &a);
    cmd.texts = app_texts(&a, cmd.share_dir, STR("es-MX"), &none);
    status = run(&cmd);
    arena_release(&a);
    return status;
}
