/*
 * estrado barriers: what visitors reported, for officers, until there is a back office.
 */
#include "fcgi/base/ucs.h"
#include "fcgi/cmd.h"
#include "fcgi/serve.h"
#include "fcgi/store/barriers.h"

#include <stdio.h>

struct listing {
    struct cmd *cmd;
    const struct config *config;
    bool contacts;
};

static struct str text(const struct listing *l, const char *key)
{
    return l->cmd->texts == NULL
               ? str_from(key)
               : messages_format(l->cmd->texts, l->cmd->arena,
                                 arena_fmt(l->cmd->arena, "barriers.%s", key), NULL, 0);
}

/* Later lines of a text stand below its first. */
static void print_part(const struct listing *l, const char *key, struct str s)
{
    struct str line;

    if (s.n == 0)
        return;
    printf("  " STR_FMT "\n", STR_ARG(text(l, key)));
    while (str_line(&s, &line))
        printf("    " STR_FMT "\n", STR_ARG(line));
}

static void print_one(const struct listing *l, const struct barrier *b)
{
    struct str when = ucs_date(l->cmd->arena, l->config->locale, l->config->zone,
                               STR("yyyy-MM-dd HH:mm"), b->received);

    printf(STR_FMT "  " STR_FMT "  " STR_FMT "  " STR_FMT "\n",
           STR_ARG(barrier_reference_shown(l->cmd->arena, b->reference)), STR_ARG(when),
           STR_ARG(text(l, b->wants_format ? "format" : "barrier")),
           STR_ARG(text(l, b->done ? "done" : "open")));
    print_part(l, "what", b->what);
    print_part(l, "page", b->page);
    print_part(l, "which-format", b->format);
    print_part(l, "equipment", b->equipment);
    if (l->contacts)
        print_part(l, "contact", b->contact);
    else if (b->has_contact)
        printf("  " STR_FMT "\n", STR_ARG(text(l, "has-contact")));
    printf("\n");
}

static int list(const struct listing *l, struct pg *pg, bool all)
{
    struct barrier_list found;
    enum err e = barrier_list(pg, l->cmd->arena, all, l->contacts, &found);

    if (e != OK) {
        (void)fprintf(stderr, "estrado barriers: PostgreSQL: %s\n", err_name(e));
        return EXIT_TROUBLE;
    }
    for (size_t i = 0; i < found.n; i++)
        print_one(l, &found.v[i]);
    if (found.n == 0)
        printf(STR_FMT "\n", STR_ARG(text(l, "none")));
    return EXIT_FINE;
}

static int mark(const struct listing *l, struct pg *pg, struct str typed)
{
    struct str reference = barrier_reference_of(l->cmd->arena, typed);
    enum err e = reference.n == 0 ? ERR_NOT_FOUND : barrier_done(pg, l->cmd->arena, reference);

    if (e == OK)
        printf(STR_FMT "  " STR_FMT "\n", STR_ARG(reference), STR_ARG(text(l, "done")));
    else if (e == ERR_NOT_FOUND)
        (void)fprintf(stderr, STR_FMT "\n", STR_ARG(text(l, "not-found")));
    else
        (void)fprintf(stderr, "estrado barriers: PostgreSQL: %s\n", err_name(e));
    return e == OK ? EXIT_FINE : e == ERR_NOT_FOUND ? EXIT_FOUND : EXIT_TROUBLE;
}

int cmd_barriers(struct cmd *cmd)
{
    struct listing l = {cmd, cmd_load_config(cmd), cmd_flag(cmd, "--contact")};
    struct str role = STR("estrado_panel"), reference = {NULL, 0};
    bool all = cmd_flag(cmd, "--all"), marks;
    struct pg *pg;

    (void)cmd_option(cmd, "--role", &role);
    marks = cmd_option(cmd, "--done", &reference);
    if (l.config == NULL || !cmd_done(cmd, 1))
        return EXIT_TROUBLE;
    pg = pg_open(cmd->arena, &(struct pg_options){.socket_dir = l.config->pg_socket_dir,
                                                  .database = l.config->pg_database,
                                                  .role = role,
                                                  .port = l.config->pg_port,
                                                  .statement_ms = 30000});
    return marks ? mark(&l, pg, reference) : list(&l, pg, all);
}
